"""GET /health asks the database once for all concurrent callers, and never reports an outdated failure."""

import asyncio
import json
from typing import Any

import httpx
import pytest

from functions import health
from tests.http.gateway import Gateway

HEALTH: dict[str, Any] = {"database": "ok", "migration": "2026", "cleanup": {"last_run_at": None}}


class Answers:
    """Answers queries one after the other as a test says, each when it is released."""

    def __init__(self, *statuses: int) -> None:
        self.queries = [asyncio.Event() for _ in statuses]
        self.asked = 0
        self._statuses = statuses
        self._came = asyncio.Event()

    async def handle(self, request: httpx.Request) -> httpx.Response:
        if not request.url.path.endswith("/get_health"):
            # A test of writing, after a failure was reported.
            return httpx.Response(200, json={"database": "ok"})
        number, self.asked = self.asked, self.asked + 1
        self._came.set()
        await self.queries[number].wait()
        status = self._statuses[number]
        return httpx.Response(status, json=HEALTH if status == 200 else {"code": "XX000", "message": "down"})

    async def have_got(self, queries: int) -> None:
        """Return when this many queries have arrived in all."""
        async with asyncio.timeout(60):
            while self.asked < queries:
                self._came.clear()
                await self._came.wait()


async def ask(client: httpx.AsyncClient) -> int:
    return (await client.get("/health")).status_code


async def test_concurrent_health_checks_make_one_query(
    client: httpx.AsyncClient, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    # Longer than the concurrent calls take on a busy machine.
    monkeypatch.setattr(health, "FRESH_SECONDS", 60)
    gateway.answers(200, HEALTH)
    assert set(await asyncio.gather(*(ask(client) for _ in range(200)))) == {200}
    assert [await ask(client) for _ in range(20)] == [200] * 20
    assert len(gateway.requests) == 1


async def test_health_checks_write_once_in_ten_seconds_and_read_every_time(
    client: httpx.AsyncClient, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "FRESH_SECONDS", 0)
    monkeypatch.setattr(health, "WRITE_SECONDS", 600)
    gateway.answers(200, HEALTH)
    assert [await ask(client) for _ in range(5)] == [200] * 5
    # The check without a write found it; after that, only a successful write ends it.
    gateway.answers(200, HEALTH | {"database": "read_only"})
    assert [await ask(client) for _ in range(3)] == [503] * 3
    gateway.answers(200, HEALTH)
    assert [await ask(client) for _ in range(3)] == [200] * 3
    writes = [json.loads(request.content)["probe"] for request in gateway.requests]
    assert writes == [True, False, False, False, False, False, True, True, True, False, False]


async def test_health_checks_write_again_after_ten_seconds(
    client: httpx.AsyncClient, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "FRESH_SECONDS", 0)
    monkeypatch.setattr(health, "WRITE_SECONDS", 0)
    gateway.answers(200, HEALTH)
    assert [await ask(client) for _ in range(3)] == [200] * 3
    assert all(json.loads(request.content) == {"probe": True} for request in gateway.requests)


async def test_health_reports_a_stall_once_its_last_result_has_expired(
    client: httpx.AsyncClient, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "FRESH_SECONDS", 0)
    gateway.answers(200, HEALTH)
    assert await ask(client) == 200
    gateway.failure = httpx.ReadTimeout("still")
    assert set(await asyncio.gather(*(ask(client) for _ in range(50)))) == {503}
    gateway.failure = None
    assert await ask(client) == 200


async def test_health_checks_of_a_silent_database_make_one_query_and_time_out(
    client: httpx.AsyncClient, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(health, "TIMEOUT_SECONDS", 0.3)
    answers = Answers(200)
    monkeypatch.setattr(gateway, "handle", answers.handle)
    assert set(await asyncio.gather(*(ask(client) for _ in range(50)))) == {503}
    assert answers.asked == 1


async def test_health_check_after_an_outage_does_not_get_an_earlier_failure(
    client: httpx.AsyncClient, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = Answers(503, 200)
    monkeypatch.setattr(gateway, "handle", answers.handle)
    earlier = asyncio.create_task(ask(client))
    await answers.have_got(1)
    later = asyncio.create_task(ask(client))
    await asyncio.sleep(0)
    for query in answers.queries:
        query.set()
    assert (await earlier, await later) == (503, 200)


async def test_disconnected_caller_does_not_cancel_the_health_check_of_others(
    client: httpx.AsyncClient, gateway: Gateway, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = Answers(200)
    monkeypatch.setattr(gateway, "handle", answers.handle)
    first = asyncio.create_task(ask(client))
    await answers.have_got(1)
    other = asyncio.create_task(ask(client))
    await asyncio.sleep(0)
    first.cancel()
    answers.queries[0].set()
    assert await other == 200
    assert answers.asked == 1
