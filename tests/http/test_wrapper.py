"""Behaviour that all functions share: methods, tokens, ids, CORS."""

import httpx
import pytest

from functions.registry import ENDPOINTS
from tests.http.gateway import ORIGIN, SCHEDULER_SECRET, Gateway
from tests.http.valid_requests import BODIES, SUBMIT

MEMBERS = {"type", "title", "status", "detail", "code", "request_id"}
# Further names in the list that supabase-js exports for functions, and what `invoke` sends with a region.
OF_SUPABASE_JS = ("x-retry-count", "traceparent", "tracestate", "baggage", "x-region")
PATHS = [endpoint.path for endpoint in ENDPOINTS]
CANDIDATE_CALLS = [("POST", name) for name in BODIES] + [("GET", "resume"), ("GET", "sessions")]


@pytest.mark.parametrize("path", PATHS)
async def test_options_needs_no_authentication(client: httpx.AsyncClient, gateway: Gateway, path: str) -> None:
    reply = await client.options(path, headers={"authorization": "", "origin": ORIGIN, "x-request-id": "abc"})
    assert reply.status_code == 204
    assert reply.content == b""
    assert reply.headers["access-control-allow-origin"] == ORIGIN
    assert reply.headers["access-control-allow-methods"] == reply.headers["allow"]
    allowed = reply.headers["access-control-allow-headers"].split(", ")
    assert {"authorization", "apikey", "content-type", "x-client-info", "if-match", *OF_SUPABASE_JS} < set(allowed)
    assert reply.headers["x-request-id"] == "abc"
    assert gateway.requests == []


@pytest.mark.parametrize("path", PATHS)
async def test_wrong_method_is_refused_with_the_allowed_ones(
    client: httpx.AsyncClient, gateway: Gateway, path: str
) -> None:
    reply = await client.patch(path)
    assert (reply.status_code, reply.json()["code"]) == (405, "method_not_allowed")
    assert "OPTIONS" in reply.headers["allow"]
    assert "PATCH" not in reply.headers["allow"]
    assert gateway.requests == []


@pytest.mark.parametrize(("method", "name"), CANDIDATE_CALLS)
@pytest.mark.parametrize(
    "authorization",
    [
        None,
        "",
        "Bearer",
        "Bearer ",
        "Basic dXNlcjpwYXNz",
        "Bearer not-a-token",
        "Bearer a.b",
        "Bearer a.b.",
        "Bearer a.b.c d",
        "Bearer a.b.c, Bearer d.e.f",
        "Bearer sb_publishable_test",
        f"Bearer {SCHEDULER_SECRET}",
    ],
)
async def test_request_without_a_usable_token_is_refused_without_a_database_call(
    client: httpx.AsyncClient,
    gateway: Gateway,
    method: str,
    name: str,
    authorization: str | None,
) -> None:
    del client.headers["authorization"]
    headers = {} if authorization is None else {"authorization": authorization}
    reply = await client.request(method, f"/{name}", headers=headers)
    assert (reply.status_code, reply.json()["code"]) == (401, "not_authenticated")
    assert reply.headers["www-authenticate"] == "Bearer"
    assert gateway.requests == []


@pytest.mark.parametrize("path", ["/", "/nothing", "/submit/1", "/START", "/main.py", "/../submit"])
@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
async def test_unknown_path_is_not_found(client: httpx.AsyncClient, gateway: Gateway, path: str, method: str) -> None:
    reply = await client.request(method, path)
    if path == "/../submit":
        assert reply.request.url.path == "/submit"
        return
    assert (reply.status_code, reply.json()["code"]) == (404, "not_found")
    assert gateway.requests == []


async def test_refusal_is_a_problem_document(client: httpx.AsyncClient) -> None:
    reply = await client.get("/nothing", headers={"x-request-id": "req-1"})
    assert reply.headers["content-type"] == "application/problem+json"
    assert set(reply.json()) == MEMBERS
    assert reply.json()["request_id"] == reply.headers["x-request-id"] == "req-1"
    assert reply.json()["status"] == reply.status_code


@pytest.mark.parametrize("sent", ["a", "A-b_c.9", "x" * 128])
async def test_well_formed_request_id_is_echoed(client: httpx.AsyncClient, sent: str) -> None:
    reply = await client.post("/submit", json=SUBMIT, headers={"x-request-id": sent})
    assert reply.headers["x-request-id"] == sent


@pytest.mark.parametrize("sent", ["", "x" * 129, "a b", "<script>", "a/b", 'a"b'])
async def test_any_other_request_id_is_replaced(client: httpx.AsyncClient, sent: str) -> None:
    headers = {"x-request-id": sent}
    replies = [await client.post("/submit", json=SUBMIT, headers=headers) for _ in range(2)]
    minted = {reply.headers["x-request-id"] for reply in replies}
    assert len(minted) == 2
    assert all(len(request_id) == 32 for request_id in minted)


@pytest.mark.parametrize("path", ["/submit", "/nothing", "/health"])
async def test_only_an_allowed_origin_may_read_the_response(client: httpx.AsyncClient, path: str) -> None:
    allowed = await client.get(path, headers={"origin": ORIGIN})
    assert allowed.headers["access-control-allow-origin"] == ORIGIN
    exposed = allowed.headers["access-control-expose-headers"].split(", ")
    assert exposed == ["x-request-id", "retry-after", "etag", "content-disposition", "link"]
    for origin in ("https://evil.example.com", "null", f"{ORIGIN}.evil.com", ORIGIN.upper()):
        reply = await client.get(path, headers={"origin": origin})
        assert "access-control-allow-origin" not in reply.headers
        assert reply.headers["vary"] == "Origin"
    assert (await client.get(path)).headers["vary"] == "Origin"


async def test_responses_are_not_cached(client: httpx.AsyncClient) -> None:
    for reply in (
        await client.post("/submit", json=SUBMIT),
        await client.post("/submit"),
        await client.get("/nothing"),
        await client.get("/openapi.json?unknown=1"),
    ):
        assert reply.headers["cache-control"] == "no-store"


async def test_head_is_handled_like_get(client: httpx.AsyncClient, gateway: Gateway) -> None:
    assert (await client.head("/resume")).status_code == 200
    assert len(gateway.requests) == 1


@pytest.mark.parametrize("method", ["GET", "POST", "PATCH", "DELETE"])
@pytest.mark.parametrize(
    "path",
    [
        "/prep-sessions/{00000000-0000-4000-8000-000000000000}",
        "/prep-sessions/" + "\u0660" * 32,
        "/prep-sessions/bad",
        "/prep-sessions/bad/shares",
        f"/prep-sessions/{'0' * 32}/shares/1",
    ],
)
async def test_malformed_id_is_refused_as_an_unknown_one(
    client: httpx.AsyncClient, gateway: Gateway, method: str, path: str
) -> None:
    reply = await client.request(method, path)
    assert (reply.status_code, reply.json()["code"]) == (404, "prep_session_not_found")
    assert gateway.requests == []


@pytest.mark.parametrize(
    ("method", "path", "allow"),
    [
        ("DELETE", "/prep-sessions", "GET, HEAD, OPTIONS, POST"),
        ("DELETE", "/prep-sessions/templates", "GET, HEAD, OPTIONS"),
        ("GET", f"/prep-sessions/{'0' * 32}/generate", "OPTIONS, POST"),
    ],
)
async def test_another_method_of_a_path_is_refused_with_those_of_the_path(
    client: httpx.AsyncClient, gateway: Gateway, method: str, path: str, allow: str
) -> None:
    reply = await client.request(method, path)
    assert (reply.status_code, reply.headers["allow"]) == (405, allow)
    assert gateway.requests == []
