"""Invalid bodies; each gets the problem document of the contract and causes no RPC."""

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
import pytest

from tests.http.gateway import Gateway
from tests.http.valid_requests import BODIES, HEARTBEAT, SUBMIT

JSON = {"content-type": "application/json"}
KIB_65 = "a" * (65 * 1024)


async def test_body_that_is_not_json_is_refused(client: httpx.AsyncClient, gateway: Gateway) -> None:
    text = json.dumps(SUBMIT)
    for content in (
        b"",
        b"not json",
        text[:-5].encode(),
        text.replace('"a"', '"\\ud800"').encode(),
        text.replace('"a"', '"\\udc00\\ud800"').encode(),
        text.encode().replace(b'"a"', b'"\xff\xfe"'),
        text.encode("utf-16"),
        b"[" * 100_000,
        b'{"session_id": NaN_}',
        text.encode() + b"{}",
    ):
        reply = await client.post("/submit", content=content, headers=JSON)
        assert (reply.status_code, reply.json()["code"]) == (400, "invalid_json"), content[:50]
    assert gateway.requests == []


@pytest.mark.parametrize("function", BODIES)
@pytest.mark.parametrize("body", [[], "text", 1, None, True], ids=repr)
async def test_json_other_than_an_object_is_refused(
    client: httpx.AsyncClient, gateway: Gateway, function: str, body: Any
) -> None:
    reply = await client.post(f"/{function}", content=json.dumps(body), headers=JSON)
    assert (reply.status_code, reply.json()["code"]) == (422, "invalid_request")
    assert gateway.requests == []


@pytest.mark.parametrize("function", BODIES)
async def test_unknown_field_is_refused_and_named(client: httpx.AsyncClient, gateway: Gateway, function: str) -> None:
    reply = await client.post(f"/{function}", json=BODIES[function] | {"score": 100})
    assert reply.status_code == 422
    assert [fault["loc"] for fault in reply.json()["errors"]] == [["score"]]
    assert gateway.requests == []


@pytest.mark.parametrize(
    "change",
    [
        {"lease": "1"},
        {"lease": True},
        {"lease": 1.0},
        {"lease": 0},
        {"lease": 2**31},
        {"lease": 10**4000},
        {"lease": None},
        {"position": -1},
        {"position": 1000},
        {"position": "0"},
        {"position": False},
        {"answer": 5},
        {"answer": None},
        {"answer": ["a"]},
        {"answer": "a\0b"},
        {"answer": ""},
        {"session_id": "not-a-uuid"},
        {"session_id": 7},
        {"session_id": "0b7c2f5e-9a55-4a0e-8d3b-6f1f6f0c7a1"},
        {"time_expired": 1},
        {"time_expired": "true"},
        {"client_submitted_at": "yesterday"},
        {"client_submitted_at": "2026-01-15T09:30:00"},
        {"client_submitted_at": 1768469400},
        {"client_submitted_at": "0001-01-01T00:00:00+23:59"},
        {"client_submitted_at": "9999-12-31T23:59:59-23:59"},
    ],
    ids=lambda change: repr(change)[:60],
)
async def test_invalid_value_is_refused_with_its_path(
    client: httpx.AsyncClient, gateway: Gateway, change: dict[str, Any]
) -> None:
    reply = await client.post("/submit", json=SUBMIT | change)
    assert (reply.status_code, reply.json()["code"]) == (422, "invalid_request")
    [fault] = reply.json()["errors"]
    assert fault["loc"] == list(change)
    assert fault["msg"]
    assert gateway.requests == []


@pytest.mark.parametrize("function", [name for name, body in BODIES.items() if body])
async def test_missing_required_field_is_named(client: httpx.AsyncClient, gateway: Gateway, function: str) -> None:
    reply = await client.post(f"/{function}", json={})
    assert reply.status_code == 422
    missing = {fault["loc"][0] for fault in reply.json()["errors"]}
    assert missing == set(BODIES[function]) - ({"session_id", "interview_id"} if function == "start" else {"draft"})
    assert gateway.requests == []


async def test_empty_answer_is_accepted_when_the_time_has_expired(client: httpx.AsyncClient, gateway: Gateway) -> None:
    reply = await client.post("/submit", json=SUBMIT | {"answer": "", "time_expired": True})
    assert reply.status_code == 200
    assert gateway.sent["answer"] == ""


@pytest.mark.parametrize("text", ["a" * 65536, "é" * 32768, "𝄞" * 16384], ids=len)
async def test_answer_of_exactly_64_kib_is_accepted_and_one_character_more_is_not(
    client: httpx.AsyncClient, gateway: Gateway, text: str
) -> None:
    assert (await client.post("/submit", json=SUBMIT | {"answer": text})).status_code == 200
    assert gateway.sent["answer"] == text
    reply = await client.post("/submit", json=SUBMIT | {"answer": text + text[0]})
    assert (reply.status_code, reply.json()["code"]) == (413, "payload_too_large")
    assert len(gateway.requests) == 1


async def test_draft_that_is_too_large_is_refused(client: httpx.AsyncClient, gateway: Gateway) -> None:
    body = HEARTBEAT | {"draft": {"position": 0, "text": KIB_65}}
    reply = await client.post("/heartbeat", json=body)
    assert (reply.status_code, reply.json()["code"]) == (413, "payload_too_large")
    assert gateway.requests == []


async def test_error_inside_a_draft_has_its_full_path(client: httpx.AsyncClient) -> None:
    reply = await client.post("/heartbeat", json=HEARTBEAT | {"draft": {"position": 0}})
    assert reply.json()["errors"] == [{"loc": ["draft", "text"], "msg": "Field required"}]


async def test_body_over_the_limit_is_refused_regardless_of_its_content_length(
    client: httpx.AsyncClient, gateway: Gateway
) -> None:
    async def endless() -> AsyncIterator[bytes]:
        for _ in range(1_000):
            yield b" " * 1_000
        raise AssertionError("The body was read on after the limit.")

    for headers in (JSON, JSON | {"content-length": "10"}, JSON | {"content-length": "1000000"}):
        reply = await client.post("/submit", content=endless(), headers=headers)
        assert (reply.status_code, reply.json()["code"]) == (413, "payload_too_large")
    assert gateway.requests == []


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"content-type": "text/plain"},
        {"content-type": "application/x-www-form-urlencoded"},
        {"content-type": "application/json; charset=latin-1"},
        {"content-type": "application/jsonp"},
        {"content-type": "application/json", "content-encoding": "gzip"},
    ],
    ids=repr,
)
async def test_body_that_is_not_declared_as_plain_json_is_refused(
    client: httpx.AsyncClient, gateway: Gateway, headers: dict[str, str]
) -> None:
    reply = await client.post("/submit", content=json.dumps(SUBMIT), headers=headers)
    assert (reply.status_code, reply.json()["code"]) == (415, "unsupported_media_type")
    assert gateway.requests == []


@pytest.mark.parametrize(
    "content_type",
    [
        "application/json",
        "Application/JSON; charset=UTF-8",
        'application/json;charset="utf-8"',
        "application/vnd.reprise.v1+json",
        "application/json; profile=x",
    ],
)
async def test_every_json_media_type_is_accepted(client: httpx.AsyncClient, content_type: str) -> None:
    headers = {"content-type": content_type}
    reply = await client.post("/submit", content=json.dumps(SUBMIT), headers=headers)
    assert reply.status_code == 200


async def test_no_body_counts_as_an_empty_object_where_nothing_is_required(
    client: httpx.AsyncClient, gateway: Gateway
) -> None:
    assert (await client.post("/clear-stuck-session")).status_code == 200
    assert gateway.sent == {}


async def test_error_never_quotes_the_request(client: httpx.AsyncClient) -> None:
    for change in ({"answer": 'canary"\0'}, {"session_id": "canary"}, {"position": "canary"}):
        reply = await client.post("/submit", json=SUBMIT | change)
        assert reply.status_code == 422
        assert "canary" not in reply.text


async def test_long_unknown_names_and_long_lists_of_errors_are_truncated(client: httpx.AsyncClient) -> None:
    body = {f"{number}{'x' * 1000}": 1 for number in range(100)}
    reply = await client.post("/submit", json=SUBMIT | body)
    assert reply.status_code == 422
    assert len(reply.content) < 6_000
