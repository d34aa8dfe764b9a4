"""Guards resuming: on which device, at which question, and what has expired meanwhile."""

from uuid import uuid4

import pytest

from tests.support.apis import Api
from tests.support.database import Database
from tests.support.interviews import make_interview, start, start_and_answer
from tests.support.people import People


@pytest.mark.parametrize("grace", [0, 2])
def test_resume_reports_the_question_that_expired_meanwhile(
    api: Api, people: People, database: Database, grace: int
) -> None:
    interview = make_interview(database, ["open"] * 3, grace_seconds=grace)
    run = start_and_answer(api, people.candidate(), interview.interview_id, 1)
    assert run.resume().ok()["expired"] == []
    database.let_time_pass(run.session_id, 90)
    back = run.resume().ok()
    assert back["expired"] == [1]
    assert back["question"]["position"] == 2
    assert run.resume().ok()["expired"] == []


def test_only_the_open_question_expires_during_an_absence_of_any_length(
    api: Api, people: People, database: Database
) -> None:
    interview = make_interview(database, ["open"] * 4)
    run = start(api, people.candidate(), interview.interview_id)
    database.let_time_pass(run.session_id, 20 * 3600)
    back = run.resume().ok()
    assert (back["expired"], back["question"]["position"]) == ([0], 1)
    assert 59 < back["question"]["remaining_seconds"] <= 60


def test_clock_of_an_open_question_runs_while_the_candidate_is_away(
    api: Api, people: People, database: Database
) -> None:
    run = start(api, people.candidate(), make_interview(database).interview_id)
    database.let_time_pass(run.session_id, 25)
    assert 30 < run.resume().ok()["question"]["remaining_seconds"] <= 35
    assert 30 < run.active().ok()["active_session"]["time_remaining_seconds"] <= 35


def test_get_active_session_changes_nothing(api: Api, people: People, database: Database) -> None:
    run = start(api, people.candidate(), make_interview(database).interview_id)
    database.let_time_pass(run.session_id, 90)
    before = database.session(run.session_id), database.questions(run.session_id)
    live = database.live_row(run.person.user_id)
    seen = run.active().ok()["active_session"]
    assert (seen["id"], seen["time_expired"], seen["position"]) == (str(run.session_id), True, 0)
    assert (database.session(run.session_id), database.questions(run.session_id)) == before
    assert database.live_row(run.person.user_id) == live


@pytest.mark.parametrize("ended", ["never started", "finished", "window passed", "last question ran out"])
def test_nothing_to_resume_is_null_for_get_and_not_found_for_post(
    api: Api, people: People, database: Database, ended: str
) -> None:
    person = people.candidate()
    if ended != "never started":
        run = start(api, person, make_interview(database, ["open"]).interview_id)
        if ended == "finished":
            run.finish().ok()
        elif ended == "window passed":
            database.let_time_pass(run.session_id, 25 * 3600)
        else:
            database.let_time_pass(run.session_id, 90)
    assert api.call("active", person, {}).ok()["active_session"] is None
    api.call("resume", person, {"client_id": uuid4()}).refused(404, "no_session")


def test_another_device_must_request_takeover_while_the_lease_is_valid(
    api: Api, people: People, database: Database
) -> None:
    run = start(api, people.candidate(), make_interview(database).interview_id)
    before = database.live_row(run.person.user_id)
    refusal = run.resume(client_id=uuid4()).refused(409, "live_elsewhere")
    assert refusal["last_seen_at"].endswith("Z")
    assert database.live_row(run.person.user_id) == before
    database.let_time_pass(run.session_id, 61 - 6)
    run.resume(client_id=uuid4()).refused(409, "live_elsewhere")
    database.let_time_pass(run.session_id, 6)
    assert run.resume(client_id=uuid4()).ok()["lease"]["number"] == 2


def test_same_client_regains_its_lease_and_a_replaced_one_gets_a_new_number(
    api: Api, people: People, database: Database
) -> None:
    run = start(api, people.candidate(), make_interview(database).interview_id)
    other = uuid4()
    assert run.resume().ok()["lease"]["number"] == 1
    assert run.resume(client_id=other, takeover=True).ok()["lease"]["number"] == 2
    assert run.resume(client_id=other).ok()["lease"]["number"] == 2
    assert run.resume(takeover=True).ok()["lease"]["number"] == 3
    assert run.submit("b").refused(409, "lease_lost")["lease"]["number"] == 3
    run.lease = 3
    assert run.submit("b").ok()["accepted"] is True


def test_resume_of_a_closed_session_returns_it_without_a_lease(api: Api, people: People, database: Database) -> None:
    run = start(api, people.candidate(), make_interview(database).interview_id)
    run.finish("cancelled").ok()
    view = api.call("resume", run.person, {"session_id": run.session_id, "client_id": uuid4()}).ok()
    assert (view["session"]["status"], view["lease"], view["question"]) == ("cancelled", None, None)
    assert database.live_row(run.person.user_id) is None


def test_session_of_another_user_cannot_be_resumed(api: Api, people: People, database: Database) -> None:
    run = start(api, people.candidate(), make_interview(database).interview_id)
    arguments = {"client_id": run.client_id, "session_id": run.session_id, "takeover": True}
    api.call("resume", people.candidate(), arguments).refused(404, "no_session")
    assert run.submit("b").ok()["accepted"] is True
