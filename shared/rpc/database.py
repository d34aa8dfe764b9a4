"""The only place that calls an RPC, as the caller or as the service.

postgrest builds and sends the request, but its `execute()` does not read the response. That would drop the HTTP status
(42501 means "not signed in" with 401 and "not allowed" with 403) and the body of a refusal that was committed, and
would parse a success only to serialize it again.
"""

import asyncio
import json
import re
from collections.abc import Mapping
from time import perf_counter
from typing import Any
from weakref import WeakKeyDictionary

import httpx
from postgrest import AsyncPostgrestClient
from postgrest.base_request_builder import RequestConfig

from shared.problems import Problem
from shared.rpc import repeating
from shared.rpc.outage_watch import SUSPECT_SECONDS, OutageWatch
from shared.rpc.refusals import read_result
from shared.rpc.transport import GatewayClient, OwnShareUsedError, deadline
from shared.settings import Settings

SCHEMA = "reprise"
JWT = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+", re.ASCII)
# For a call by the service that no request waits for: claiming work, storing its result, counting its tokens.
SERVICE_TIMEOUT_SECONDS = 10.0
NO_SECRET_KEY = "SUPABASE_SECRET_KEY is missing"
# A candidate's writes, whose failures may be an outage.
WATCHED = frozenset({"finish_session", "heartbeat", "resume_session", "start_session", "submit_answer"})

_clients: "WeakKeyDictionary[asyncio.AbstractEventLoop, dict[str, AsyncPostgrestClient]]" = WeakKeyDictionary()
_watches: WeakKeyDictionary[object, OutageWatch] = WeakKeyDictionary()


def _client(settings: Settings) -> AsyncPostgrestClient:
    """The gateway client of this event loop. It has no identity: each request has its own headers."""
    clients = _clients.setdefault(asyncio.get_running_loop(), {})
    client = clients.get(settings.supabase_url)
    if client is None:
        client = clients[settings.supabase_url] = _new_client(settings)
    return client


def _new_client(settings: Settings) -> AsyncPostgrestClient:
    return AsyncPostgrestClient(
        f"{settings.supabase_url}/rest/v1",
        schema=SCHEMA,
        headers={"Accept": "application/json", "Content-Type": "application/json"},
        http_client=GatewayClient(settings.supabase_url, settings.gateway_keepalive_seconds),
        retry_enabled=False,
    )


def gateway_of(settings: Settings) -> object:
    """A key for what all calls to one gateway share in this event loop; it lives as long as the loop."""
    return _client(settings)


class Database:
    """The database access of one request, under one identity that never changes.

    Without an identity (no secret key is set), every call fails with `internal_error`. `seconds` adds up the time spent
    waiting for the database.
    """

    def __init__(
        self, settings: Settings, identity: Mapping[str, str] | None, client: AsyncPostgrestClient | None = None
    ) -> None:
        self._settings = settings
        self._identity = identity
        self._client = client
        self.seconds = 0.0

    async def rpc(self, name: str, arguments: Mapping[str, Any], timeout_seconds: float | None = None) -> bytes:
        """Call the RPC `name` once and return its result, a JSON object, unparsed.

        `arguments` may hold UUIDs and datetimes. The deadline (by default the setting `database_timeout_seconds`)
        covers waiting for a connection, connecting, sending and reading. A call that was sent continues after its
        caller has disconnected. Raises Problem: the database's refusal, `rate_limited` if the caller's other calls take
        too long, `database_unavailable` or `internal_error`.
        """
        identity = self._identity
        if identity is None:
            raise Problem("internal_error", cause=NO_SECRET_KEY)
        seconds = timeout_seconds or self._settings.database_timeout_seconds
        watch = _watch(self._settings) if name in WATCHED else None
        if watch is None:
            return await self._call(name, arguments, identity, seconds)
        return await watch.write(lambda left: self._call(name, arguments, identity, left), seconds)

    async def _call(
        self, name: str, arguments: Mapping[str, Any], identity: Mapping[str, str], seconds: float
    ) -> bytes:
        started = perf_counter()
        try:
            async with deadline(seconds):
                response = await self._send(name, arguments, identity)
        except OwnShareUsedError as error:
            raise Problem("rate_limited", reason="own_calls", cause=f"{type(error).__name__} in {name}") from error
        except (TimeoutError, httpx.RequestError) as error:
            raise Problem("database_unavailable", cause=f"{type(error).__name__} in {name}") from error
        finally:
            self.seconds += perf_counter() - started
        return read_result(response, name)

    async def rpc_object(
        self, name: str, arguments: Mapping[str, Any], timeout_seconds: float | None = None
    ) -> dict[str, Any]:
        """As `rpc`, with the result parsed."""
        parsed: dict[str, Any] = json.loads(await self.rpc(name, arguments, timeout_seconds))
        return parsed

    async def rpc_repeatable(
        self, name: str, arguments: Mapping[str, Any], timeout_seconds: float | None = None
    ) -> dict[str, Any]:
        """As `rpc_object`, repeated while the database is unavailable, for `repeating.PATIENCE_SECONDS` at most.

        Repeating the call must change nothing, as with a call under the token of a claim. `timeout_seconds`, by default
        SERVICE_TIMEOUT_SECONDS, limits each call.
        """
        return await repeating.repeat_while_unavailable(
            lambda seconds: self.rpc_object(name, arguments, seconds), timeout_seconds or SERVICE_TIMEOUT_SECONDS
        )

    async def _send(self, name: str, arguments: Mapping[str, Any], identity: Mapping[str, str]) -> httpx.Response:
        # rpc() makes new headers for each call, so an identity set in them reaches no other call.
        client = self._client or _client(self._settings)
        request: RequestConfig[httpx.AsyncClient] = client.rpc(name, dict(arguments)).request
        request.headers.update(identity)
        return await request.send(httpx.Headers())


def caller_database(settings: Settings, token: str) -> Database:
    """The database as the owner of this access token, if the database accepts the token."""
    identity = {
        "apikey": settings.supabase_publishable_key,
        "Authorization": f"Bearer {token}",
    }
    return Database(settings, identity)


def service_database(settings: Settings, client: AsyncPostgrestClient | None = None) -> Database:
    """The database as the service; never for anything a candidate sent."""
    key = settings.supabase_secret_key
    if key is None:
        return Database(settings, None)
    identity = {"apikey": key}
    # The older service_role keys are also tokens; an sb_secret_… key must not be sent as one.
    if JWT.fullmatch(key):
        identity["Authorization"] = f"Bearer {key}"
    return Database(settings, identity, client)


def report_failure(settings: Settings, sent_at: float) -> None:
    """Report that a call sent at this moment (of `time.monotonic`) found the database unavailable."""
    watch = _watch(settings)
    if watch is not None:
        watch.failed(sent_at)


class _OutageCalls:
    """The service's calls during an outage, over connections that no other call uses."""

    def __init__(self, settings: Settings) -> None:
        self._database = service_database(settings, _new_client(settings))

    async def probe_writes(self) -> dict[str, Any]:
        return await self._database.rpc_object("probe_writes", {}, SUSPECT_SECONDS)

    async def record_outage(self, seconds: float, ended_ago: float) -> dict[str, Any]:
        return await self._database.rpc_object("record_outage", {"seconds": seconds, "ended_ago": ended_ago})

    async def credit_outages(self) -> dict[str, Any]:
        return await self._database.rpc_object("credit_outages", {})


def _watch(settings: Settings) -> OutageWatch | None:
    """The watch of this gateway in this event loop; None without the key that it needs."""
    if settings.supabase_secret_key is None:
        return None
    gateway = gateway_of(settings)
    watch = _watches.get(gateway)
    if watch is None:
        watch = _watches[gateway] = OutageWatch(_OutageCalls(settings))
    return watch
