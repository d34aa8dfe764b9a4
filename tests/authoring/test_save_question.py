"""A question is written together with its key, or not at all."""

import json
from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from tests.support.data_api import DataApi
from tests.support.database import Database
from tests.support.interviews import make_interview, make_organization
from tests.support.people import People, Person
from tests.support.question_bank import Bank

A_AND_B = [{"id": "a", "text": "Alpha"}, {"id": "b", "text": "Beta"}]
C_AND_D = [{"id": "c", "text": "Gamma"}, {"id": "d", "text": "Delta"}]
QUESTION: dict[str, Any] = {
    "interview_type": "test",
    "domain": "test",
    "difficulty": "easy",
    "kind": "mcq",
    "prompt": "Which of the two?",
    "options": A_AND_B,
    "points": 10,
    "time_limit_seconds": 60,
}
STORED = (
    "select jsonb_build_object('prompt', q.prompt, 'options', q.options, 'right', k.correct_option)"
    " from reprise.questions q left join reprise.question_keys k on k.question_id = q.id where q.id = %s"
)


@pytest.fixture
def recruiter(people: People, database: Database) -> Person:
    """A recruiter of an organization of their own."""
    return people.member(make_organization(database))


def organization_of(database: Database, person: Person) -> UUID:
    """The organization of a member."""
    found: UUID = database.value(
        "select organization_id from reprise.organization_members where user_id = %s", person.user_id
    )
    return found


def save(
    data_api: DataApi, person: Person, organization_id: UUID, question: Mapping[str, Any], **key: Any
) -> httpx.Response:
    """Call save_question."""
    body = {"organization_id": str(organization_id), "question": question, "key": key}
    return data_api.send(person, "POST", "/rpc/save_question", body)


def test_key_may_name_another_option_although_its_old_one_goes_in_the_same_save(
    data_api: DataApi, recruiter: Person, database: Database
) -> None:
    organization_id, question_id = organization_of(database, recruiter), str(uuid4())
    first = QUESTION | {"id": question_id}
    for _ in range(2):
        assert save(data_api, recruiter, organization_id, first, correct_option="b").json() == {
            "question_id": question_id
        }
    second = first | {"options": C_AND_D, "prompt": "And now?"}
    assert save(data_api, recruiter, organization_id, second, correct_option="d").is_success
    assert database.value(STORED, question_id) == {"prompt": "And now?", "options": C_AND_D, "right": "d"}


def test_every_fault_of_question_and_key_is_named_at_once_and_nothing_is_stored(
    data_api: DataApi, recruiter: Person, database: Database
) -> None:
    organization_id, question_id = organization_of(database, recruiter), str(uuid4())
    valid = QUESTION | {"id": question_id}
    save(data_api, recruiter, organization_id, valid, correct_option="b")
    misshapen = valid | {"points": 0, "time_limit_seconds": "long", "min_seconds": -1, "difficulty": None, "key": {}}
    blank = valid | {
        "prompt": "\u200b",
        "options": [{"id": "a", "text": " "}, {"id": "b", "text": "Beta"}],
        "tags": [""],
    }
    criteria = [{"id": "x", "text": "", "points": 0}]
    for faulty, key, places in (
        (
            misshapen,
            {"keywords": "index", "why": 1},
            {"points", "time_limit_seconds", "min_seconds", "difficulty", "key.keywords", "key.why"},
        ),
        (
            blank,
            {"correct_option": "c", "criteria": criteria},
            {
                "prompt",
                "options.0.text",
                "tags.0",
                "key.correct_option",
                "key.criteria.0.text",
                "key.criteria.0.points",
            },
        ),
    ):
        response = save(data_api, recruiter, organization_id, faulty, **key)
        assert response.status_code == 422
        named = json.loads(response.json()["details"])["errors"]
        assert {".".join(map(str, fault["loc"])) for fault in named} == places
    assert database.value(STORED, question_id) == {"prompt": QUESTION["prompt"], "options": A_AND_B, "right": "b"}


def test_only_owners_and_recruiters_save_and_only_questions_of_their_organization(
    data_api: DataApi, people: People, recruiter: Person, database: Database
) -> None:
    mine = organization_of(database, recruiter)
    theirs = make_interview(database, ["mcq"])
    (public,) = Bank(database).add(1)
    refusals = []
    for person, organization_id, question_id in (
        (people.member(mine, "reviewer"), mine, uuid4()),
        (people.candidate(), mine, uuid4()),
        (recruiter, theirs.organization_id, uuid4()),
        (recruiter, mine, theirs.question_ids[0]),
        (recruiter, mine, public),
    ):
        before = database.value(STORED, question_id) if question_id in (public, *theirs.question_ids) else None
        response = save(data_api, person, organization_id, QUESTION | {"id": str(question_id)}, correct_option="a")
        assert response.json()["message"] == "question_not_found"
        refusals.append((response.status_code, response.text))
        assert database.value(f"select ({STORED})", question_id) == before
    assert set(refusals) == {(404, refusals[0][1])}
    owner = people.member(mine, "owner")
    assert save(data_api, owner, mine, QUESTION, correct_option="a").is_success


def test_saved_question_never_spoils_a_published_interview_that_asks_it(
    data_api: DataApi, people: People, database: Database
) -> None:
    interview = make_interview(database, ["mcq"])
    question_id = str(interview.question_ids[0])
    author = people.member(interview.organization_id)
    columns = QUESTION | {"id": question_id}
    for spoiled in ({"is_active": False}, {"options": [{"id": "a", "text": "Same"}, {"id": "b", "text": "Same"}]}):
        response = save(data_api, author, interview.organization_id, columns | spoiled, correct_option="b")
        assert (response.status_code, response.json()["message"]) == (422, "not_publishable"), response.text
    response = save(data_api, author, interview.organization_id, columns)
    assert '"questions[0].key.correct_option"' in response.json()["details"]
    assert database.value(STORED, question_id)["right"] == "b"
    # All in one save, a published question may change its options and its key.
    changed = columns | {"options": C_AND_D}
    assert save(data_api, author, interview.organization_id, changed, correct_option="c").is_success
