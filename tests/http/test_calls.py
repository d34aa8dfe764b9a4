"""Each function makes one RPC as its caller and passes the result through."""

import json
from dataclasses import replace
from typing import Any

import httpx
import pytest

from shared.http import endpoint as http
from shared.sealing.new_key import new_sealing_key
from shared.sealing.sealing_keys import SealingKey
from shared.settings import Settings
from tests.http.gateway import TOKEN, Gateway
from tests.http.valid_requests import (
    CLIENT,
    FINISH,
    HEARTBEAT,
    INTERVIEW,
    RESUME,
    SESSION,
    START,
    SUBMIT,
)

NO_OTHER_MODE = {"practice": None, "conversation": None}
CALLS: list[tuple[str, str, dict[str, Any] | None, str, dict[str, Any]]] = [
    ("POST", "/start", START, "start_session", START | NO_OTHER_MODE | {"start_over": False}),
    (
        "POST",
        "/start",
        {"client_id": CLIENT, "interview_id": INTERVIEW, "start_over": True},
        "start_session",
        {"session_id": None, "client_id": CLIENT, "interview_id": INTERVIEW, "start_over": True} | NO_OTHER_MODE,
    ),
    (
        "POST",
        "/submit",
        SUBMIT | {"client_submitted_at": "2026-01-15T10:30:00.5+01:00"},
        "submit_answer",
        {
            "session_id": SESSION,
            "question_position": 0,
            "answer": "a",
            "lease": 1,
            "client_submitted_at": "2026-01-15T09:30:00.500000+00:00",
            "time_expired": False,
            "transcription": None,
            "serve_next": True,
        },
    ),
    ("GET", "/resume", None, "get_active_session", {"client_id": None}),
    ("GET", f"/resume?client_id={CLIENT}", None, "get_active_session", {"client_id": CLIENT}),
    (
        "POST",
        "/resume",
        RESUME | {"session_id": SESSION, "takeover": True},
        "resume_session",
        {"session_id": SESSION, "client_id": CLIENT, "takeover": True},
    ),
    (
        "POST",
        "/heartbeat",
        HEARTBEAT,
        "heartbeat",
        {
            "session_id": SESSION,
            "lease": 1,
            "draft_position": 0,
            "draft_text": "half a sentence",
        },
    ),
    (
        "POST",
        "/heartbeat",
        {"session_id": SESSION, "lease": 1},
        "heartbeat",
        {"session_id": SESSION, "lease": 1, "draft_position": None, "draft_text": None},
    ),
    ("POST", "/finish", FINISH, "finish_session", FINISH),
    ("POST", "/clear-stuck-session", {}, "clear_stuck_session", {}),
    (
        "GET",
        "/sessions?limit=5&status=completed&mode=timed&cursor=abc",
        None,
        "list_sessions",
        {
            "cursor": "abc",
            "page_size": 5,
            "status": "completed",
            "mode": "timed",
            "interview_type": None,
            "domain": None,
        },
    ),
    (
        "GET",
        "/sessions",
        None,
        "list_sessions",
        {"cursor": None, "page_size": 20, "status": None, "mode": None, "interview_type": None, "domain": None},
    ),
    (
        "GET",
        "/sessions?mode=practice&interview_type=backend&domain=databases",
        None,
        "list_sessions",
        {
            "cursor": None,
            "page_size": 20,
            "status": None,
            "mode": "practice",
            "interview_type": "backend",
            "domain": "databases",
        },
    ),
    (
        "GET",
        "/questions/facets",
        None,
        "get_question_facets",
        {},
    ),
]


@pytest.mark.parametrize(("method", "path", "body", "rpc", "arguments"), CALLS)
async def test_function_makes_one_rpc_with_the_callers_token_and_returns_its_result_unchanged(
    client: httpx.AsyncClient,
    gateway: Gateway,
    method: str,
    path: str,
    body: dict[str, Any] | None,
    rpc: str,
    arguments: dict[str, Any],
) -> None:
    gateway.content = b' {"replayed" : true, "n": 1.50, "text":"\xc3\xa9\\u0001"}'
    reply = await client.request(method, path, json=body)
    assert reply.status_code == 200
    # Only these add something to what the database returned: the key for files.
    added = b', "sealed_file_key": null}' if path.startswith(("/start", "/resume", "/submit", "/finish")) else b"}"
    assert reply.content == gateway.content.removesuffix(b"}") + added
    assert reply.headers["content-type"] == "application/json"
    [request] = gateway.requests
    assert str(request.url) == f"http://gateway.test/rest/v1/rpc/{rpc}"
    assert request.method == "POST"
    assert request.headers["authorization"] == f"Bearer {TOKEN}"
    assert request.headers["apikey"] == "sb_publishable_test"
    assert request.headers["content-profile"] == "reprise"
    assert json.loads(request.content) == arguments


async def test_start_returns_201_for_a_new_session_and_200_for_a_repeat(
    client: httpx.AsyncClient, gateway: Gateway
) -> None:
    gateway.answers(200, {"replayed": False})
    assert (await client.post("/start", json=START)).status_code == 201
    gateway.answers(200, {"replayed": True})
    assert (await client.post("/start", json=START)).status_code == 200


@pytest.mark.parametrize(
    "query",
    [
        "limit=0",
        "limit=101",
        "limit=many",
        "limit=",
        "status=open",
        "mode=exam",
        "cursor=",
        "cursor=%00",
        "order=asc",
    ],
)
async def test_invalid_query_parameter_is_refused_with_its_name(
    client: httpx.AsyncClient, gateway: Gateway, query: str
) -> None:
    reply = await client.get(f"/sessions?{query}")
    assert (reply.status_code, reply.json()["code"]) == (422, "invalid_request")
    assert reply.json()["errors"][0]["loc"] == [query.partition("=")[0]]
    assert gateway.requests == []


async def test_token_never_reaches_another_callers_request(client: httpx.AsyncClient, gateway: Gateway) -> None:
    headers = [{"authorization": f"Bearer caller.number.{number}"} for number in range(20)]
    for header in headers:
        await client.get("/resume", headers=header)
    await client.get("/health")
    *callers, service = gateway.requests
    assert [request.headers["authorization"] for request in callers] == [header["authorization"] for header in headers]
    assert "authorization" not in service.headers
    assert service.headers["apikey"] == "sb_secret_test"


async def test_view_carries_the_newest_public_key_of_sealed_files_and_no_private_one(
    client: httpx.AsyncClient, gateway: Gateway, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    new, old = new_sealing_key(), new_sealing_key()
    keys = (SealingKey(new), SealingKey(old))
    monkeypatch.setattr(http, "get_settings", lambda: replace(settings, sealed_file_keys=keys))
    gateway.content = b'{"active_session": null, "server_time": "now"}\n'
    reply = await client.get("/resume")
    public = {name: new[name] for name in ("kty", "crv", "x", "y", "kid")}
    assert reply.json() == {"active_session": None, "server_time": "now", "sealed_file_key": public}
    assert new["d"] not in reply.text


async def test_sealed_file_without_a_key_is_refused_and_reaches_no_database(
    client: httpx.AsyncClient, gateway: Gateway
) -> None:
    reply = await client.post("/sealed-files", json={"file": "anything"})
    assert (reply.status_code, reply.json()["code"]) == (503, "sealed_files_not_configured")
    assert gateway.requests == []


async def test_sealed_file_that_is_too_large_is_refused_before_it_is_read(client: httpx.AsyncClient) -> None:
    reply = await client.post("/sealed-files", json={"file": "x" * 2_000_000})
    assert (reply.status_code, reply.json()["code"]) == (413, "payload_too_large")
