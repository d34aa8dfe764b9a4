"""Sends requests to the gateway over a few keep-alive connections.

An httpx client merges settings, cookies, redirects and proxies into every request. Calling one gateway needs none of
that, so plain requests go straight to the transport.

Requests wait in a fair queue for one of a few connections. Those for an expensive RPC first wait in a queue of their
own, so that they hold few connections, and one at a time for a person. A large result of one also keeps the person's
next one waiting until the response that contains it has been sent. A request that was sent is never cancelled: its
caller stops waiting, and it holds its slots until its response arrives or its time limits end it. A gateway that hangs
therefore gets no more than `MAX_CONNECTIONS` requests, and no backlog of abandoned ones delays the next call when it
recovers.

A person who uses a connection more than `SHARE_EACH` of the time waits, while others call too: a flood from one account
takes that much of the database, and not all that is left over.
"""

import asyncio
import json
import ssl
import sys
from base64 import urlsafe_b64decode
from collections import OrderedDict
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from contextvars import ContextVar
from functools import lru_cache, partial
from hashlib import sha256
from time import monotonic
from typing import Any

import httpx

from shared.fair_queue import Allowance, FairQueue
from shared.rpc.connection import GatewayConnection
from shared.rpc.unsent import unsent_of_request
from shared.settings import DATABASE_TIMEOUT_SECONDS

# As many as PostgREST's own pool holds (db-pool, by default): more would only wait there, in no fair order.
MAX_CONNECTIONS = 10
# How many of them one caller may hold, so that a flood from one leaves connections and processors for the others.
MOST_EACH = 3
# What one person may use of one connection while others call too, the seconds that they may use at once, and the most
# that counts of one call. A candidate's call takes 20 ms every few seconds.
SHARE_EACH, SAVED_SECONDS, MOST_COUNTED_SECONDS = 0.2, 10.0, 0.25
# RPCs that take long: they read or write a whole session, document or interview, or a page of up to 256 KiB.
EXPENSIVE_RPCS = frozenset(
    {
        *("get_analytics", "get_prep_session", "get_record", "get_results", "get_shared_prep"),
        *("export_candidates", "export_questions", "import_questions", "list_account_rows", "list_invitations"),
        *("list_messages", "list_notices", "list_results", "list_webhooks", "patch_prep_session", "publish_interview"),
        "regrade_interview",
    }
)
# The connections that expensive RPCs of all callers may hold; one each.
EXPENSIVE_AT_ONCE = 3
# A smaller result of an expensive RPC is not held until it has been sent.
SMALL_BYTES = 64 * 1024
# A request that has waited for this share of its time is not sent: the rest is for its response. Without this, an
# overloaded process would send every request just before its caller gives up.
SHARE_FOR_THE_QUEUE = 0.8
# Characters of a token's base64url payload that are decoded, and of the subject in it.
MAX_PAYLOAD, MAX_SUBJECT = 8192, 255
# Tokens that are remembered as accepted.
MOST_TOKENS = 8192

# A slot in a queue, and the caller who holds it.
Place = tuple[FairQueue, str]

_seconds: ContextVar[float] = ContextVar("seconds", default=DATABASE_TIMEOUT_SECONDS)


@asynccontextmanager
async def deadline(seconds: float) -> AsyncIterator[None]:
    """Limit requests in this block to `seconds` in all; raises TimeoutError, or httpx.PoolTimeout if unsent."""
    token = _seconds.set(seconds)
    try:
        async with asyncio.timeout(seconds):
            yield
    finally:
        _seconds.reset(token)


class OwnShareUsedError(httpx.PoolTimeout):
    """The caller used more than its share, and the call was not sent."""


class GatewayClient(httpx.AsyncClient):
    """An httpx client that passes plain requests straight to its transport.

    A connection idle for `keepalive_seconds` is not reused; this must be less than the idle timeout of the gateway. A
    connection that the gateway closed earlier is not reused either. A request that still runs into a closing connection
    fails, and the caller has to decide whether to repeat it: the gateway may have carried it out.
    """

    def __init__(self, gateway_url: str, keepalive_seconds: float) -> None:
        # Loading the certificate authorities takes as long as all our imports, so skip it for http.
        context = httpx.create_ssl_context(verify=not gateway_url.startswith("http://"), trust_env=False)
        self._gateway = _QueuedTransport(MAX_CONNECTIONS, context, keepalive_seconds)
        super().__init__(transport=self._gateway, trust_env=False)

    async def request(self, method: str, url: httpx.URL | str, **options: Any) -> httpx.Response:
        """Send `content` with `headers`, unchanged; with any other option, httpx handles the request.

        Raises httpx.PoolTimeout if the caller gets no connection in time; then nothing was sent.
        """
        headers, content = options.pop("headers", None), options.pop("content", None)
        if any(options.values()):
            return await super().request(method, url, headers=headers, content=content, **options)
        request = httpx.Request(
            method, _parsed(str(url)), headers=headers, content=content, extensions={"timeout": _limits(_seconds.get())}
        )
        return await self._gateway.handle_async_request(request)


class _QueuedTransport(httpx.AsyncBaseTransport):
    """One connection per request, granted in turn and held until the whole response has arrived."""

    def __init__(self, connections: int, context: ssl.SSLContext, keepalive_seconds: float) -> None:
        allowance = Allowance(SHARE_EACH, SAVED_SECONDS, MOST_COUNTED_SECONDS)
        self._queue = FairQueue(connections, MOST_EACH, allowance)
        self._expensive = FairQueue(EXPENSIVE_AT_ONCE, 1, allowance)
        self._callers = _Callers()
        # No limit in all: a few people who read slowly would otherwise keep everybody else's results from being read.
        self._results = FairQueue(sys.maxsize, 1)
        self._context = context
        self._keepalive_seconds = keepalive_seconds
        self._connections: list[GatewayConnection] = []
        # Last in, first out: the connection used last is the least likely to have been closed meanwhile.
        self._idle: list[GatewayConnection] = []
        self._under_way: set[asyncio.Task[httpx.Response]] = set()

    async def handle_async_request(self, request: httpx.Request) -> httpx.Response:
        caller = self._callers.caller(request)
        places = [(self._queue, caller)]
        unsent = unsent_of_request.get()
        result: Place | None = None
        if _is_expensive(request):
            places.insert(0, (self._expensive, caller))
            result = (self._results, _reader(request, caller))
            # A request never waits for itself.
            if unsent and unsent.holds(result):
                result = None
            else:
                places.insert(0, result)
        try:
            async with asyncio.timeout(request.extensions["timeout"]["pool"]):
                await _enter_all(places)
        except TimeoutError:
            if self._queue.wait_seconds(caller):
                raise OwnShareUsedError("The caller has used its share.", request=request) from None
            raise httpx.PoolTimeout("No connection to the gateway became free in time.", request=request) from None
        sent_at = monotonic()
        connection = self._idle.pop() if self._idle else self._another()
        task = asyncio.create_task(connection.exchange(request))
        self._under_way.add(task)

        def finish(done: asyncio.Task[httpx.Response]) -> None:
            self._under_way.discard(done)
            self._idle.append(connection)
            # Retrieves the exception, because the caller may be gone.
            failed = done.cancelled() or done.exception() is not None
            if not failed:
                self._callers.learn(request, done.result())
            for place in places:
                if place is result and unsent and not failed and len(done.result().content) > SMALL_BYTES:
                    unsent.hold(place, partial(_leave, place))
                elif place[0] is self._queue and caller != request.url.path:
                    self._queue.leave(caller, monotonic() - sent_at)
                else:
                    _leave(place)

        task.add_done_callback(finish)
        return await asyncio.shield(task)

    async def aclose(self) -> None:
        for connection in self._connections:
            connection.close()

    def _another(self) -> GatewayConnection:
        connection = GatewayConnection(self._context, self._keepalive_seconds)
        self._connections.append(connection)
        return connection


async def _enter_all(places: Sequence[Place]) -> None:
    """Wait for each place, in order; holds none if the wait ends early."""
    entered: list[Place] = []
    try:
        for place in places:
            queue, caller = place
            await queue.enter(caller)
            entered.append(place)
    except BaseException:
        for place in entered:
            _leave(place)
        raise


def _leave(place: Place) -> None:
    queue, caller = place
    queue.leave(caller)


def _is_expensive(request: httpx.Request) -> bool:
    return request.url.path.rpartition("/")[2] in EXPENSIVE_RPCS


def _limits(seconds: float) -> dict[str, float]:
    """The request's extension `timeout`, for a call whose caller waits `seconds`."""
    return {
        "pool": SHARE_FOR_THE_QUEUE * seconds,
        "connect": seconds,
        # More than the caller waits: while the gateway works on a request, no other is sent in its place.
        "read": 2 * seconds,
    }


def _reader(request: httpx.Request, caller: str) -> str:
    """The queue key for a result that has not been sent: the caller, or for the service, the call.

    A stranger who reads a shared prep session slowly therefore delays only others with the same link.
    """
    if caller == request.url.path:
        return f"{caller} {sha256(request.content).hexdigest()}"
    return caller


class _Callers:
    """Names the callers of requests for the queues.

    A person is one caller with all their tokens that PostgREST has accepted. The signature is not verified here, so a
    token that has not been accepted counts as a caller of its own: a forged one that names somebody takes nothing from
    them. The service is one caller for each RPC.
    """

    def __init__(self) -> None:
        self._people: OrderedDict[bytes, str] = OrderedDict()

    def caller(self, request: httpx.Request) -> str:
        """The queue key of a request."""
        token = _token(request)
        if token is None:
            return request.url.path
        digest = sha256(token.encode()).digest()
        return self._people.get(digest) or f"stranger {digest.hex()}"

    def learn(self, request: httpx.Request, response: httpx.Response) -> None:
        """Remember whether PostgREST accepts the token of a request: a success or a refusal with a code, or 401."""
        token = _token(request)
        if token is None:
            return
        digest = sha256(token.encode()).digest()
        refused = 400 <= response.status_code < 500 and b'"code"' in response.content
        if response.status_code == 401:
            self._people.pop(digest, None)
        elif response.is_success or refused:
            self._people[digest] = _person(token)
            self._people.move_to_end(digest)
            if len(self._people) > MOST_TOKENS:
                self._people.popitem(last=False)


def _token(request: httpx.Request) -> str | None:
    """The Authorization header of a person; None for the service and for requests without a person."""
    authorization: str | None = request.headers.get("authorization")
    return authorization if authorization and authorization != f"Bearer {request.headers.get('apikey')}" else None


def _person(authorization: str) -> str:
    """The subject of an accepted bearer token, or the whole header if it can't be decoded."""
    parts = authorization.split(".")
    if len(parts) != 3 or len(parts[1]) > MAX_PAYLOAD:
        return authorization
    try:
        payload = json.loads(urlsafe_b64decode(parts[1] + "=" * (-len(parts[1]) % 4)))
    except (ValueError, RecursionError):
        return authorization
    subject = payload.get("sub") if isinstance(payload, dict) else None
    if not isinstance(subject, str) or not 0 < len(subject) <= MAX_SUBJECT:
        return authorization
    return f"subject {subject}"


@lru_cache(maxsize=64)
def _parsed(url: str) -> httpx.URL:
    return httpx.URL(url)
