"""Guards who may start which interview, how often, and with how much time."""

from typing import LiteralString
from uuid import uuid4

import pytest

from tests.support.apis import Api
from tests.support.database import Database
from tests.support.interviews import finish_all, invite, make_interview, start
from tests.support.people import People

NOT_FOR_YOU: dict[str, LiteralString] = {
    "a draft": "update reprise.interviews set status = 'draft' where id = %s",
    "archived": "update reprise.interviews set status = 'archived' where id = %s",
    "not public": "update reprise.interviews set is_public = false where id = %s",
}


@pytest.mark.parametrize("why", NOT_FOR_YOU)
def test_interview_without_an_invitation_is_refused_like_a_missing_one(
    api: Api, people: People, database: Database, why: str
) -> None:
    interview = make_interview(database)
    database.execute(NOT_FOR_YOU[why], interview.interview_id)
    person = people.candidate()
    bodies = []
    for interview_id in (interview.interview_id, uuid4()):
        arguments = {"client_id": uuid4(), "session_id": uuid4(), "interview_id": interview_id}
        body = api.call("start", person, arguments).refused(404, "interview_not_found")
        bodies.append({key: value for key, value in body.items() if key != "request_id"})
    assert bodies[0] == bodies[1]
    assert database.live_row(person.user_id) is None


def test_invitation_is_valid_only_for_its_user_and_until_it_expires(
    api: Api, people: People, database: Database
) -> None:
    interview = make_interview(database, is_public=False)
    invited, expired, other = (people.candidate() for _ in range(3))
    invite(database, interview, invited)
    invite(database, interview, expired)
    database.execute(
        "update reprise.interview_invitations set expires_at = now() where user_id = %s",
        expired.user_id,
    )
    start(api, invited, interview.interview_id)
    for person in (expired, other):
        arguments = {"client_id": uuid4(), "interview_id": interview.interview_id}
        api.call("start", person, arguments).refused(404, "interview_not_found")


def test_session_outlives_the_invitation_it_was_started_with(api: Api, people: People, database: Database) -> None:
    interview = make_interview(database, is_public=False)
    person = people.candidate()
    invite(database, interview, person)
    run = start(api, person, interview.interview_id)
    database.execute("delete from reprise.interview_invitations where user_id = %s", person.user_id)
    run.submit().ok()
    assert run.resume(client_id=uuid4(), takeover=True).ok()["question"]["position"] == 1


@pytest.mark.parametrize("attempts", [1, 2])
def test_attempts_are_counted_and_the_next_one_is_refused(
    api: Api, people: People, database: Database, attempts: int
) -> None:
    interview = make_interview(database, ["open"], attempts_allowed=attempts)
    person = people.candidate()
    for _ in range(attempts):
        finish_all(api, person, interview.interview_id)
    arguments = {"client_id": uuid4(), "interview_id": interview.interview_id}
    api.call("start", person, arguments).refused(403, "attempts_used_up")
    api.call("start", person, arguments | {"start_over": True}).refused(403, "attempts_used_up")


def test_invitations_number_of_attempts_overrides_the_interviews(api: Api, people: People, database: Database) -> None:
    interview = make_interview(database, ["open"], attempts_allowed=1)
    person = people.candidate()
    invite(database, interview, person, attempts_allowed=2)
    for _ in range(2):
        finish_all(api, person, interview.interview_id)
    arguments = {"client_id": uuid4(), "interview_id": interview.interview_id}
    api.call("start", person, arguments).refused(403, "attempts_used_up")


def test_start_over_without_attempts_left_leaves_the_running_session_unchanged(
    api: Api, people: People, database: Database
) -> None:
    interview = make_interview(database, attempts_allowed=1)
    run = start(api, people.candidate(), interview.interview_id)
    arguments = {
        "client_id": uuid4(),
        "interview_id": interview.interview_id,
        "start_over": True,
    }
    api.call("start", run.person, arguments).refused(403, "attempts_used_up")
    assert run.submit("b").ok()["accepted"] is True


def test_start_of_an_interview_without_questions_is_refused_with_their_number(
    api: Api, people: People, database: Database
) -> None:
    interview = make_interview(database, [])
    arguments = {"client_id": uuid4(), "interview_id": interview.interview_id}
    body = api.call("start", people.candidate(), arguments).refused(422, "not_enough_questions")
    assert body["available"] == 0


@pytest.mark.parametrize(("extra", "seconds"), [(0, 60), (25, 75), (100, 120)])
def test_extra_time_applies_to_every_question_and_the_resume_window(
    api: Api, people: People, database: Database, extra: int, seconds: int
) -> None:
    interview = make_interview(database, ["open"] * 3, is_public=False, resume_window_minutes=1)
    person = people.candidate()
    invite(database, interview, person, extra_time_percent=extra)
    run = finish_all(api, person, interview.interview_id)
    assert run.view["session"]["extra_time_percent"] == extra
    for question in database.questions(run.session_id):
        length = question["deadline_at"] - question["served_at"]
        assert length.total_seconds() == seconds
    session = database.session(run.session_id)
    window = session["resume_until"] - session["started_at"]
    assert window.total_seconds() == 3 * (seconds + session["grace_seconds"])
