"""Guards that extra time reaches a running session at once, is never reduced, and reopens nothing that has ended."""

from datetime import timedelta

import pytest

from tests.evaluation.work import Work, review
from tests.support.apis import Api
from tests.support.interviews import invite, make_interview, start

LIMIT = 600


def about(seconds: float) -> object:
    """Equal to these seconds, less the time that the calls in between took."""
    return pytest.approx(seconds, abs=10)


def test_extra_time_moves_the_open_questions_deadline_and_the_next_heartbeat_returns_it(api: Api, work: Work) -> None:
    taken = work.begin(["open"] * 3)
    taken.run.submit("first").ok()
    before = work.database.session(taken.session_id), work.database.questions(taken.session_id)
    reported = taken.run.heartbeat().ok()
    assert (reported["extra_time_percent"], reported["remaining_seconds"]) == (0, about(LIMIT))
    review(api, taken.recruiter, taken, "extend_time", extra_time_percent=50).ok()
    session, questions = work.database.session(taken.session_id), work.database.questions(taken.session_id)
    assert questions[0] == before[1][0]
    assert questions[1]["deadline_at"] - before[1][1]["deadline_at"] == timedelta(seconds=LIMIT / 2)
    assert questions[1]["served_at"] == before[1][1]["served_at"]
    assert questions[2] == before[1][2]
    assert session["resume_until"] - before[0]["resume_until"] == timedelta(seconds=3 * LIMIT / 2)
    reported = taken.run.heartbeat().ok()
    assert (reported["extra_time_percent"], reported["remaining_seconds"]) == (50, about(LIMIT * 1.5))
    taken.run.submit("second").ok()
    assert taken.run.view["question"]["remaining_seconds"] == about(LIMIT * 1.5)


def test_answer_between_the_old_and_the_extended_deadline_is_in_time(api: Api, work: Work) -> None:
    taken = work.begin()
    work.database.let_time_pass(taken.session_id, LIMIT - 5)
    review(api, taken.recruiter, taken, "extend_time", extra_time_percent=10).ok()
    work.database.let_time_pass(taken.session_id, 50)
    assert taken.run.submit("in the extra time").ok()["late"] is False


def test_extra_time_does_not_reopen_an_expired_question_and_applies_to_the_next_one(api: Api, work: Work) -> None:
    taken = work.begin()
    taken.run.heartbeat("a draft").ok()
    work.database.let_time_pass(taken.session_id, LIMIT + 3)
    review(api, taken.recruiter, taken, "extend_time", extra_time_percent=400).ok()
    first = work.database.questions(taken.session_id)[0]
    assert first["closed_at"] - first["deadline_at"] == timedelta(seconds=2)
    assert [row["source"] for row in work.database.answers(taken.session_id)] == ["draft"]
    assert taken.run.submit("too late", position=0).ok()["late"] is True
    assert taken.run.view["question"]["remaining_seconds"] == about(LIMIT * 5)


def test_extra_time_is_never_reduced(api: Api, work: Work) -> None:
    interview = make_interview(work.database, ["open"] * 2, is_public=False, time_limit_seconds=LIMIT)
    candidate, recruiter = work.people.candidate(), work.people.member(interview.organization_id)
    invite(work.database, interview, candidate, extra_time_percent=25)
    run = start(work.api, candidate, interview.interview_id)
    arguments = {"session_id": run.session_id, "action": "extend_time", "reason": "A mistake"}
    for percent, status in ((24, 422), (0, 422), (25, 200), (60, 200), (59, 422)):
        reply = api.call("review", recruiter, arguments | {"extra_time_percent": percent})
        assert reply.status == status, reply.text
    assert run.heartbeat().ok()["remaining_seconds"] == about(LIMIT * 1.6)


@pytest.mark.parametrize("end", ["completed", "cancelled", "run out"])
def test_closed_session_gets_no_extra_time(api: Api, work: Work, end: str) -> None:
    taken = work.begin(["open"])
    if end == "run out":
        work.database.let_time_pass(taken.session_id, LIMIT + 3)
    else:
        taken.run.finish(end).ok()
    reply = review(api, taken.recruiter, taken, "extend_time", extra_time_percent=50)
    refused = reply.refused(409, "session_closed")
    assert refused["session_status"] == ("cancelled" if end == "cancelled" else "completed")
    assert work.database.session(taken.session_id)["extra_time_percent"] == 0
    taken.run.resume().ok()  # Settle what is overdue.
