"""Files at the running functions: whatever is uploaded, the response is a documented refusal or a success."""

import json
import random
from uuid import UUID, uuid4

import pytest

from local.processes import wait_until
from local.stack import Stack
from shared.sealing.new_key import new_sealing_key
from shared.sealing.sealing_keys import SealingKey
from tests.support.apis import Api
from tests.support.database import Database
from tests.support.interviews import Run, make_interview, start
from tests.support.people import People
from tests.support.sealed_files import contents, key_for, seal


@pytest.fixture
def run(functions_api: Api, people: People, database: Database) -> Run:
    """A session whose first question is open."""
    return start(functions_api, people.candidate(), make_interview(database, ["open"]).interview_id)


def test_key_is_the_same_wherever_it_is_published(functions_api: Api, people: People, database: Database) -> None:
    person = people.candidate()
    key = key_for(functions_api, person)
    assert set(key) == {"kty", "crv", "x", "y", "kid"}
    run = start(functions_api, person, make_interview(database, ["open"]).interview_id)
    assert run.view["sealed_file_key"] == key
    assert run.resume().ok()["sealed_file_key"] == key


def test_no_file_causes_an_internal_error_or_stores_anything(functions_api: Api, run: Run, database: Database) -> None:
    key = key_for(functions_api, run.person)
    foreign = SealingKey(new_sealing_key()).public_jwk
    good = seal(key, contents(run.session_id, [(0, "a text")]))
    chosen = random.Random(3)
    files = [
        *(good[: chosen.randrange(len(good))] for _ in range(5)),
        *("".join(chosen.choices(good + "\0é{}", k=500)) for _ in range(5)),
        seal(foreign, contents(run.session_id, [(0, "a text")])),
        seal(key, contents(run.session_id, [(0, "a text")]), zip="DEF"),
        seal(key, b"[" * 100_000),
        seal(key, {"file": good}),
        good.replace(".", ".."),
        "A" * 1_000_000,
    ]
    for file in files:
        functions_api.call("sealed-files", run.person, {"file": file}).refused(422, "sealed_file_unreadable")
    functions_api.call("sealed-files", run.person, {"file": ""}).refused(422, "invalid_request")
    functions_api.call("sealed-files", run.person, {"file": {"protected": "x"}}).refused(422, "invalid_request")
    functions_api.call("sealed-files", run.person, {"file": "A" * 1_100_000}).refused(413, "payload_too_large")
    assert database.kept(run.session_id) == []
    assert functions_api.call("sealed-files", run.person, {"file": good}).ok()["stored"] == 1


def test_file_names_a_session_and_not_a_person(
    functions_api: Api, run: Run, people: People, database: Database
) -> None:
    """A person uploads only for a session that is theirs or that they review, whatever the file says."""
    key = key_for(functions_api, run.person)
    claimed = contents(run.session_id, [(0, "a text")]) | {"user_id": str(run.person.user_id)}
    functions_api.call("sealed-files", people.candidate(), {"file": seal(key, claimed)}).refused(
        422, "sealed_file_unreadable"
    )
    for session_id in (run.session_id, uuid4(), UUID(int=0)):
        file = seal(key, contents(session_id, [(0, "a text")]))
        functions_api.call("sealed-files", people.candidate(), {"file": file}).refused(404, "session_not_found")
    assert database.kept(run.session_id) == []


def test_without_a_valid_token_nothing_is_stored(functions_api: Api, run: Run, database: Database) -> None:
    file = seal(key_for(functions_api, run.person), contents(run.session_id, [(0, "a text")]))
    functions_api.call("sealed-files", None, {"file": file}).refused(401, "not_authenticated")
    assert database.kept(run.session_id) == []


def test_text_of_a_file_is_in_no_log(functions_api: Api, run: Run, stack: Stack) -> None:
    secret = f"canary-{uuid4()}"
    key = key_for(functions_api, run.person)
    bad = [
        seal(key, contents(run.session_id, [(0, secret)], sha256="0")),
        seal(key, json.dumps({"texts": secret}).encode()),
    ]
    assert functions_api.call(
        "sealed-files", run.person, {"file": seal(key, contents(run.session_id, [(0, secret)]))}
    ).ok()
    refusals = [functions_api.call("sealed-files", run.person, {"file": file}) for file in bad]
    logged = [reply.refused(422, "sealed_file_unreadable")["request_id"] for reply in refusals]
    # The lines of these calls have been written, and none holds the text.
    assert wait_until(lambda: all(name in stack.functions.log.read_text() for name in logged), 60, every=0.05)
    assert secret not in stack.functions.log.read_text()
