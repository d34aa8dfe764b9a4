"""One keep-alive HTTP/1.1 connection to the gateway: h11 on an asyncio protocol.

It has the interface of httpx's own transport, for a fifth of the processor time: httpx passes each exchange through
four layers and two libraries of locks. docs/benchmarks.md has the figures.
"""

import asyncio
import select
import socket
import ssl
import time
from typing import cast

import h11
import httpx
from aiohappyeyeballs import start_connection

# Bytes of a response's head; PostgREST sends under 1 KB.
MAX_HEAD = 64 * 1024
# How long one address may take before the next one is tried beside it (RFC 8305).
HAPPY_EYEBALLS_SECONDS = 0.25


class GatewayConnection:
    """Carries one request at a time; opens a connection whenever it has none that is usable.

    A connection idle for `keepalive_seconds` is not reused, and neither is one that the gateway has closed.
    """

    def __init__(self, context: ssl.SSLContext, keepalive_seconds: float) -> None:
        self._context = context
        self._keepalive_seconds = keepalive_seconds
        self._wire: _Wire | None = None
        self._closed = False

    async def exchange(self, request: httpx.Request) -> httpx.Response:
        """Send the request and return the whole response. Never cancelled by its caller.

        The time limits, in seconds, are in the request's extension `timeout`: `connect`, and `read` from the first byte
        sent to the last one received. Raises httpx.RequestError: ConnectTimeout and ConnectError before anything was
        sent; ReadTimeout, ReadError and RemoteProtocolError if the gateway may have carried out the request.
        """
        limits: dict[str, float] = request.extensions["timeout"]
        content = await request.aread()
        wire = self._wire
        if wire is None or not wire.is_fit(self._keepalive_seconds):
            self._hang_up()
            wire = self._wire = await self._connect(request, limits["connect"])
        try:
            response = await wire.exchange(request, content, limits["read"])
        except BaseException:
            self._hang_up()
            raise
        if self._closed or not wire.is_open_for_another:
            self._hang_up()
        return response

    def close(self) -> None:
        """Close the connection for good; an exchange in progress fails with ReadError."""
        self._closed = True
        self._hang_up()

    def _hang_up(self) -> None:
        if self._wire is not None:
            self._wire.close()
            self._wire = None

    async def _connect(self, request: httpx.Request, seconds: float) -> "_Wire":
        url, loop = request.url, asyncio.get_running_loop()
        secure = url.scheme == "https"
        try:
            async with asyncio.timeout(seconds):
                port = url.port or (443 if secure else 80)
                addresses = await loop.getaddrinfo(url.host, port, type=socket.SOCK_STREAM)
                # An address that leads nowhere (IPv6 without a route) must not use up the time.
                open_socket = await start_connection(
                    addresses, happy_eyeballs_delay=HAPPY_EYEBALLS_SECONDS, interleave=1
                )
                _, wire = await loop.create_connection(
                    _Wire,
                    sock=open_socket,
                    ssl=self._context if secure else None,
                    server_hostname=url.host if secure else None,
                )
        except TimeoutError:
            raise httpx.ConnectTimeout("The gateway did not accept a connection in time.", request=request) from None
        except OSError as error:
            raise httpx.ConnectError(str(error), request=request) from error
        return wire


class _Wire(asyncio.Protocol):
    """An open connection. Each exchange has one future; bytes that belong to no exchange close the connection."""

    def __init__(self) -> None:
        self._http = h11.Connection(h11.CLIENT, max_incomplete_event_size=MAX_HEAD)
        self._transport: asyncio.Transport | None = None
        self._done: asyncio.Future[httpx.Response] | None = None
        self._request: httpx.Request | None = None
        self._head: h11.Response | None = None
        self._body: list[bytes] = []
        self._used_at = 0.0

    @property
    def is_open_for_another(self) -> bool:
        """Whether the last response lets the connection be used again."""
        open_ = self._transport is not None and not self._transport.is_closing()
        # Bytes after a response belong to nobody; the next caller must not read them.
        return open_ and self._http.our_state is h11.IDLE and not self._http.trailing_data[0]

    def is_fit(self, keepalive_seconds: float) -> bool:
        """Whether it can carry one more request now."""
        if not self.is_open_for_another or self._transport is None:
            return False
        if time.monotonic() - self._used_at >= keepalive_seconds:
            return False
        # If there is something to read, the gateway has closed it and the event loop has not noticed yet.
        poll = select.poll()
        poll.register(self._transport.get_extra_info("socket").fileno(), select.POLLIN)
        return not poll.poll(0)

    def close(self) -> None:
        """Close the connection at once."""
        if self._transport is not None:
            self._transport.abort()

    async def exchange(self, request: httpx.Request, content: bytes, seconds: float) -> httpx.Response:
        """Send the request with `content` and wait for the whole response."""
        if self._transport is None:
            raise httpx.ReadError("The gateway closed the connection.", request=request)
        try:
            head = h11.Request(method=request.method, target=request.url.raw_path, headers=request.headers.raw)
            sent = [self._http.send(head), self._http.send(h11.Data(content)), self._http.send(h11.EndOfMessage())]
        except h11.LocalProtocolError as error:
            raise httpx.LocalProtocolError(str(error), request=request) from error
        self._request, self._head, self._body = request, None, []
        self._done = asyncio.get_running_loop().create_future()
        self._transport.write(b"".join(part for part in sent if part))
        try:
            async with asyncio.timeout(seconds):
                return await self._done
        except TimeoutError:
            raise httpx.ReadTimeout("The gateway did not answer in time.", request=request) from None
        finally:
            self._done = None
            self._used_at = time.monotonic()

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        # uvloop's transports are not subclasses of asyncio's.
        self._transport = cast(asyncio.Transport, transport)

    def data_received(self, data: bytes) -> None:
        if self._done is None or self._done.done():
            self.close()
            return
        try:
            self._http.receive_data(data)
            self._read(self._done)
        except h11.RemoteProtocolError as error:
            self._fail(httpx.RemoteProtocolError(str(error), request=self._request))
            self.close()

    def eof_received(self) -> None:
        # The end of a response without a length; h11 raises for any other.
        self.data_received(b"")

    def connection_lost(self, exc: Exception | None) -> None:
        self._transport = None
        self._fail(httpx.ReadError(str(exc or "The gateway closed the connection."), request=self._request))

    def _read(self, done: "asyncio.Future[httpx.Response]") -> None:
        while True:
            event = self._http.next_event()
            if isinstance(event, h11.Response):
                self._head = event
            elif isinstance(event, h11.Data):
                self._body.append(bytes(event.data))
            elif isinstance(event, h11.EndOfMessage):
                break
            elif not isinstance(event, h11.InformationalResponse):
                return  # The rest has not arrived yet.
        assert self._head is not None
        if self._http.our_state is h11.DONE and self._http.their_state is h11.DONE:
            self._http.start_next_cycle()
        try:
            response = httpx.Response(
                self._head.status_code,
                headers=self._head.headers.raw_items(),
                content=b"".join(self._body),
                request=self._request,
            )
        except httpx.DecodingError as error:
            done.set_exception(error)
        else:
            done.set_result(response)

    def _fail(self, error: httpx.TransportError) -> None:
        if self._done is not None and not self._done.done():
            self._done.set_exception(error)
