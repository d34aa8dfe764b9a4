"""Each outage under the load of twenty candidates is 503 with Retry-After, loses nothing, and costs nobody time."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from local.processes import wait_until
from tests.faults.nemesis import checker
from tests.faults.nemesis.history import Line, of_type
from tests.faults.nemesis.run import run
from tests.faults.nemesis.target import Target, can_mount_a_disk
from tests.support.apis import FunctionsApi
from tests.support.database import Database
from tests.support.figures import RecordFigures
from tests.support.interviews import Run, make_interview, start
from tests.support.people import People
from tests.support.stored_answers import owner

SECONDS = {
    "database killed": 2.0,
    "backend killed": 0.0,
    "database stopped": 3.0,
    "database paused": 5.0,
    "database read-only": 4.0,
    "disk full": 2.0,
}
# A disk can be filled only where a small one can be mounted (as root on Linux). Elsewhere only an error that the
# database raises by itself stands for it: test_health_is_503_while_the_disk_is_full.
OUTAGES = [outage for outage in SECONDS if outage != "disk full" or can_mount_a_disk()]


LIMIT = 900
# A functions process may err by the time between two of its tests, and one of them.
MEASURED_WITHIN = 1.5
# The questions of the run's sessions, with what each outage took from their clocks and what the ledger gave for it.
LOST_AND_GIVEN = """
    select q.session_id, q.position, q.closed_at is null as open, extract(epoch from l.lost)::float as lost,
      c.seconds::float as given, q.deadline_at - q.served_at - make_interval(secs => q.time_limit_seconds) as moved,
      -- What a question lost that was answered before the credit is only recorded.
      (select sum(a.seconds)::float from reprise.time_credits a
        where a.session_id = q.session_id and a.position = q.position and not exists (
          select from reprise.session_events e
          where e.session_id = a.session_id and e.event = 'outage_credited' and e.detail ->> 'question' = 'closed'
            and e.detail ->> 'outage_id' = a.outage_id::text and (e.detail ->> 'position')::integer = a.position
        )) as added
    from reprise.session_questions q
    cross join reprise.outages o
    cross join lateral (
      -- Not from a clock that had run down before, although nothing has closed its question yet.
      select case when q.deadline_at + interval '2 seconds' < o.began_at then interval '0' else greatest(
        least(coalesce(q.closed_at, 'infinity'), o.ended_at) - greatest(q.served_at, o.began_at), interval '0'
      ) end as lost
    ) l
    left join reprise.time_credits c
      on c.session_id = q.session_id and c.position = q.position and c.outage_id = o.id
    where q.served_at is not null and q.deadline_at is not null
"""


@pytest.mark.everyday(6)
@pytest.mark.parametrize("outage", OUTAGES)
def test_outage_under_load_is_503_with_retry_after_and_loses_nothing(
    own_target: Target, tmp_path: Path, record_figures: RecordFigures, outage: str
) -> None:
    with owner(own_target.stack) as database, FunctionsApi(own_target.stack, own_target.host.url) as api:
        forget_outages(database)
        silent, done, expired = people_who_only_wait(own_target, api, database)
        before = [database.questions(one.session_id) for one in (done, expired)]
    planned = [{"fault": outage, "after_successes": 100, "seconds": SECONDS[outage]}]
    lines = run(own_target, 0, planned, tmp_path / "history.jsonl")
    assert checker.defects(lines) == []
    # Callers got refusals, and not only broken connections.
    assert any(line.get("status") == 503 for line in of_type(lines, "info"))

    with owner(own_target.stack) as database, FunctionsApi(own_target.stack, own_target.host.url) as api:
        wait_for_credits(database)
        taken = time_given_back(database)
        record_figures(checker.figures(lines) | {"seconds given back to each": round(taken, 1)})
        assert SECONDS[outage] - MEASURED_WITHIN <= taken <= length_of_the_fault(lines) + MEASURED_WITHIN
        # A person who only waited has it exactly and sees the credit; a clock that did not run has not moved.
        [question, _] = database.questions(silent.session_id)
        moved = question["deadline_at"] - question["served_at"] - timedelta(seconds=LIMIT)
        assert moved.total_seconds() == pytest.approx(taken, abs=0.002)
        silent.api = api
        shown_credits = silent.heartbeat().ok()["time_credits"]
        assert sum(one["seconds"] for one in shown_credits) == pytest.approx(taken, abs=0.002)
        assert {one["kind"] for one in shown_credits} <= {"outage"}
        assert [database.questions(one.session_id) for one in (done, expired)] == before


def people_who_only_wait(target: Target, api: FunctionsApi, database: Database) -> tuple[Run, Run, Run]:
    """Sessions that write nothing: one at a question, one that is done, one whose time ran out before."""
    interview = make_interview(database, ["open"] * 2, time_limit_seconds=LIMIT)
    people = People(target.stack, database)
    silent, done, expired = (start(api, people.candidate(), interview.interview_id) for _ in range(3))
    for _ in range(2):
        done.submit().ok()
    database.let_time_pass(expired.session_id, LIMIT + 10)
    return silent, done, expired


def forget_outages(database: Database) -> None:
    """Delete the outages of earlier runs on this target."""
    database.execute("delete from reprise.interview_sessions")
    database.execute("delete from reprise.outages")


def wait_for_credits(database: Database) -> None:
    """Return when every measured outage has been credited."""
    to_credit = "select not exists (select from reprise.outages where credited_at is null)"
    assert wait_until(lambda: bool(database.value(to_credit)), 120, every=0.2)


def time_given_back(database: Database) -> float:
    """The seconds of all measured outages.

    Asserts that every question which is open still has what each outage took from its clock, that none has more, and
    that deadlines have moved by what the ledger says.
    """
    rows: Sequence[dict[str, Any]] = database.rows(LOST_AND_GIVEN)
    for row in rows:
        if row["open"]:
            assert (row["given"] or 0) == pytest.approx(row["lost"], abs=0.002), row
        elif row["given"] is not None:
            assert row["lost"] > 0, row
        assert row["moved"].total_seconds() == pytest.approx(row["added"] or 0, abs=0.002), row
    length = "select coalesce(sum(extract(epoch from ended_at - began_at)), 0)::float from reprise.outages"
    return float(database.value(length))


def length_of_the_fault(lines: Sequence[Line]) -> float:
    """The seconds from the beginning of the fault until everybody could work again."""
    [began], [ended] = of_type(lines, "began"), of_type(lines, "ended")
    later = [line["at"] for line in of_type(lines, "ok") if line["at"] > ended["at"]]
    return float(min(later) - began["at"])
