"""An outage that no functions process survived shows in the missing runs of cleanup."""

import pytest

from tests.support.apis import Api
from tests.support.database import Database
from tests.support.interviews import Run, make_interview, start
from tests.support.people import People
from tests.time_ledger.outage_reports import credit, ledger, outages

GAP = 300


def schedule_runs(database: Database, minutes_ago: list[float]) -> None:
    """Let cleanup have run at these times only."""
    database.execute("truncate reprise.cleanup_runs")
    for minutes in minutes_ago:
        database.execute(
            "insert into reprise.cleanup_runs (started_at, duration_ms, deleted, expired_questions, abandoned_sessions,"
            " errors) values (now() - make_interval(secs => %s), 1, 0, 0, 0, 0)",
            minutes * 60,
        )


def silent_run(api: Api, database: Database, people: People) -> Run:
    """A session whose question was served, and whose candidate wrote last, ten minutes ago."""
    interview = make_interview(database, ["open", "open"], time_limit_seconds=900)
    run = start(api, people.candidate(), interview.interview_id)
    database.let_time_pass(run.session_id, 600)
    return run


def test_outage_that_nobody_could_measure_is_given_back_from_the_missing_runs(
    api: Api, database: Database, people: People
) -> None:
    run = silent_run(api, database, people)
    schedule_runs(database, [8, 7, 6, 5])
    credit(database)
    [row] = ledger(database, run.session_id)
    assert float(row["seconds"]) == pytest.approx(GAP, abs=2)
    # The same runs again: the outage is stored already.
    credit(database)
    assert len(outages(database)) == len(ledger(database, run.session_id)) == 1
    schedule_runs(database, [3, 2, 1, 0])
    credit(database)
    assert len(outages(database)) == 1


@pytest.mark.parametrize("runs", [[5], [8, 5], [8, 7, 6, 1.5], []], ids=repr)
def test_missing_runs_are_no_outage_when_a_draft_was_stored_or_runs_were_never_regular(
    api: Api, database: Database, people: People, runs: list[float]
) -> None:
    run = silent_run(api, database, people)
    schedule_runs(database, runs)
    credit(database)
    assert (outages(database), ledger(database, run.session_id)) == ([], [])
    # Regular runs, then five minutes without one; but drafts were stored in each of them.
    schedule_runs(database, [8, 7, 6, 5])
    for minutes in (4, 3, 2, 1):
        other = start(api, people.candidate(), make_interview(database, ["open"]).interview_id)
        database.let_time_pass(other.session_id, minutes * 60)
    credit(database)
    assert (outages(database), ledger(database, run.session_id)) == ([], [])
