"""A gateway on a real socket that responds as a test says, and calls to it over the client under test."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import httpx

from shared.rpc.transport import GatewayClient

Serve = Callable[[bytes, asyncio.StreamWriter], Awaitable[None]]
OK = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"


class Server:
    """Answers each request as the test says, and counts them."""

    def __init__(self, serve: Serve) -> None:
        self._serve = serve
        self.connections = 0
        self.requests: list[bytes] = []
        self.url = ""
        self._came = asyncio.Event()
        self.was_left = asyncio.Event()

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
                self._came.set()
                await self._serve(self.requests[-1], writer)
        except (asyncio.IncompleteReadError, ConnectionError):
            self.was_left.set()
        finally:
            writer.close()

    async def has_got(self, requests: int) -> None:
        """Return when this many requests have arrived in all."""
        async with asyncio.timeout(60):
            while len(self.requests) < requests:
                self._came.clear()
                await self._came.wait()


@asynccontextmanager
async def serving(serve: Serve, keepalive_seconds: float = 60) -> AsyncIterator[tuple[Server, GatewayClient]]:
    server = Server(serve)
    listener = await asyncio.start_server(server.handle, "127.0.0.1", 0, backlog=512)
    server.url = f"http://127.0.0.1:{listener.sockets[0].getsockname()[1]}/rpc"
    try:
        async with GatewayClient(server.url, keepalive_seconds) as client:
            yield server, client
    finally:
        listener.close()


def always(answer: bytes, close: bool = False) -> Serve:
    async def serve(_: bytes, writer: asyncio.StreamWriter) -> None:
        writer.write(answer)
        if close:
            writer.close()

    return serve


async def post(
    server: Server, client: GatewayClient, body: bytes = b"{}", token: str = "", rpc: str = "submit_answer"
) -> httpx.Response:
    headers = httpx.Headers({"apikey": "key"} | ({"authorization": f"Bearer {token}"} if token else {}))
    return await client.request("POST", f"{server.url}/{rpc}", content=body, headers=headers)
