"""Connections to the gateway are reused when that is safe, never otherwise; on real sockets."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import httpx
import pytest

from shared import transport
from shared.transport import GatewayClient

Serve = Callable[[bytes, asyncio.StreamWriter], Awaitable[None]]
OK = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"


class Server:
    """Answers each request with what a test says, and counts."""

    def __init__(self, serve: Serve) -> None:
        self._serve = serve
        self.connections = 0
        self.requests: list[bytes] = []
        self.url = ""

    async def handle(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self.connections += 1
        try:
            while not reader.at_eof():
                head = await reader.readuntil(b"\r\n\r\n")
                length = next(
                    int(line.split(b":")[1])
                    for line in head.lower().split(b"\r\n")
                    if line.startswith(b"content-length")
                )
                self.requests.append(head + await reader.readexactly(length))
                await self._serve(self.requests[-1], writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            pass  # The client is gone; that is what some tests are about.
        finally:
            writer.close()


@asynccontextmanager
async def serving(serve: Serve, keepalive_seconds: float = 60) -> AsyncIterator[tuple[Server, GatewayClient]]:
    server = Server(serve)
    listener = await asyncio.start_server(server.handle, "127.0.0.1", 0)
    server.url = f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}/rpc"
    async with GatewayClient(server.url, keepalive_seconds) as client:
        yield server, client
    listener.close()


def always(answer: bytes, close: bool = False) -> Serve:
    async def serve(_: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(answer)
        if close:
            writer.close()

    return serve


async def post(server: Server, client: GatewayClient, body: bytes = b"{}") -> httpx.Response:
    return await client.request("POST", server.url, content=body, headers=httpx.Headers({"apikey": "key"}))


async def test_one_connection_serves_one_request_after_the_other() -> None:
    async with serving(always(OK)) as (server, client):
        for number in range(5):
            reply = await post(server, client, b"%d" % number)
            assert (reply.status_code, reply.content) == (200, b"ok")
        assert server.connections == 1
        assert [request[-1:] for request in server.requests] == [b"0", b"1", b"2", b"3", b"4"]
        assert b"apikey: key\r\n" in server.requests[0]


async def test_requests_at_once_have_a_connection_each_and_their_own_answer() -> None:
    bodies = [b"body %d" % number for number in range(50)]
    others_answered = asyncio.Event()
    answered: list[bytes] = []

    async def echo(request: bytes, writer: asyncio.StreamWriter) -> None:
        body = request.partition(b"\r\n\r\n")[2]
        if body[-1] % 2:
            await others_answered.wait()
        writer.write(b"HTTP/1.1 200 OK\r\ncontent-length: %d\r\n\r\n%s" % (len(body), body))
        answered.append(body)
        if len(answered) == len(bodies) // 2:
            others_answered.set()

    async with serving(echo) as (server, client):
        replies = await asyncio.gather(*(post(server, client, body) for body in bodies))
        assert [reply.content for reply in replies] == bodies


async def test_a_cancelled_request_leaves_nothing_behind_for_the_next() -> None:
    arrived, cancelled, written = asyncio.Event(), asyncio.Event(), asyncio.Event()

    async def slow_first(request: bytes, writer: asyncio.StreamWriter) -> None:
        if request.endswith(b"first"):
            arrived.set()
            await cancelled.wait()
            writer.write(OK.replace(b"ok", b"no"))
            written.set()
        else:
            writer.write(OK)

    async with serving(slow_first) as (server, client):
        first = asyncio.create_task(post(server, client, b"first"))
        await arrived.wait()
        first.cancel()
        with pytest.raises(asyncio.CancelledError):
            await first
        cancelled.set()
        await written.wait()
        assert (await post(server, client)).content == b"ok"
        assert server.connections == 2


@pytest.mark.parametrize(
    "answer",
    [
        b"HTTP/1.1 200 OK\r\ntransfer-encoding: chunked\r\n\r\n1\r\no\r\n1\r\nk\r\n0\r\n\r\n",
        b"HTTP/1.1 103 Early Hints\r\nlink: </x>\r\n\r\n" + OK,
    ],
    ids=["chunked", "informational"],
)
async def test_every_framing_of_http_is_understood(answer: bytes) -> None:
    async with serving(always(answer)) as (server, client):
        for _ in range(2):
            assert (await post(server, client)).content == b"ok"
        assert server.connections == 1


@pytest.mark.parametrize(
    "answer",
    [b"HTTP/1.1 200 OK\r\n\r\nok", OK.replace(b"\r\n\r\n", b"\r\nconnection: close\r\n\r\n")],
    ids=["until the end", "announced"],
)
async def test_a_connection_that_the_gateway_closes_is_not_used_again(answer: bytes) -> None:
    async with serving(always(answer, close=True)) as (server, client):
        for _ in range(3):
            assert (await post(server, client)).content == b"ok"
        assert server.connections == 3


@pytest.mark.parametrize("answer", [b"", OK[:20], OK[:-1], b"SSH-2.0-OpenSSH\r\n\r\n"], ids=repr)
async def test_an_answer_cut_off_or_garbled_is_an_error_and_the_next_request_works(
    answer: bytes,
) -> None:
    async def broken_first(request: bytes, writer: asyncio.StreamWriter) -> None:
        if request.endswith(b"first"):
            writer.write(answer)
            writer.close()
        else:
            writer.write(OK)

    async with serving(broken_first) as (server, client):
        with pytest.raises(httpx.TransportError):
            await post(server, client, b"first")
        assert (await post(server, client)).content == b"ok"


async def test_an_idle_connection_is_not_used_late() -> None:
    async with serving(always(OK), keepalive_seconds=0) as (server, client):
        await post(server, client)
        await post(server, client)
        assert server.connections == 2


async def test_no_gateway_is_a_connect_error() -> None:
    async with serving(always(OK)) as (server, client):
        with pytest.raises(httpx.ConnectError):
            await client.request("POST", "http://127.0.0.1:1/rpc", content=b"", headers={})
        assert server.connections == 0


async def test_the_deadline_covers_the_wait_for_a_connection(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(transport, "MAX_CONNECTIONS", 1)

    arrived, enough = asyncio.Event(), asyncio.Event()

    async def never(_: bytes, writer: asyncio.StreamWriter) -> None:
        arrived.set()
        await enough.wait()
        writer.close()

    async with serving(never) as (server, client):
        first = asyncio.create_task(post(server, client))
        await arrived.wait()
        with pytest.raises(TimeoutError):
            async with asyncio.timeout(0.05):
                await post(server, client)
        assert len(server.requests) == 1
        enough.set()
        with pytest.raises(httpx.TransportError):
            await first
