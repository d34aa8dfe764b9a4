"""Cleanup accepts only the scheduler and adds up its batches; health reports the current state."""

import json
from dataclasses import replace
from typing import Any

import httpx
import pytest

from functions import cleanup as cleanup_module
from functions import health
from shared.http import endpoint as http
from shared.settings import Settings
from tests.http.gateway import SCHEDULER_SECRET, TOKEN, Gateway
from tests.http.log import Log

SCHEDULER = {"authorization": f"Bearer {SCHEDULER_SECRET}"}
BATCH: dict[str, Any] = {
    "deleted": 2,
    "expired_questions": 3,
    "abandoned_sessions": 1,
    "errors": 1,
    "duration_ms": 1.5,
    "oldest_live_seconds": 40.5,
    "cursor": None,
}
RETENTION: dict[str, Any] = {"deleted_by_retention": 6, "deleted_accounts": 3, "errors": 1, "duration_ms": 0.5}
CREDITED: dict[str, Any] = {"credited": 0, "more": False, "errors": []}
HEALTH = {"database": "ok", "migration": "2026", "cleanup": {"last_run_at": None}}


def in_turn(gateway: Gateway, monkeypatch: pytest.MonkeyPatch, *results: dict[str, Any] | None) -> None:
    """Let the gateway return these results one after the other; for None, a 503."""

    async def handle(request: httpx.Request) -> httpx.Response:
        gateway.requests.append(request)
        result = results[len(gateway.requests) - 1]
        return httpx.Response(503) if result is None else httpx.Response(200, json=result)

    monkeypatch.setattr(gateway, "handle", handle)


OTHERS = ["", "Bearer ", f"Bearer {TOKEN}", "Bearer wrong", SCHEDULER_SECRET, f"Basic {SCHEDULER_SECRET}"]


@pytest.mark.parametrize("authorization", OTHERS)
async def test_cleanup_refuses_everyone_but_the_scheduler(
    client: httpx.AsyncClient, gateway: Gateway, authorization: str
) -> None:
    reply = await client.post("/cleanup", headers={"authorization": authorization})
    assert (reply.status_code, reply.json()["code"]) == (401, "not_authenticated")
    assert gateway.requests == []


async def test_cleanup_refuses_every_call_without_a_configured_secret(
    client: httpx.AsyncClient,
    gateway: Gateway,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    without = replace(settings, scheduler_secret=None)
    monkeypatch.setattr(http, "get_settings", lambda: without)
    for authorization in (SCHEDULER["authorization"], "Bearer ", "Bearer None", ""):
        reply = await client.post("/cleanup", headers={"authorization": authorization})
        assert reply.status_code == 401
    assert gateway.requests == []


async def test_cleanup_runs_as_the_service_until_nothing_is_left_and_returns_totals(
    client: httpx.AsyncClient, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    batches = [BATCH | {"cursor": {"stage": 1}}, BATCH | {"cursor": {"stage": 2}}, BATCH]
    batches[2] = BATCH | {"oldest_live_seconds": None}
    in_turn(gateway, monkeypatch, CREDITED, *batches, RETENTION)
    reply = await client.post("/cleanup", headers=SCHEDULER)
    assert reply.status_code == 200
    assert reply.json() == {
        "deleted": 6,
        "expired_questions": 9,
        "abandoned_sessions": 3,
        "deleted_by_retention": 6,
        "deleted_accounts": 3,
        "errors": 4,
        "duration_ms": 5.0,
        "oldest_live_seconds": None,
    }
    sent = [json.loads(request.content) for request in gateway.requests]
    assert [arguments.get("after") for arguments in sent] == [None, None, {"stage": 1}, {"stage": 2}, None]
    names = [request.url.path.rpartition("/")[2] for request in gateway.requests]
    assert names == ["credit_outages", *["run_cleanup"] * 3, "run_retention"]
    for request in gateway.requests:
        assert request.headers["apikey"] == "sb_secret_test"
        assert "authorization" not in request.headers


async def test_cleanup_stops_when_its_time_is_up(
    client: httpx.AsyncClient, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cleanup_module, "RUN_SECONDS", 0)
    in_turn(gateway, monkeypatch, CREDITED | {"credited": 1, "more": True}, BATCH | {"cursor": {"stage": 1}}, RETENTION)
    assert (await client.post("/cleanup", headers=SCHEDULER)).status_code == 200
    names = [request.url.path.rpartition("/")[2] for request in gateway.requests]
    assert names == ["credit_outages", "run_cleanup", "run_retention"]


async def test_cleanup_credits_until_nothing_is_left_and_counts_what_it_could_not(
    client: httpx.AsyncClient, gateway: Gateway, monkeypatch: pytest.MonkeyPatch, log: Log
) -> None:
    failed = {"session_id": "s", "sqlstate": "XX000", "message": "a secret"}
    some = CREDITED | {"credited": 200, "more": True}
    in_turn(gateway, monkeypatch, some, some, CREDITED | {"more": True, "errors": [failed]}, BATCH, RETENTION)
    reply = await client.post("/cleanup", headers=SCHEDULER)
    assert (reply.status_code, reply.json()["errors"]) == (200, 1 + BATCH["errors"] + RETENTION["errors"])
    names = [request.url.path.rpartition("/")[2] for request in gateway.requests]
    assert names == [*["credit_outages"] * 3, "run_cleanup", "run_retention"]
    assert "a secret" not in log.text()


async def test_sweep_runs_although_outages_cannot_be_credited(
    client: httpx.AsyncClient, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_turn(gateway, monkeypatch, None, BATCH, RETENTION)
    reply = await client.post("/cleanup", headers=SCHEDULER)
    assert (reply.status_code, reply.json()["errors"]) == (200, 1 + BATCH["errors"] + RETENTION["errors"])


async def test_health_shows_its_details_only_with_the_schedulers_secret(
    client: httpx.AsyncClient, gateway: Gateway, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "FRESH_SECONDS", 0)
    gateway.answers(200, HEALTH)
    reply = await client.get("/health", headers=SCHEDULER)
    assert (reply.status_code, reply.json()) == (200, {"status": "ok", "version": "0.1.0", "model": "none", **HEALTH})
    for authorization in OTHERS:
        reply = await client.get("/health", headers={"authorization": authorization})
        assert (reply.status_code, reply.json()) == (200, {"status": "ok"})
    with_model = replace(settings, llm=replace(settings.llm, api_key="sk-test"))
    monkeypatch.setattr(http, "get_settings", lambda: with_model)
    assert (await client.get("/health", headers=SCHEDULER)).json()["model"] == "configured"
    gateway.answers(200, HEALTH | {"database": "read_only"})
    reply = await client.get("/health", headers=SCHEDULER)
    assert (reply.status_code, reply.json()["database"]) == (503, "read_only")
    reply = await client.get("/health", headers={"authorization": ""})
    assert (reply.status_code, reply.json()) == (503, {"status": "unavailable"})
    without = replace(settings, scheduler_secret=None)
    monkeypatch.setattr(http, "get_settings", lambda: without)
    for authorization in (SCHEDULER["authorization"], "Bearer ", "Bearer None"):
        reply = await client.get("/health", headers={"authorization": authorization})
        assert reply.json() == {"status": "unavailable"}


async def test_health_accepts_cache_busting_parameters(client: httpx.AsyncClient, gateway: Gateway) -> None:
    gateway.answers(200, HEALTH)
    assert (await client.get("/health?x=1&x=2&_")).status_code == 200


async def test_cleanup_fails_without_the_secret_key_and_health_and_log_state_the_cause(
    client: httpx.AsyncClient,
    gateway: Gateway,
    settings: Settings,
    monkeypatch: pytest.MonkeyPatch,
    log: Log,
) -> None:
    without = replace(settings, supabase_secret_key=None)
    monkeypatch.setattr(http, "get_settings", lambda: without)
    reply = await client.post("/cleanup", headers=SCHEDULER)
    assert (reply.status_code, reply.json()["code"]) == (500, "internal_error")
    assert log.line()["cause"] == "SUPABASE_SECRET_KEY is missing"
    reply = await client.get("/health", headers=SCHEDULER)
    assert (reply.status_code, reply.json()["database"]) == (503, "not_configured")
    entry = log.line()
    assert (entry["severity"], entry["cause"]) == ("ERROR", "SUPABASE_SECRET_KEY is missing")
    assert (await client.get("/openapi.json")).status_code == 200
    assert gateway.requests == []
    assert (await client.post("/clear-stuck-session")).status_code == 200


@pytest.mark.parametrize("status", [401, 404, 500, 503])
async def test_health_reports_an_unresponsive_database_and_then_its_recovery(
    client: httpx.AsyncClient, gateway: Gateway, log: Log, status: int
) -> None:
    gateway.refuses(status, "XX000", "down")
    reply = await client.get("/health", headers=SCHEDULER)
    assert reply.status_code == 503
    assert reply.headers["content-type"] == "application/json"
    assert reply.json() == {
        "status": "unavailable",
        "version": "0.1.0",
        "model": "none",
        "database": "unreachable",
        "migration": None,
        "cleanup": None,
        "evaluation": None,
        "replies": None,
        "notifications": None,
    }
    assert log.line()["severity"] == "ERROR"
    gateway.answers(200, HEALTH)
    assert (await client.get("/health")).status_code == 200
