"""Guards that neither clearing nor starting over ends a session that its candidate could not start again."""

import pytest

from tests.support.apis import Api
from tests.support.database import Database
from tests.support.interviews import Interview, invite, make_interview, start
from tests.support.people import People, Person


def withdraw(database: Database, interview: Interview, person: Person) -> None:
    database.execute("delete from reprise.interview_invitations where user_id = %s", person.user_id)


def expire(database: Database, interview: Interview, person: Person) -> None:
    database.execute(
        "update reprise.interview_invitations set expires_at = now() - interval '1 minute' where user_id = %s",
        person.user_id,
    )


def archive(database: Database, interview: Interview, person: Person) -> None:
    database.execute("update reprise.interviews set status = 'archived' where id = %s", interview.interview_id)


@pytest.mark.parametrize("prevent_restart", [withdraw, expire, archive])
def test_clearing_retains_a_session_whose_interview_can_no_longer_start(
    api: Api, people: People, database: Database, prevent_restart: object
) -> None:
    assert callable(prevent_restart)
    interview = make_interview(database, is_public=False)
    person = people.candidate()
    invite(database, interview, person, attempts_allowed=5)
    run = start(api, person, interview.interview_id)
    prevent_restart(database, interview, person)
    assert run.active().ok()["active_session"]["can_start_over"] is False
    cleared = run.clear().ok()
    assert (cleared["cleared"], cleared["session"]["status"]) == (True, "in_progress")
    assert run.resume().ok()["question"]["position"] == 0


def test_start_over_never_uses_the_last_attempt_of_another_interview(
    api: Api, people: People, database: Database
) -> None:
    only_once = make_interview(database, attempts_allowed=1)
    person = people.candidate()
    run = start(api, person, only_once.interview_id)
    arguments = {
        "client_id": run.client_id,
        "interview_id": make_interview(database).interview_id,
        "start_over": True,
    }
    api.call("start", person, arguments).refused(403, "start_over_not_allowed")
    assert database.session(run.session_id)["status"] == "in_progress"


def test_session_id_of_another_interview_is_refused_as_taken(api: Api, people: People, database: Database) -> None:
    run = start(api, people.candidate(), make_interview(database).interview_id)
    arguments = {
        "session_id": run.session_id,
        "client_id": run.client_id,
        "interview_id": make_interview(database).interview_id,
    }
    api.call("start", run.person, arguments).refused(409, "session_id_taken")
