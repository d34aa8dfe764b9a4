"""Guards that ids which clients choose are unique per user.

A call with another person's id behaves as if the id were unused: it is not refused, it returns none of their data, and
their data stays as it was. tests/prep/test_workspaces.py covers workspaces.
"""

from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from tests.support.apis import Api
from tests.support.conversations import TOPIC, start_talk
from tests.support.data_api import DataApi
from tests.support.database import Database
from tests.support.interviews import Run, make_interview, start
from tests.support.people import People, Person
from tests.support.question_bank import Bank
from tests.support.table_fingerprints import snapshot


def starts(database: Database) -> list[dict[str, Any]]:
    """The arguments of a start in each mode."""
    bank = Bank(database)
    bank.add(1)
    return [
        {"interview_id": make_interview(database, ("open",)).interview_id},
        {"practice": {"interview_type": bank.interview_type, "question_count": 1}},
        {"conversation": {"topic": TOPIC}},
    ]


def shape(value: Any) -> Any:
    """A response without what differs between any two starts: ids, times and shuffled options."""
    if isinstance(value, dict):
        return {
            key: shape(part)
            for key, part in value.items()
            if key != "id" and not key.endswith(("_id", "_at", "_time", "_until", "_seconds"))
        }
    return [shape(part) for part in value] if isinstance(value, list) else value


def test_start_with_the_session_id_of_another_user_is_like_a_start_with_an_unused_one(
    api: Api, people: People, database: Database
) -> None:
    for arguments in starts(database):
        victim, attacker, other = (people.candidate() for _ in range(3))
        taken = {"session_id": uuid4(), "client_id": uuid4()} | arguments
        first = api.call("start", victim, taken).ok(201)
        assert first["session"]["id"] == str(taken["session_id"])
        before = database.session(taken["session_id"])
        stolen = api.call("start", attacker, taken).ok(201)
        unused = api.call("start", other, taken | {"session_id": uuid4()}).ok(201)
        assert shape(stolen) == shape(unused)
        assert stolen["session"]["id"] not in (first["session"]["id"], unused["session"]["id"])
        assert database.session(stolen["session"]["id"])["user_id"] == attacker.user_id
        assert database.session(taken["session_id"]) == before


def test_start_repeated_with_the_session_id_of_another_user_returns_ones_own_session(
    api: Api, people: People, database: Database
) -> None:
    for arguments in starts(database):
        victim, attacker = people.candidate(), people.candidate()
        taken = {"session_id": uuid4(), "client_id": uuid4()} | arguments
        first, second = (api.call("start", person, taken).ok(201) for person in (victim, attacker))
        for person, view in ((victim, first), (attacker, second), (attacker, second)):
            again = api.call("start", person, taken).ok(200)
            assert (again["replayed"], again["session"]["id"]) == (True, view["session"]["id"])
        owned = "select count(*) from reprise.interview_sessions where user_id = %s"
        assert [database.value(owned, person.user_id) for person in (victim, attacker)] == [1, 1]


def test_answers_under_a_session_id_that_two_users_chose_stay_apart(
    api: Api, people: People, database: Database
) -> None:
    interview_id = make_interview(database, ("open", "open")).interview_id
    first = start(api, people.candidate(), interview_id)
    arguments = {"session_id": first.session_id, "client_id": uuid4(), "interview_id": interview_id}
    person = people.candidate()
    view = api.call("start", person, arguments).ok(201)
    second = Run(api, person, UUID(view["session"]["id"]), arguments["client_id"], 1, view)
    second.submit("theirs").ok()
    first.submit("mine").ok()
    assert [row["answer"] for row in database.answers(first.session_id)] == ["mine"]
    assert [row["answer"] for row in database.answers(second.session_id)] == ["theirs"]


def test_failed_start_does_not_tell_whether_another_user_has_the_session_id(
    api: Api, people: People, database: Database
) -> None:
    """The probe that costs nothing: a start that is refused either way."""
    taken = start(api, people.candidate(), make_interview(database, ("open",)).interview_id).session_id
    attacker = people.candidate()
    before = snapshot(database)
    bodies: list[dict[str, Any]] = [
        {"client_id": uuid4(), "interview_id": uuid4()},
        {"client_id": uuid4(), "practice": {"interview_type": "no such type", "question_count": 1}},
        {"client_id": uuid4(), "conversation": {"topic": " "}},
    ]
    for body in bodies:
        replies = [api.call("start", attacker, {**body, "session_id": each}) for each in (taken, uuid4())]
        assert replies[0].status >= httpx.codes.BAD_REQUEST
        assert [(reply.status, reply.code) for reply in replies] == [(replies[0].status, replies[0].code)] * 2
        assert replies[0].code != "session_id_taken"
    assert snapshot(database) == before


def test_message_with_the_id_of_another_users_message_is_stored(api: Api, people: People, database: Database) -> None:
    mine, theirs = (start_talk(api, people.candidate()) for _ in range(2))
    message_id = uuid4()
    theirs.say("their secret text", message_id).ok()
    said = mine.say("my text", message_id).ok()
    assert (said["message"]["content"], said["message"]["message_id"], said["replayed"]) == (
        "my text",
        str(message_id),
        False,
    )
    assert mine.say("my text", message_id).ok()["replayed"] is True
    texts = "select content from reprise.messages where session_id = %s and role = 'candidate'"
    assert [database.value(texts, talk.session_id) for talk in (mine, theirs)] == ["my text", "their secret text"]


@pytest.mark.parametrize("prefer", ["", "resolution=ignore-duplicates", "resolution=merge-duplicates"])
def test_template_with_the_id_of_another_users_template_is_stored(
    prefer: str, data_api: DataApi, people: People, database: Database
) -> None:
    template_id = uuid4()
    row = {"id": str(template_id), "interview_type": "test", "question_count": 3}

    def save(person: Person, name: str, body: dict[str, Any]) -> httpx.Response:
        headers = {"prefer": f"return=representation,{prefer}".strip(",")}
        return data_api.send(person, "POST", "/practice_templates", body | {"name": name}, headers)

    victim, attacker = people.candidate(), people.candidate()
    first = save(victim, "Mine", row)
    taken, unused = save(attacker, "Theirs", row), save(attacker, "Theirs", row | {"id": str(uuid4())})
    assert [answer.status_code for answer in (first, taken, unused)] == [201, 201, 201], taken.text
    assert [line["name"] for line in taken.json()] == ["Theirs"]
    names = "select user_id, name from reprise.practice_templates where id = %s order by name"
    stored = database.rows(names, template_id)
    assert [tuple(line.values()) for line in stored] == [(victim.user_id, "Mine"), (attacker.user_id, "Theirs")]
