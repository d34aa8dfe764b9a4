"""Guards a start that meets its own repeat, another user's session id, or another live session."""

from uuid import uuid4

import pytest

from tests.support.apis import Api
from tests.support.database import Database
from tests.support.interviews import make_interview, start
from tests.support.people import People


def test_replay_by_another_client_gets_no_lease_and_changes_nothing(
    api: Api, people: People, database: Database
) -> None:
    interview_id = make_interview(database).interview_id
    run = start(api, people.candidate(), interview_id)
    before = database.live_row(run.person.user_id)
    arguments = {"session_id": run.session_id, "interview_id": interview_id}
    replay = api.call("start", run.person, arguments | {"client_id": uuid4()}).ok(200)
    assert (replay["replayed"], replay["lease"]) == (True, None)
    assert database.live_row(run.person.user_id) == before
    assert run.submit("b").ok()["lease"]["number"] == 1


def test_replay_after_the_end_returns_the_current_session(api: Api, people: People, database: Database) -> None:
    interview_id = make_interview(database).interview_id
    run = start(api, people.candidate(), interview_id)
    run.finish("cancelled").ok()
    arguments = {"session_id": run.session_id, "interview_id": interview_id}
    replay = api.call("start", run.person, arguments | {"client_id": run.client_id}).ok(200)
    assert (replay["replayed"], replay["lease"], replay["question"]) == (True, None, None)
    assert replay["session"]["status"] == "cancelled"
    assert database.live_row(run.person.user_id) is None


@pytest.mark.parametrize("same_interview", [True, False])
def test_blocking_session_is_returned_with_everything_the_welcome_back_dialog_shows(
    api: Api, people: People, database: Database, same_interview: bool
) -> None:
    first = make_interview(database, start_over_allowed=True)
    run = start(api, people.candidate(), first.interview_id)
    run.submit("b").ok()
    wanted = first if same_interview else make_interview(database)
    arguments = {"client_id": uuid4(), "interview_id": wanted.interview_id}
    session = api.call("start", run.person, arguments).refused(409, "session_in_progress")["session"]
    assert session["id"] == str(run.session_id)
    assert (session["position"], session["question_number"], session["question_count"]) == (1, 2, 4)
    assert 0 < session["time_remaining_seconds"] <= 60
    assert session["time_expired"] is False
    assert session["live_elsewhere"] is True
    assert session["can_start_over"] is True
    assert {"mode", "title", "status", "time_limits", "started_at", "resume_until"} <= set(session)
    seen = run.active().ok()["active_session"]
    assert set(seen) == set(session)


def test_start_over_abandons_the_blocking_session_and_retains_its_answers(
    api: Api, people: People, database: Database
) -> None:
    interview_id = make_interview(database, ["open"] * 3).interview_id
    run = start(api, people.candidate(), interview_id)
    run.submit("kept").ok()
    run.heartbeat("draft").ok()
    again = start(api, run.person, interview_id, start_over=True)
    assert again.view["question"]["position"] == 0
    old = database.session(run.session_id)
    assert (old["status"], old["closed_reason"]) == ("abandoned", "start_over")
    assert [(row["answer"], row["source"]) for row in database.answers(run.session_id)] == [
        ("kept", "submitted"),
        ("draft", "draft"),
    ]
    assert run.submit("typed in the old tab").refused(409, "session_closed")["kept"] is True


def test_start_over_is_refused_where_the_interview_does_not_allow_it(
    api: Api, people: People, database: Database
) -> None:
    strict = make_interview(database, start_over_allowed=False)
    run = start(api, people.candidate(), strict.interview_id)
    before = database.live_row(run.person.user_id)
    for wanted in (strict, make_interview(database)):
        arguments = {
            "client_id": uuid4(),
            "interview_id": wanted.interview_id,
            "start_over": True,
        }
        api.call("start", run.person, arguments).refused(403, "start_over_not_allowed")
    assert database.session(run.session_id)["status"] == "in_progress"
    assert database.live_row(run.person.user_id) == before


def test_start_frees_the_user_from_an_overdue_marker_of_another_interview(
    api: Api, people: People, database: Database
) -> None:
    first = make_interview(database, start_over_allowed=False, time_limit_seconds=7200)
    run = start(api, people.candidate(), first.interview_id)
    database.let_time_pass(run.session_id, 16 * 60)
    other = start(api, run.person, make_interview(database).interview_id)
    live = database.live_row(run.person.user_id)
    assert live is not None
    assert live["session_id"] == other.session_id
    # The first session waits, and continues where it was once the other one is over.
    assert run.resume().refused(409, "session_in_progress")["session"]["id"] == str(other.session_id)
    other.finish().ok()
    assert run.resume().ok()["question"]["position"] == 0


def test_resumable_session_of_the_same_interview_blocks_a_start_even_without_a_marker(
    api: Api, people: People, database: Database
) -> None:
    strict = make_interview(database, start_over_allowed=False, time_limit_seconds=7200)
    run = start(api, people.candidate(), strict.interview_id)
    run.clear().ok()
    arguments = {"client_id": uuid4(), "interview_id": strict.interview_id}
    refusal = api.call("start", run.person, arguments).refused(409, "session_in_progress")
    assert refusal["session"]["id"] == str(run.session_id)
    assert refusal["session"]["can_start_over"] is False


def test_start_closes_a_session_whose_last_question_has_expired(api: Api, people: People, database: Database) -> None:
    interview_id = make_interview(database, ["open"]).interview_id
    run = start(api, people.candidate(), interview_id)
    run.heartbeat("draft").ok()
    database.let_time_pass(run.session_id, 90)
    again = start(api, run.person, interview_id)
    assert again.view["session"]["status"] == "in_progress"
    assert database.session(run.session_id)["status"] == "completed"
    assert database.answers(run.session_id)[0]["source"] == "draft"
