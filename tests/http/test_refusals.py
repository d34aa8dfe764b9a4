"""Every response of the database or the gateway becomes one clear problem without internal details."""

import json
from typing import Any

import httpx
import pytest

from shared.catalogue import CATALOGUE
from tests.http.gateway import Gateway
from tests.http.log import Log
from tests.http.valid_requests import SUBMIT

SECRET_DETAIL = "relation reprise_private.answers, value canary"


def returned(code: str, **fields: Any) -> dict[str, Any]:
    """What an RPC returns for a refusal that commits, in the order of jsonb."""
    status = CATALOGUE[code].status
    problem = {"status": status, "code": code, **fields}
    return {"code": f"PT{status}", "hint": None, "details": json.dumps(fields), "message": code, "problem": problem}


async def submit(client: httpx.AsyncClient) -> httpx.Response:
    return await client.post("/submit", json=SUBMIT, headers={"x-request-id": "req-1"})


@pytest.mark.parametrize("code", CATALOGUE)
async def test_raised_refusal_becomes_its_problem(client: httpx.AsyncClient, gateway: Gateway, code: str) -> None:
    status = CATALOGUE[code].status
    gateway.refuses(status, f"PT{status}", code, '{"position": 3, "status": 1, "type": "x"}')
    reply = await submit(client)
    assert reply.status_code == status
    body = reply.json()
    assert (body["status"], body["code"], body["request_id"]) == (status, code, "req-1")
    assert body["type"].endswith(f":{code}")
    if status != 404:
        assert (body["position"], body["detail"]) == (3, CATALOGUE[code].sentence({}))


@pytest.mark.parametrize("http_status", [200, 409])
async def test_committed_refusal_becomes_the_same_problem_for_every_http_status(
    client: httpx.AsyncClient, gateway: Gateway, http_status: int
) -> None:
    gateway.answers(http_status, returned("lease_lost", lease=None, kept=True))
    reply = await submit(client)
    assert reply.status_code == 409
    assert reply.headers["content-type"] == "application/problem+json"
    assert reply.json() == {
        "type": "urn:reprise:problem:lease_lost",
        "title": "Lease lost",
        "status": 409,
        "detail": CATALOGUE["lease_lost"].detail,
        "code": "lease_lost",
        "request_id": "req-1",
        "lease": None,
        "kept": True,
    }


async def test_not_found_and_not_yours_are_the_same_bytes(client: httpx.AsyncClient, gateway: Gateway) -> None:
    gateway.refuses(404, "PT404", "session_not_found", None)
    missing = await submit(client)
    gateway.refuses(404, "PT404", "session_not_found", '{"owner": "somebody"}')
    foreign = await submit(client)
    assert missing.content == foreign.content
    assert b"somebody" not in foreign.content


@pytest.mark.parametrize(
    ("details", "sentence"),
    [
        ('{"reason": "messages", "limit": 7}', "You have sent the 7 messages that a conversation holds."),
        ('{"reason": "prep_sessions", "limit": 9}', "You have 9 workspaces, which is all there can be."),
        ('{"reason": "a later one", "limit": 9}', "Limit reached."),
        ('{"reason": "messages"}', "Limit reached."),
        ("{}", "Limit reached."),
    ],
)
async def test_sentence_follows_the_reason_and_an_unknown_reason_still_has_one(
    client: httpx.AsyncClient, gateway: Gateway, details: str, sentence: str
) -> None:
    gateway.refuses(409, "PT409", "limit_reached", details)
    body = (await submit(client)).json()
    assert body["detail"].startswith(sentence)
    assert body.get("reason") == json.loads(details).get("reason")


async def test_sentence_of_the_database_is_not_shown(client: httpx.AsyncClient, gateway: Gateway) -> None:
    gateway.answers(200, returned("too_fast", detail="Of an older database."))
    assert (await submit(client)).json()["detail"] == CATALOGUE["too_fast"].detail
    gateway.refuses(409, "PT409", "too_fast", '{"detail": "Of an older database."}')
    assert (await submit(client)).json()["detail"] == CATALOGUE["too_fast"].detail


@pytest.mark.parametrize("details", [None, "", "not json", "[1]", {"position": 3}, '"text"'])
async def test_details_of_any_shape_are_accepted(client: httpx.AsyncClient, gateway: Gateway, details: Any) -> None:
    gateway.refuses(409, "PT409", "position_ahead", details)
    reply = await submit(client)
    assert (reply.status_code, reply.json()["code"]) == (409, "position_ahead")


@pytest.mark.parametrize(
    ("status", "sqlstate", "code"),
    [
        (401, "PGRST301", "not_authenticated"),
        (401, "PGRST302", "not_authenticated"),
        (401, "PGRST303", "not_authenticated"),
        (401, "42501", "not_authenticated"),
        (403, "42501", "not_allowed"),
        (503, "08006", "database_unavailable"),
        (503, "53300", "database_unavailable"),
        (500, "57P01", "database_unavailable"),
        (500, "57014", "database_unavailable"),
        (500, "40001", "database_unavailable"),
        (500, "40P01", "database_unavailable"),
        (405, "25006", "database_unavailable"),
        (500, "25P03", "database_unavailable"),
        (500, "25P04", "database_unavailable"),
        (500, "55P03", "database_unavailable"),
        (503, "53100", "database_unavailable"),
        (503, "57P01", "database_unavailable"),
        (500, "57P02", "database_unavailable"),
        (500, "57P03", "database_unavailable"),
        (500, "57P05", "database_unavailable"),
        (500, "58030", "database_unavailable"),
        (500, "58P01", "database_unavailable"),
        (500, "XX001", "database_unavailable"),
        (500, "XX002", "database_unavailable"),
        (500, "PGRSTX00", "database_unavailable"),
        (503, "PGRST000", "database_unavailable"),
        (503, "PGRST001", "database_unavailable"),
        (503, "PGRST002", "database_unavailable"),
        (504, "PGRST003", "database_unavailable"),
        (400, "22P02", "invalid_request"),
        (400, "22P05", "invalid_request"),
        (400, "22021", "invalid_request"),
        (400, "22007", "invalid_request"),
        (400, "22008", "invalid_request"),
        (404, "PGRST202", "internal_error"),
        (404, "42883", "internal_error"),
        (409, "23505", "internal_error"),
        (400, "P0001", "internal_error"),
        (500, "XX000", "internal_error"),
        (409, "PT409", "internal_error"),
    ],
)
async def test_database_error_becomes_its_problem_and_leaks_nothing(
    client: httpx.AsyncClient,
    gateway: Gateway,
    log: Log,
    status: int,
    sqlstate: str,
    code: str,
) -> None:
    gateway.refuses(status, sqlstate, SECRET_DETAIL, SECRET_DETAIL)
    reply = await submit(client)
    assert (reply.status_code, reply.json()["code"]) == (CATALOGUE[code].status, code)
    assert reply.json()["detail"] == CATALOGUE[code].detail
    for inside in ("canary", "private", sqlstate, "hint"):
        assert inside not in reply.text
    entry = log.line()
    assert entry["code"] == code
    assert sqlstate in entry["cause"] or "refusal" in entry["cause"]
    if not sqlstate.startswith(("42", "PGRST")):
        assert "canary" not in str(entry)


@pytest.mark.parametrize(
    ("status", "content", "code"),
    [
        (400, b'{"code":"","details":null,"hint":null,"message":""}', "database_unavailable"),
        (400, b'{"code":"","message":"SSL connection has been closed unexpectedly"}', "database_unavailable"),
        (400, b'{"code":null,"details":null,"hint":null,"message":null}', "database_unavailable"),
        (500, b'{"code":"","details":null,"hint":null,"message":""}', "database_unavailable"),
        (400, b'{"code":"0A000","message":"cached plan must not change result type"}', "database_unavailable"),
        (
            400,
            b'{"code":"0A000","message":"cannot set transaction read-write mode during recovery"}',
            "database_unavailable",
        ),
        (400, b'{"code":"0A000","message":"COPY FROM not supported"}', "internal_error"),
        (408, b"", "database_unavailable"),
        (425, b"", "database_unavailable"),
        (499, b"", "database_unavailable"),
        (400, b"", "internal_error"),
        (400, b"<html>Bad Request</html>", "internal_error"),
        (400, b'{"message": "Bad Request"}', "internal_error"),
        (504, b"<html>Gateway Timeout</html>", "database_unavailable"),
        (500, b"", "database_unavailable"),
        (500, b"Internal Server Error", "database_unavailable"),
        (502, b"<html>Bad Gateway</html>", "database_unavailable"),
        (503, b"", "database_unavailable"),
        (520, b"error code: 520", "database_unavailable"),
        (503, b'{"message": "name resolution failed"}', "database_unavailable"),
        (401, b'{"message": "Unauthorized"}', "not_authenticated"),
        (401, b'{"message": "Invalid API key"}', "internal_error"),
        (429, b"slow down", "rate_limited"),
        (404, b"not found", "internal_error"),
        (200, b"null", "internal_error"),
        (200, b"[]", "internal_error"),
        (200, b"", "internal_error"),
        (200, b'{"code": "PT409", "message": "no such code"}', "internal_error"),
        (200, b'{"code": "PT409", "message": ["text"]}', "internal_error"),
        (200, b'{"code": "PT409", ', "internal_error"),
        (409, b'{"code": "PT409", "message": "no such code"}', "internal_error"),
        (409, b'{"code": "PT409"}', "internal_error"),
        (302, b"", "internal_error"),
    ],
)
async def test_response_in_another_format_than_postgrests_becomes_a_problem(
    client: httpx.AsyncClient, gateway: Gateway, status: int, content: bytes, code: str
) -> None:
    gateway.status, gateway.content = status, content
    reply = await submit(client)
    assert (reply.status_code, reply.json()["code"]) == (CATALOGUE[code].status, code)


async def test_dead_backend_is_reported_as_an_outage_by_its_header_alone(
    client: httpx.AsyncClient, gateway: Gateway
) -> None:
    gateway.status, gateway.content = 400, b""
    gateway.headers = {"proxy-status": "PostgREST; error="}
    reply = await submit(client)
    assert (reply.status_code, reply.json()["code"]) == (503, "database_unavailable")
    assert reply.headers["retry-after"] == "1"


async def test_html_page_instead_of_json_is_an_outage(client: httpx.AsyncClient, gateway: Gateway) -> None:
    gateway.headers = {"content-type": "text/html"}
    gateway.content = b"<html>Please wait</html>"
    assert (await submit(client)).json()["code"] == "database_unavailable"


@pytest.mark.parametrize(
    "failure",
    [
        httpx.ConnectError("refused"),
        httpx.ReadError("reset"),
        httpx.RemoteProtocolError("cut off"),
        httpx.ReadTimeout("slow"),
        TimeoutError(),
    ],
    ids=repr,
)
async def test_missing_response_is_an_outage_with_retry_after(
    client: httpx.AsyncClient, gateway: Gateway, failure: Exception
) -> None:
    gateway.failure = failure
    reply = await submit(client)
    assert (reply.status_code, reply.json()["code"]) == (503, "database_unavailable")
    assert reply.headers["retry-after"] == "1"
    assert len(gateway.requests) == 1


@pytest.mark.parametrize(("fields", "seconds"), [('{"retry_after_seconds": 6.2}', "7"), ("{}", "1"), (None, "1")])
async def test_rate_limit_returns_retry_after(
    client: httpx.AsyncClient, gateway: Gateway, fields: str | None, seconds: str
) -> None:
    gateway.refuses(429, "PT429", "rate_limited", fields)
    reply = await submit(client)
    assert reply.status_code == 429
    assert reply.headers["retry-after"] == seconds
