"""Guards that a heartbeat keeps a session alive, stores its draft, and serves no question."""

import pytest

from tests.support.apis import Api
from tests.support.database import Database
from tests.support.interviews import make_interview, start, start_and_answer
from tests.support.people import People

MINUTE = 60


def test_heartbeat_renews_the_lease_and_the_live_marker(api: Api, people: People, database: Database) -> None:
    interview = make_interview(database, time_limit_seconds=7200)
    run = start(api, people.candidate(), interview.interview_id)
    database.let_time_pass(run.session_id, 14 * MINUTE)
    body = run.heartbeat().ok()
    row = database.row(
        "select lease_expires_at > now() + interval '50 seconds' as held,"
        " updated_at > now() - interval '10 seconds' as alive"
        " from reprise.active_interview_sessions where user_id = %s",
        run.person.user_id,
    )
    assert row == {"held": True, "alive": True}
    assert (body["position"], body["status"], body["extra_time_percent"]) == (0, "in_progress", 0)
    assert (body["lease"]["number"], body["draft_saved_at"]) == (1, None)
    assert 7200 - 15 * MINUTE < body["remaining_seconds"] < 7200 - 14 * MINUTE + 1
    assert body["deadline_at"] == run.resume().ok()["question"]["deadline_at"]


def test_last_draft_wins_and_an_empty_one_clears(api: Api, people: People, database: Database) -> None:
    run = start(api, people.candidate(), make_interview(database, ["open"] * 2).interview_id)
    for text in ("one", "one two", "one two three", ""):
        body = run.heartbeat(text).ok()
        assert body["draft_saved_at"] is not None
        assert database.questions(run.session_id)[0]["draft"] == text
    assert run.heartbeat().ok()["draft_saved_at"] == body["draft_saved_at"]
    assert database.answers(run.session_id) == []


def test_draft_for_an_answered_question_is_stored_as_late_unless_it_equals_the_answer(
    api: Api, people: People, database: Database
) -> None:
    run = start(api, people.candidate(), make_interview(database, ["open"] * 2).interview_id)
    run.submit("the answer").ok()
    run.heartbeat("the answer", position=0).ok()
    assert database.kept(run.session_id) == []
    assert run.heartbeat("a second thought", position=0).ok()["position"] == 1
    kept = [(row["position"], row["answer"], row["reason"]) for row in database.kept(run.session_id)]
    assert kept == [(0, "a second thought", "late_draft")]
    assert [row["draft"] for row in database.questions(run.session_id)] == [None, None]


def test_draft_for_a_question_ahead_is_refused(api: Api, people: People, database: Database) -> None:
    run = start_and_answer(api, people.candidate(), make_interview(database).interview_id, 1)
    for position in (2, 3, 4, 999):
        refusal = run.heartbeat("too early", position=position).refused(409, "position_ahead")
        assert refusal["position"] == 1
    assert database.kept(run.session_id) == []


def test_heartbeat_never_serves_the_next_question(api: Api, people: People, database: Database) -> None:
    run = start(api, people.candidate(), make_interview(database, ["open"] * 3).interview_id)
    database.let_time_pass(run.session_id, 90)
    for _ in range(2):
        reply = run.heartbeat("after the end", position=0)
        body = reply.ok()
        assert (body["position"], body["deadline_at"], body["remaining_seconds"]) == (1, None, None)
        assert "prompt" not in reply.text
    # A draft for a question that was not served is refused, and does not serve it either.
    run.heartbeat("unseen", position=1).refused(409, "position_ahead")
    assert database.questions(run.session_id)[1]["served_at"] is None


@pytest.mark.parametrize("outcome", ["completed", "cancelled"])
def test_draft_for_a_closed_session_is_stored_as_late(
    api: Api, people: People, database: Database, outcome: str
) -> None:
    run = start(api, people.candidate(), make_interview(database, ["open"] * 2).interview_id)
    run.finish(outcome).ok()
    refusal = run.heartbeat("unsaved", position=0).refused(409, "session_closed")
    assert (refusal["session_status"], refusal["kept"]) == (outcome, True)
    assert run.heartbeat().refused(409, "session_closed")["kept"] is False
    assert [(row["answer"], row["reason"]) for row in database.kept(run.session_id)] == [("unsaved", "late_draft")]
