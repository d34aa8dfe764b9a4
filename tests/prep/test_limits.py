"""Guards the limits: 100 workspaces per user, 1 MiB per document, named versions; each refusal is clear and exact."""

import json
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any

import pytest

from tests.support.database import Database
from tests.support.people import People, Person
from tests.support.prep_apis import FunctionsPrepApi, PrepApi, reply
from tests.support.race import together

MIB = 1048576


def fill(database: Database, owner: Person, count: int) -> None:
    database.execute(
        "insert into reprise.prep_sessions (user_id, name, mode)"
        " select %s, 'Session ' || n, 'general' from generate_series(1, %s) n",
        owner.user_id,
        count,
    )


def test_user_can_create_exactly_one_hundred_workspaces_even_concurrently(
    prep: PrepApi, owner: Person, threads: ThreadPoolExecutor, database: Database, people: People
) -> None:
    fill(database, owner, 95)
    answers = together([partial(prep.create, owner, name=f"Race {n}", mode="general") for n in range(12)], threads)
    assert sorted(answer.status for answer in answers) == [201] * 5 + [409] * 7
    refused = next(answer for answer in answers if answer.status == 409).refused(409, "limit_reached")
    assert refused["limit"] == 100
    of_user = "select count(*) from reprise.prep_sessions where user_id = %s"
    assert database.value(of_user, owner.user_id) == 100
    prep.create(people.candidate(), name="Somebody else", mode="general").ok(201)
    first = prep.page(owner, limit=1).ok()["prep_sessions"][0]
    prep.create(owner, name="Repeated", mode="general", prep_session_id=first["id"]).ok(200)
    prep.delete(owner, first["id"]).ok(204)
    prep.create(owner, name="There is room again", mode="general").ok(201)


def test_document_may_have_exactly_one_mebibyte(prep: PrepApi, owner: Person, database: Database) -> None:
    session = prep.create(owner, name="Big", mode="general").ok(201)["id"]
    around = len('{"notes": ""}')
    full = prep.patch(owner, session, 1, document={"notes": "x" * (MIB - around)}).ok()
    size = "select octet_length(document::text) from reprise.prep_sessions where id = %s"
    assert database.value(size, session) == MIB
    too_much = prep.patch(owner, session, full["version"], document={"notes": "x" * (MIB - around + 1)})
    assert "1 MiB" in too_much.refused(413, "payload_too_large")["detail"]
    prep.patch(owner, session, full["version"], document={"user_answers": {"q": ""}}).refused(413, "payload_too_large")
    # The limit counts bytes, and these characters have two each.
    assert prep.patch(owner, session, full["version"], document={"notes": "é" * 300_000}).ok()["version"] == 3
    prep.patch(owner, session, 3, document={"notes": "é" * 600_000}).refused(413, "payload_too_large")
    assert len(prep.read(owner, session).ok()["document"]["notes"]) == 300_000


def test_body_over_two_mebibytes_is_not_read(function_prep: FunctionsPrepApi, owner: Person) -> None:
    session = function_prep.create(owner, name="Big", mode="general").ok(201)["id"]
    function_prep.patch(owner, session, 1, document={"notes": "x" * 2 * MIB}).refused(413, "payload_too_large")
    # Only a patch may be that large.
    oversized = function_prep.request("POST", "", owner, json={"name": "x" * MIB, "mode": "job"})
    assert oversized.status_code == 413


def patch_with(function_prep: FunctionsPrepApi, owner: Person, session: str, headers: dict[str, str]) -> Any:
    return function_prep.request("PATCH", f"/{session}", owner, json={"name": "B"}, headers=headers)


def test_change_without_its_version_is_refused(prep: PrepApi, owner: Person) -> None:
    session = prep.create(owner, name="A", mode="general").ok(201)["id"]
    prep.patch(owner, session, None, name="B").refused(428, "precondition_required")
    assert prep.read(owner, session).ok()["name"] == "A"


@pytest.mark.parametrize(
    "tag", ["*", 'W/"1"', "1", '"1", "2"', '"one"', '"01"', '""', '"-1"', '"99999999999"', "latest"]
)
def test_if_match_other_than_one_version_is_refused(tag: str, function_prep: FunctionsPrepApi, owner: Person) -> None:
    session = function_prep.create(owner, name="A", mode="general").ok(201)["id"]
    answer = reply(patch_with(function_prep, owner, session, {"if-match": tag}))
    assert answer.refused(422, "invalid_request")["errors"][0]["loc"] == ["If-Match"]


def test_etag_location_and_media_types_follow_http(function_prep: FunctionsPrepApi, owner: Person) -> None:
    made = function_prep.request("POST", "", owner, json={"name": "A", "mode": "general"})
    session = made.json()["id"]
    assert (made.headers["etag"], made.headers["location"]) == ('"1"', f"/prep-sessions/{session}")
    for media_type in ("application/merge-patch+json", "application/json"):
        version = function_prep.request("GET", f"/{session}", owner).headers["etag"]
        headers = {"if-match": version, "content-type": media_type}
        changed = function_prep.request("PATCH", f"/{session}", owner, json={"name": media_type}, headers=headers)
        assert (changed.status_code, changed.headers["etag"]) == (200, f'"{changed.json()["version"]}"')
    headers = {"if-match": '"3"', "content-type": "text/plain"}
    assert function_prep.request("PATCH", f"/{session}", owner, json={}, headers=headers).status_code == 415


@pytest.mark.parametrize(
    "content",
    [
        b'{"document": {"notes": "\\u0000"}}',
        b'{"document": {"questions": {"q": {"n": 1e400}}}}',
        b'{"document": {"questions": {"q": {"n": NaN}}}}',
        b'{"document": {"notes": "\\ud800"}}',
        b'{"document": ' + b'{"a":' * 500 + b"1" + b"}" * 500 + b"}",
        b'{"document": {"questions": {"q": {"a\\u0000b": 1}}}}',
        b"{",
        b"[]",
        b"",
        "é".encode("latin-1"),
    ],
)
def test_value_no_document_can_hold_is_refused_with_the_reason(
    content: bytes, function_prep: FunctionsPrepApi, owner: Person
) -> None:
    session = function_prep.create(owner, name="A", mode="general").ok(201)["id"]
    answer = function_prep.request("PATCH", f"/{session}", owner, content=content, headers={"if-match": '"1"'})
    # An empty body is an empty patch, which changes nothing.
    expected = {200} if not content else {400, 422}
    assert answer.status_code in expected, answer.text
    assert function_prep.read(owner, session).ok()["version"] == 1


@pytest.mark.parametrize(
    ("method", "path", "status"),
    [
        ("PUT", "", 405),
        ("DELETE", "", 405),
        ("POST", "/templates", 405),
        ("POST", "/{id}", 405),
        ("GET", "/{id}/generate", 405),
        ("PATCH", "/{id}/shares", 405),
        ("GET", "/{id}/shares/{id}", 405),
        ("GET", "/{id}/shares/{id}/more", 404),
        ("GET", "/{id}/nothing", 404),
        ("GET", "/not-an-id", 404),
        ("GET", "/templates/x", 404),
    ],
)
def test_wrong_path_or_method_is_refused_by_name(
    method: str, path: str, status: int, function_prep: FunctionsPrepApi, owner: Person
) -> None:
    session = function_prep.create(owner, name="A", mode="general").ok(201)["id"]
    answer = function_prep.request(method, path.replace("{id}", session), owner)
    assert answer.status_code == status, answer.text
    assert answer.headers["content-type"] == "application/problem+json"
    assert status != 405 or "OPTIONS" in answer.headers["allow"]


def test_request_without_a_token_is_refused(function_prep: FunctionsPrepApi) -> None:
    for method, path in (("GET", ""), ("POST", ""), ("GET", "/templates"), ("GET", "/x/shares")):
        answer = function_prep.request(method, path, None, **({"content": json.dumps({})} if method == "POST" else {}))
        assert answer.status_code == 401
