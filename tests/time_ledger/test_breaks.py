"""A candidate may rest between two questions where the interview allows it, and gains nothing but rest."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from tests.support.apis import Api
from tests.support.changed_functions import changed
from tests.support.cleanup import clean_up
from tests.support.database import Database
from tests.support.interviews import Interview, Run, make_interview, start
from tests.support.people import People
from tests.time_ledger.outage_reports import credit, ledger, report

LIMIT, GRACE, BREAK = 60, 2, 300


@pytest.fixture
def interview(database: Database) -> Interview:
    return make_interview(
        database, ["open"] * 4, time_limit_seconds=LIMIT, grace_seconds=GRACE, break_seconds=BREAK, attempts_allowed=9
    )


@pytest.fixture
def run(api: Api, people: People, interview: Interview) -> Run:
    """A session at its first question."""
    return start(api, people.candidate(), interview.interview_id)


def rest(run: Run, text: str = "an answer") -> dict[str, Any]:
    """Answer the current question and take a break."""
    return run.submit(text, serve_next=False).ok()


def served(database: Database, run: Run, position: int = 1) -> tuple[datetime | None, datetime | None]:
    """When a question was served, and its deadline."""
    question = database.questions(run.session_id)[position]
    return question["served_at"], question["deadline_at"]


def breaks(database: Database, run: Run) -> list[Any]:
    """The breaks of a session: position and seconds."""
    return [pair[1:] for pair in credits_of(database, run) if pair[0] == "break"]


def credits_of(database: Database, run: Run) -> list[Any]:
    """The time ledger of a session: kind, position and seconds."""
    return [(row["kind"], row["position"], float(row["seconds"])) for row in ledger(database, run.session_id)]


def test_break_shows_no_question_and_resume_serves_it_with_its_whole_time(
    api: Api, database: Database, people: People, interview: Interview, run: Run
) -> None:
    assert (run.view["break"], run.view["break_seconds_left"]) == (None, BREAK)
    view = rest(run)
    assert (view["accepted"], view["question"], view["completed"]) == (True, None, False)
    assert view["break"]["remaining_seconds"] == pytest.approx(BREAK, abs=5)
    assert served(database, run) == (None, None)
    database.let_time_pass(run.session_id, 100)
    beat = run.heartbeat().ok()
    assert (beat["position"], beat["deadline_at"], beat["status"]) == (1, None, "in_progress")
    run.heartbeat("too early").refused(409, "position_ahead")
    run.submit("too early").refused(409, "position_ahead")
    active = run.active().ok()["active_session"]
    assert (active["time_remaining_seconds"], active["time_expired"]) == (LIMIT, False)
    assert active["break"]["remaining_seconds"] == pytest.approx(BREAK - 100, abs=5)
    clean_up(database)
    assert served(database, run) == (None, None)

    view = run.resume().ok()
    assert view["break"] is None
    assert view["question"]["remaining_seconds"] == pytest.approx(LIMIT, abs=5)
    assert view["break_seconds_left"] == pytest.approx(BREAK - 100, abs=5)
    [shown] = view["question"]["time_credits"]
    assert (shown["kind"], shown["seconds"]) == ("break", pytest.approx(100, abs=5))
    served_at, deadline_at = served(database, run)
    assert served_at
    assert deadline_at == served_at + timedelta(seconds=LIMIT)
    recruiter = people.member(interview.organization_id)
    results = api.call("results", recruiter, {"session_id": run.session_id}).ok()
    [row] = results["time_credits"]
    assert (row["kind"], row["position"], row["actor"]) == ("break", 1, None)
    assert [event["event"] for event in results["events"]].count("break_began") == 1
    revoke = {"action": "revoke_credit", "reason": "Because", "session_id": run.session_id, "credit_id": row["id"]}
    api.call("review", recruiter, revoke).refused(422, "invalid_request")
    assert run.submit("the second answer").ok()["accepted"]


@pytest.mark.parametrize("seen_by", ["resume", "heartbeat", "cleanup"])
@pytest.mark.parametrize("away", [BREAK + 20, BREAK + 600])
def test_clock_starts_when_the_time_for_breaks_is_used_up_however_late_that_is_noticed(
    database: Database, run: Run, away: int, seen_by: str
) -> None:
    until = datetime.fromisoformat(rest(run)["break"]["until"]) - timedelta(seconds=away)
    database.let_time_pass(run.session_id, away)
    late = away > BREAK + LIMIT + GRACE
    active = run.active().ok()["active_session"]
    assert (active["break"], active["time_expired"]) == (None, late)
    assert active["time_remaining_seconds"] == pytest.approx(0 if late else LIMIT - 20, abs=5)
    if seen_by == "heartbeat":
        assert run.heartbeat().ok()["position"] == (2 if late else 1)
    elif seen_by == "cleanup":
        clean_up(database)
        assert served(database, run) == (until, until + timedelta(seconds=LIMIT))
    view = run.resume().ok()
    assert served(database, run) == (until, until + timedelta(seconds=LIMIT))
    assert breaks(database, run) == [(1, pytest.approx(BREAK, abs=0.1))]
    assert (view["session"]["position"], view["expired"]) == ((2, [1]) if late else (1, []))
    assert view["break_seconds_left"] == pytest.approx(0, abs=0.1)


def rest_twice(database: Database, run: Run) -> float:
    """Rest for 200 seconds and then for 130; returns the seconds of both breaks."""
    rest(run)
    database.let_time_pass(run.session_id, 200)
    run.resume().ok()
    rest(run)
    database.let_time_pass(run.session_id, 130)
    run.resume().ok()
    return float(sum(seconds for _, seconds in breaks(database, run)))


@pytest.mark.prove
def test_control_breaks_that_are_not_counted_last_longer_than_the_interview_allows(
    database: Database, api: Api, people: People, interview: Interview, run: Run
) -> None:
    assert rest_twice(database, run) == pytest.approx(BREAK, abs=0.1)
    with changed(database, "break_seconds_left", ("c.kind = 'break'", "false")):
        assert rest_twice(database, start(api, people.candidate(), interview.interview_id)) > BREAK + 20


@pytest.mark.prove
def test_control_break_that_ends_when_it_is_noticed_starts_the_clock_late(database: Database, run: Run) -> None:
    until = datetime.fromisoformat(rest(run)["break"]["until"]) - timedelta(seconds=BREAK + 20)
    database.let_time_pass(run.session_id, BREAK + 20)
    call = "serve_next_question(p_session, "
    with changed(database, "end_overdue_break", (f"{call}p_session.break_until", f"{call}now()")):
        run.resume().ok()
    served_at, _ = served(database, run)
    assert served_at
    assert served_at > until + timedelta(seconds=10)


def test_breaks_share_their_time_and_without_time_left_the_next_question_is_served(
    api: Api, database: Database, people: People, interview: Interview, run: Run
) -> None:
    rest(run)
    database.let_time_pass(run.session_id, 200)
    run.resume().ok()
    # Time that a recruiter gives to a question is not taken from the breaks.
    database.execute(
        "insert into reprise.time_credits (session_id, position, kind, seconds, reason)"
        " values (%s, 3, 'extra_time', 250, 'The fire alarm rang')",
        run.session_id,
    )
    view = rest(run)
    assert view["break"]["remaining_seconds"] == pytest.approx(100, abs=5)
    database.let_time_pass(run.session_id, 130)
    run.resume().ok()
    assert sum(seconds for _, seconds in breaks(database, run)) == pytest.approx(BREAK, abs=0.1)
    view = rest(run)
    assert (view["break"], view["question"]["position"]) == (None, 3)
    assert (rest(run)["completed"], run.view["break"]) == (True, None)

    database.execute("update reprise.interviews set break_seconds = 0 where id = %s", interview.interview_id)
    strict = start(api, people.candidate(), interview.interview_id)
    view = rest(strict)
    assert (view["break"], view["question"]["position"], view["break_seconds_left"]) == (None, 1, 0)


def test_only_an_accepted_answer_begins_a_break_and_its_repeat_does_not_end_it(
    api: Api, database: Database, run: Run
) -> None:
    until = rest(run)["break"]["until"]
    again = run.submit("an answer", position=0, serve_next=False).ok()
    assert (again["replayed"], again["break"]["until"], again["question"]) == (True, until, None)
    run.submit("another answer", position=0, serve_next=False).refused(409, "already_answered")
    assert served(database, run) == (None, None)
    run.resume().ok()
    database.let_time_pass(run.session_id, LIMIT + 10)
    late = run.submit("too late", serve_next=False).ok()
    assert (late["late"], late["break"], late["question"]["position"]) == (True, None, 2)
    # The repeat of an answer that needs no break serves the next question, as without breaks.
    rest(run)
    assert run.submit("an answer", position=2).ok()["question"]["position"] == 3


def test_outage_after_a_break_gives_its_time_back_although_the_question_was_not_served_yet(
    database: Database, run: Run
) -> None:
    rest(run)
    database.let_time_pass(run.session_id, BREAK + 50)
    # From 70 to 10 seconds ago; the clock runs since 50 seconds.
    report(database, 60, ended_ago=10)
    credit(database)
    assert ledger(database, run.session_id) == []
    view = run.resume().ok()
    assert credits_of(database, run) == [
        ("break", 1, pytest.approx(BREAK, abs=0.1)),
        ("outage", 1, pytest.approx(40, abs=2)),
    ]
    assert view["question"]["remaining_seconds"] == pytest.approx(LIMIT - 50 + 40, abs=5)
    credit(database)
    assert len(ledger(database, run.session_id)) == 2


def test_session_that_ends_on_a_break_is_closed_and_records_how_long_it_was(
    api: Api, database: Database, people: People, interview: Interview, run: Run
) -> None:
    rest(run)
    database.let_time_pass(run.session_id, 30)
    assert run.finish().ok()["break"] is None
    assert breaks(database, run) == [(1, pytest.approx(30, abs=5))]
    assert [answer["source"] for answer in database.answers(run.session_id)] == ["submitted", *["skipped"] * 3]
    # The time for breaks counts in the window, and a break does not outlast it.
    other = start(api, people.candidate(), interview.interview_id)
    database.execute(
        "update reprise.interview_sessions set resume_until = now() + interval '40 seconds' where id = %s",
        other.session_id,
    )
    assert rest(other)["break"]["remaining_seconds"] == pytest.approx(40, abs=5)
    database.let_time_pass(other.session_id, 60)
    clean_up(database)
    view = other.resume().ok()
    assert view["question"]["remaining_seconds"] == pytest.approx(LIMIT - 20, abs=5)


def test_break_that_is_ended_after_its_time_lasted_no_longer_than_its_time(database: Database, run: Run) -> None:
    # As when a call that began in time waits for the candidate's lock until the time is over.
    rest(run)
    database.rows(
        "select reprise_private.end_break(s, s.break_until + interval '9 seconds') from reprise.interview_sessions s"
        " where s.id = %s",
        run.session_id,
    )
    assert breaks(database, run) == [(1, pytest.approx(BREAK, abs=0.1))]


def test_resume_window_is_at_least_the_sum_of_limits_and_breaks(api: Api, database: Database, people: People) -> None:
    short = make_interview(database, ["open"] * 2, break_seconds=BREAK, resume_window_minutes=1)
    session = database.session(start(api, people.candidate(), short.interview_id).session_id)
    assert session["resume_until"] - session["started_at"] == timedelta(seconds=2 * (LIMIT + GRACE) + BREAK)
