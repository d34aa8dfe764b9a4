"""Guards that a session's candidate and reviewers get its signed record, nobody else does, and others verify it."""

import json
from collections.abc import Iterator
from hashlib import sha256
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest

from local.stack import Stack
from shared.record.jws import new_key, public_key
from tests.support.apis import Api
from tests.support.database import Database
from tests.support.entry_points import served
from tests.support.interviews import Interview, Run, make_interview, start
from tests.support.limits import leave_uses, uses
from tests.support.people import People, Person
from tests.support.records import (
    assert_chained,
    digest,
    get_record,
    published_keys,
    verified_elsewhere,
)
from tests.support.suspension import SUSPENDED

TEXTS = ["the first answer", "the second — ünïcode 🙂"]


@pytest.fixture
def interview(database: Database) -> Interview:
    return make_interview(database, ["open"] * 3)


@pytest.fixture
def run(functions_api: Api, people: People, interview: Interview) -> Run:
    """A session with two answers and a late text."""
    run = start(functions_api, people.candidate(), interview.interview_id)
    for text in TEXTS:
        run.submit(text).ok()
    run.submit("another text", position=0).refused(409, "already_answered")
    return run


def test_record_is_verified_by_another_library_with_the_published_keys(stack: Stack, run: Run) -> None:
    reply = get_record(stack, run.person, run.session_id)
    assert reply.status_code == 200, reply.text
    assert reply.headers["cache-control"] == "no-store"
    statement = verified_elsewhere(reply.json()["record"], published_keys(stack))
    assert (statement["iss"], statement["session_id"]) == (stack.supabase_url, str(run.session_id))
    assert (statement["candidate_id"], statement["title"]) == (str(run.person.user_id), "Test interview")
    texts = statement["receipts"]
    assert [(text["position"], text["kind"], text["source"], text["withdrawn"]) for text in texts] == [
        (0, "answer", "submitted", False),
        (1, "answer", "submitted", False),
        (0, "late_text", "already_answered", False),
    ]
    chain = [text["receipt"] for text in texts]
    assert_chained(chain)
    assert statement["head"] == digest(chain[-1])
    hashes = [sha256(text.encode()).hexdigest() for text in [*TEXTS, "another text"]]
    assert [receipt["sha256"] for receipt in chain] == hashes


def test_record_has_no_text_and_no_score(stack: Stack, run: Run, api: Api) -> None:
    told = api.call("record", run.person, {"session_id": run.session_id}).text
    record = get_record(stack, run.person, run.session_id).json()["record"]
    told += json.dumps(verified_elsewhere(record, published_keys(stack)), ensure_ascii=False)
    assert not any(text in told for text in [*TEXTS, "another text"])
    assert "score" not in told
    assert "prompt" not in told


def test_reviewer_gets_the_same_chain_as_the_candidate(
    stack: Stack, run: Run, interview: Interview, people: People, api: Api
) -> None:
    reviewer = people.member(interview.organization_id)
    own, seen = (api.call("record", person, {"session_id": run.session_id}).ok() for person in (run.person, reviewer))
    if api.name == "function":
        own, seen = (verified_elsewhere(reply["record"], published_keys(stack)) for reply in (own, seen))
    assert own["receipts"] == seen["receipts"]
    assert len(own["receipts"]) == 3


def test_session_of_others_is_refused_like_an_unknown_one(
    run: Run, people: People, database: Database, api: Api
) -> None:
    elsewhere = people.member(make_interview(database, ["open"]).organization_id)
    for person in (people.candidate(), elsewhere):
        refused = api.call("record", person, {"session_id": run.session_id})
        unknown = api.call("record", person, {"session_id": uuid4()})
        refused.refused(404, "session_not_found")
        unknown.refused(404, "session_not_found")
        assert {**refused.body, "request_id": None} == {**unknown.body, "request_id": None}


@pytest.mark.parametrize("how", SUSPENDED)
def test_suspended_account_gets_no_record(run: Run, database: Database, api: Api, how: str) -> None:
    statement, reason = SUSPENDED[how]
    database.execute(statement, run.person.user_id)
    refused = api.call("record", run.person, {"session_id": run.session_id}).refused(401, "not_authenticated")
    assert refused["reason"] == reason


def test_records_are_limited_per_person_whether_or_not_the_session_exists(
    run: Run, people: People, database: Database, api: Api
) -> None:
    person = people.candidate()
    leave_uses(database, person, "record", 0)
    refused = api.call("record", person, {"session_id": uuid4()}).refused(429, "rate_limited")
    assert refused["retry_after_seconds"] > 0
    api.call("record", run.person, {"session_id": run.session_id}).ok()
    assert uses(database, run.person, "record") == 1


def test_answer_that_was_removed_is_called_withdrawn(
    run: Run, interview: Interview, people: People, rpc_api: Api
) -> None:
    run.finish().ok()
    arguments = {"session_id": run.session_id, "action": "reopen", "reason": "By mistake"}
    rpc_api.call("review", people.member(interview.organization_id), arguments).ok()
    [*_, skipped] = rpc_api.call("record", run.person, {"session_id": run.session_id}).ok()["receipts"]
    assert (skipped["source"], skipped["kind"], skipped["withdrawn"]) == ("skipped", "answer", True)


def test_session_without_texts_has_a_record_without_receipts(
    stack: Stack, people: People, functions_api: Api, interview: Interview
) -> None:
    run = start(functions_api, people.candidate(), interview.interview_id)
    record = get_record(stack, run.person, run.session_id).json()["record"]
    statement = verified_elsewhere(record, published_keys(stack))
    assert (statement["receipts"], statement["head"]) == ([], None)


@pytest.mark.parametrize("bad", ["", "x", "11111111-1111-1111-1111-11111111111"])
def test_malformed_session_id_is_a_validation_error(stack: Stack, run: Run, bad: str) -> None:
    assert get_record(stack, run.person, bad).json()["code"] == "invalid_request"
    assert get_record(stack, None, run.session_id).json()["code"] == "not_authenticated"


Served = dict[str, str]
OLD, NEW = new_key(), new_key()


@pytest.fixture(scope="module")
def rotated(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The two functions, served with a new key and the public part of the old one."""
    keys = json.dumps({"keys": [NEW, public_key(OLD)]})
    with served(["record", "jwks"], stack, tmp_path_factory.mktemp("rotated"), {"RECORD_KEYS": keys}) as urls:
        yield urls


@pytest.fixture(scope="module")
def without_keys(stack: Stack, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """The functions, served without a key that signs."""
    keys = json.dumps({"keys": [public_key(OLD)]})
    folder = tmp_path_factory.mktemp("without")
    with served(["record", "jwks", "export"], stack, folder, {"RECORD_KEYS": keys}) as urls:
        yield urls


def ask(url: str, person: Person, session_id: UUID, **query: str) -> httpx.Response:
    headers = {"authorization": f"Bearer {person.token}"}
    return httpx.get(url, params={"session_id": str(session_id), **query}, headers=headers, timeout=120)


def test_newest_key_signs_and_the_old_ones_are_still_published(rotated: Served, run: Run) -> None:
    published = httpx.get(rotated["jwks"], timeout=120)
    assert published.headers["cache-control"] == "public, max-age=300"
    keys = published.json()["keys"]
    assert keys == [public_key(NEW), public_key(OLD)]
    assert all("d" not in key for key in keys)
    record = ask(rotated["record"], run.person, run.session_id).json()["record"]
    assert verified_elsewhere(record, {"keys": keys[:1]})["session_id"] == str(run.session_id)


def test_without_a_key_that_signs_records_are_refused_and_exports_have_none(
    without_keys: Served, run: Run, interview: Interview, people: People, database: Database
) -> None:
    refused = ask(without_keys["record"], run.person, run.session_id)
    assert (refused.status_code, refused.json()["code"]) == (503, "records_not_configured")
    assert uses(database, run.person, "record") == 0
    exported = ask(without_keys["export"], people.member(interview.organization_id), run.session_id, format="json")
    assert exported.status_code == 200, exported.text
    assert "record" not in exported.json()
    assert len(exported.json()["answers"]) == 3
    assert httpx.get(without_keys["jwks"], timeout=120).json() == {"keys": [public_key(OLD)]}


def test_own_stack_publishes_its_one_key(stack: Stack) -> None:
    keys: list[dict[str, Any]] = published_keys(stack)["keys"]
    assert [sorted(key) for key in keys] == [["alg", "crv", "kid", "kty", "use", "x"]]
