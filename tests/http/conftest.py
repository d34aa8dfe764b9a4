"""The HTTP layer without a database: a gateway with canned responses, and a client of every function."""

from collections.abc import Iterator
from weakref import WeakKeyDictionary

import httpx
import pytest
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from functions.api import api
from shared.http import endpoint as http
from shared.rpc import database
from shared.rpc.outage_watch import OutageWatch
from shared.settings import Settings
from tests.http.gateway import ORIGIN, SCHEDULER_SECRET, TOKEN, Gateway
from tests.http.log import Log


@pytest.fixture
def settings() -> Settings:
    return Settings(
        supabase_url="http://gateway.test",
        supabase_publishable_key="sb_publishable_test",
        supabase_secret_key="sb_secret_test",
        scheduler_secret=SCHEDULER_SECRET,
        allowed_origins=frozenset({ORIGIN}),
        max_body_bytes=200_000,
    )


@pytest.fixture
def gateway(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[Gateway]:
    canned = Gateway()

    def open_client(_gateway_url: str, _keepalive_seconds: float) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.MockTransport(canned.handle))

    monkeypatch.setattr(database, "GatewayClient", open_client)
    monkeypatch.setattr(database, "_clients", type(database._clients)())
    monkeypatch.setattr(http, "get_settings", lambda: settings)
    watches: WeakKeyDictionary[object, OutageWatch] = WeakKeyDictionary()
    monkeypatch.setattr(database, "_watches", watches)
    yield canned
    for watch in watches.values():
        watch.close()


async def _application(scope: Scope, receive: Receive, send: Send) -> None:
    response = await api(Request(scope, receive))
    await response(scope, receive, send)


@pytest.fixture
def client(gateway: Gateway) -> httpx.AsyncClient:
    """A signed-in candidate's client for every function."""
    return httpx.AsyncClient(
        transport=httpx.ASGITransport(_application),
        base_url="http://functions.test",
        headers={"authorization": f"Bearer {TOKEN}"},
    )


@pytest.fixture
def log(capsys: pytest.CaptureFixture[str]) -> Log:
    return Log(capsys)
