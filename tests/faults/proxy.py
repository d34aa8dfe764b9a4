"""A proxy that loses, cuts, repeats and delays exchanges according to a plan."""

import asyncio
import re
import socket
import struct
import threading
from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, Self
from urllib.parse import urlsplit

from local.ports import HOST

FAULTS = (
    "request lost",
    "request cut",
    "response lost",
    "response cut",
    "response reset",
    "response held back",
    "request doubled",
    "request repeated later",
)
_CONTENT_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_CONNECTION = re.compile(rb"\r\nconnection:[^\r]*", re.IGNORECASE)
_RESET_ON_CLOSE = struct.pack("ii", 1, 0)


class SpoilingProxy:
    """Forwards to `upstream`, one connection per request; each request takes one fault from `plan`."""

    def __init__(self, upstream: str) -> None:
        address = urlsplit(upstream)
        self._upstream = (address.hostname, address.port)
        self.plan: deque[str] = deque()
        self.injected: Counter[str] = Counter()
        # Set at the end of a partition; None while there is none.
        self._healed: asyncio.Event | None = None
        self._late: list[bytes] = []
        self._serving: set[asyncio.Task[Any] | None] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)

    def __enter__(self) -> Self:
        self._thread.start()
        starting = asyncio.start_server(self._serve, HOST, 0, limit=2**20)
        self._server = asyncio.run_coroutine_threadsafe(starting, self._loop).result(60)
        self.url = f"http://{HOST}:{self._server.sockets[0].getsockname()[1]}"
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(60)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    @contextmanager
    def partitioned(self) -> Iterator[None]:
        """Forward no request, and answer none."""
        healed = self._healed = asyncio.Event()
        try:
            yield
        finally:
            self._healed = None
            self._loop.call_soon_threadsafe(healed.set)

    async def _close(self) -> None:
        self._server.close()
        # A connection accepted just now becomes a task a few loop turns later, and needs a few more to close.
        for _ in range(10):
            serving = asyncio.all_tasks() - {asyncio.current_task()}
            for task in serving:
                task.cancel()
            await asyncio.gather(*serving, return_exceptions=True)
            await asyncio.sleep(0)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        # The event loop has only weak references to tasks.
        serving = asyncio.current_task()
        self._serving.add(serving)
        try:
            request = await _read_request(reader)
            if (healed := self._healed) is not None:
                await healed.wait()
                return
            fault = self.plan.popleft() if self.plan else ""
            if fault:
                self.injected[fault] += 1
            writer.write(await self._exchange(request, fault, reader))
            if fault == "response reset":
                peer: socket.socket = writer.get_extra_info("socket")
                peer.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, _RESET_ON_CLOSE)
                writer.transport.abort()
            else:
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            return
        finally:
            self._serving.discard(serving)
            writer.close()

    async def _exchange(self, request: bytes, fault: str, reader: asyncio.StreamReader) -> bytes:
        """Forward the request and return the part of the response to pass on."""
        while self._late:
            await self._forward(self._late.pop())
        if fault == "request lost":
            return b""
        if fault == "request cut":
            await self._forward(request[: len(request) * 7 // 8], whole=False)
            return b""
        if fault == "request doubled":
            return (await asyncio.gather(self._forward(request), self._forward(request)))[1]
        if fault == "request repeated later":
            self._late.append(request)
        response = await self._forward(request)
        if fault == "response held back":
            await reader.read()  # Until the other side gives up.
        if fault in ("response lost", "response held back"):
            return b""
        return response[: len(response) // 2] if fault.endswith(("cut", "reset")) else response

    async def _forward(self, request: bytes, whole: bool = True) -> bytes:
        reader, writer = await asyncio.open_connection(*self._upstream)
        try:
            writer.write(request)
            await writer.drain()
            return await reader.read() if whole else b""
        finally:
            writer.close()


async def _read_request(reader: asyncio.StreamReader) -> bytes:
    """Read one whole request, changed so that the other side closes the connection after its response."""
    head = await reader.readuntil(b"\r\n\r\n")
    length = _CONTENT_LENGTH.search(head)
    body = await reader.readexactly(int(length.group(1)) if length else 0)
    lines = _CONNECTION.sub(b"", head).removesuffix(b"\r\n\r\n")
    return lines + b"\r\nconnection: close\r\n\r\n" + body
