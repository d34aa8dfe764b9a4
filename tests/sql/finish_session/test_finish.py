"""Guards finishing early: what happens to the open question, and that a repeat returns the same response."""

import pytest

from tests.support.apis import Api
from tests.support.database import Database
from tests.support.interviews import finish_all, make_interview, start_and_answer
from tests.support.people import People


@pytest.mark.parametrize("draft", ["half a thought", None])
def test_completing_early_stores_the_draft_as_answer_and_skips_the_rest(
    api: Api, people: People, database: Database, draft: str | None
) -> None:
    interview = make_interview(database, ["open"] * 4)
    run = start_and_answer(api, people.candidate(), interview.interview_id, 1)
    if draft:
        run.heartbeat(draft).ok()
    view = run.finish().ok()
    assert (view["session"]["status"], view["session"]["closed_reason"]) == (
        "completed",
        "finished",
    )
    assert (view["question"], view["lease"]) == (None, None)
    assert view["session"]["completed_at"] is not None
    second = (draft, "draft") if draft else ("", "skipped")
    assert [(row["answer"], row["source"]) for row in database.answers(run.session_id)] == [
        ("my answer to question 0", "submitted"),
        second,
        ("", "skipped"),
        ("", "skipped"),
    ]
    assert all(question["closed_at"] for question in database.questions(run.session_id))
    assert database.live_row(run.person.user_id) is None


def test_cancelling_retains_answers_and_draft_and_creates_no_answer(
    api: Api, people: People, database: Database
) -> None:
    interview = make_interview(database, ["open"] * 4)
    run = start_and_answer(api, people.candidate(), interview.interview_id, 1)
    run.heartbeat("half a thought").ok()
    view = run.finish("cancelled").ok()
    assert (view["session"]["status"], view["session"]["completed_at"]) == ("cancelled", None)
    assert [(row["answer"], row["source"]) for row in database.answers(run.session_id)] == [
        ("my answer to question 0", "submitted"),
        ("half a thought", "draft"),
    ]


@pytest.mark.parametrize("outcome", ["completed", "cancelled"])
def test_repeated_finish_returns_the_same_response(api: Api, people: People, database: Database, outcome: str) -> None:
    run = start_and_answer(api, people.candidate(), make_interview(database).interview_id, 1)
    first = run.finish(outcome).ok()
    events = database.events(run.session_id)
    again = run.finish(outcome).ok()
    changing = {"server_time", "request_id"}
    assert {key: value for key, value in again.items() if key not in changing} == {
        key: value for key, value in first.items() if key not in changing
    }
    assert database.events(run.session_id) == events
    other = "cancelled" if outcome == "completed" else "completed"
    assert run.finish(other).refused(409, "session_closed")["session_status"] == outcome


def test_finish_after_the_last_answer_is_acknowledged(api: Api, people: People, database: Database) -> None:
    run = finish_all(api, people.candidate(), make_interview(database).interview_id)
    view = run.finish().ok()
    assert (view["session"]["status"], view["session"]["closed_reason"]) == (
        "completed",
        "answered",
    )


def test_finish_after_expiry_stores_the_draft_and_not_a_later_text(
    api: Api, people: People, database: Database
) -> None:
    run = start_and_answer(api, people.candidate(), make_interview(database, ["open"] * 3).interview_id, 0)
    run.heartbeat("in time").ok()
    database.let_time_pass(run.session_id, 90)
    run.finish().ok()
    assert [(row["answer"], row["source"]) for row in database.answers(run.session_id)] == [
        ("in time", "draft"),
        ("", "skipped"),
        ("", "skipped"),
    ]
    assert database.events(run.session_id)[1:] == ["question_expired", "session_completed"]


def test_outcome_other_than_completed_or_cancelled_is_refused(api: Api, people: People, database: Database) -> None:
    run = start_and_answer(api, people.candidate(), make_interview(database).interview_id, 0)
    for outcome in ("abandoned", "in_progress", ""):
        run.finish(outcome).refused(422, "invalid_request")
    assert database.session(run.session_id)["status"] == "in_progress"
