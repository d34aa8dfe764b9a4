"""The HTTP layer without a database: canned responses stand in for the gateway, not for its rules."""

import json
import sys
from dataclasses import dataclass, field
from typing import Any, cast

import httpx
import pytest
from starlette.requests import Request
from starlette.types import Receive, Scope, Send

from functions.api import api
from shared.http import endpoint as http
from shared.http.endpoint import EntryPoint
from shared.rpc import database
from shared.settings import Settings

TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.token-canary"
ORIGIN = "https://app.example.com"
SCHEDULER_SECRET = "a-secret-for-the-scheduler"


@dataclass
class Gateway:
    """Answers every RPC as the test says, and records the requests."""

    status: int = 200
    content: bytes = b'{"replayed": false}'
    headers: dict[str, str] = field(default_factory=lambda: {"content-type": "application/json"})
    failure: Exception | None = None
    requests: list[httpx.Request] = field(default_factory=list)

    def answers(self, status: int, body: Any) -> None:
        """Respond with this status and JSON from now on."""
        self.status, self.content = status, json.dumps(body).encode()

    def refuses(self, status: int, code: str, message: str, details: Any = None) -> None:
        """Respond with an error in PostgREST's format from now on."""
        error = {"code": code, "message": message, "details": details, "hint": "A hint."}
        self.answers(status, error)

    @property
    def sent(self) -> Any:
        """The arguments of the only RPC."""
        [request] = self.requests
        return json.loads(request.content)

    async def handle(self, request: httpx.Request) -> httpx.Response:
        """The handler of the mock transport."""
        self.requests.append(request)
        if self.failure:
            raise self.failure
        return httpx.Response(self.status, headers=self.headers, content=self.content)


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
def gateway(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Gateway:
    canned = Gateway()

    def open_client(_gateway_url: str, _keepalive_seconds: float) -> httpx.AsyncClient:
        return httpx.AsyncClient(transport=httpx.MockTransport(canned.handle))

    monkeypatch.setattr(database, "GatewayClient", open_client)
    monkeypatch.setattr(database, "_clients", type(database._clients)())
    monkeypatch.setattr(http, "get_settings", lambda: settings)
    return canned


async def _application(scope: Scope, receive: Receive, send: Send) -> None:
    response = await cast(EntryPoint, api)(Request(scope, receive))
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
def log(capsys: pytest.CaptureFixture[str]) -> "Log":
    return Log(capsys)


class Log:
    """The structured log of the functions."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def text(self) -> str:
        """Everything logged since the last call."""
        captured = self._capsys.readouterr()
        sys.stderr.write(captured.err)
        return captured.out

    def line(self) -> dict[str, Any]:
        """The only line logged."""
        [line] = self.text().splitlines()
        entry: dict[str, Any] = json.loads(line)
        return entry
