"""An HTTP server that speaks the part of the OpenAI API that our client uses, correctly or incorrectly."""

import asyncio
import json
import socket
import struct
import threading
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Self

REASONS = {200: "OK", 302: "Found", 404: "Not Found", 429: "Too Many Requests", 500: "Error"}
JSON = "application/json"


@dataclass(frozen=True)
class Asked:
    """One request, as the server received it."""

    headers: Mapping[str, str]
    body: Mapping[str, Any]

    @property
    def instructions(self) -> str:
        """The system message: the prompt and the grading data."""
        return str(self.body["messages"][0]["content"])

    @property
    def answer(self) -> str:
        """The text to be judged: the last message, unchanged."""
        return str(self.body["messages"][-1]["content"])

    @property
    def data(self) -> dict[str, Any]:
        """The grading data; empty for a summary."""
        found = self.instructions.partition("Grading data (JSON)\n")[2]
        data: dict[str, Any] = json.loads(found) if found else {}
        return data

    @property
    def shape(self) -> str:
        """The name of the requested response schema."""
        return str(self.body["response_format"]["json_schema"]["name"])


@dataclass(frozen=True)
class Answered:
    """A response: its bytes, and options that break it.

    It is sent `delay_seconds` after `held` is set. `streamed` is sent piece by piece; an event among the pieces is
    waited for.
    """

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    content_type: str = JSON
    delay_seconds: float = 0.0
    held: threading.Event | None = None
    reset: bool = False
    announced_bytes: int | None = None
    streamed: Sequence[bytes | threading.Event] = ()


Behaviour = Callable[[Asked], Answered]


class ModelServer:
    """Listens on a free port in its own thread; `behave` sets how it answers from now on."""

    def __init__(self, behaviour: Behaviour) -> None:
        self.asked: list[Asked] = []
        self.most_at_once = 0
        self._at_once = 0
        self._arrived = threading.Condition()
        self._behaviour = behaviour
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever, daemon=True)
        self._server: asyncio.Server | None = None
        self.url = ""

    def behave(self, behaviour: Behaviour) -> None:
        """Answer like this from now on, and forget earlier requests."""
        self._behaviour = behaviour
        self.asked.clear()
        self.most_at_once = 0

    def wait_until_asked(self, times: int) -> None:
        """Return when this many requests have arrived since `behave`. Blocks, so async tests call it in a thread."""
        with self._arrived:
            assert self._arrived.wait_for(lambda: len(self.asked) >= times, timeout=120)

    def __enter__(self) -> Self:
        self._thread.start()
        asyncio.run_coroutine_threadsafe(self._start(), self._loop).result(60)
        return self

    def __exit__(self, *_: object) -> None:
        asyncio.run_coroutine_threadsafe(self._stop(), self._loop).result(60)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join(60)
        self._loop.close()

    async def _start(self) -> None:
        self._server = await asyncio.start_server(self._serve, "127.0.0.1", 0, backlog=512)
        port = self._server.sockets[0].getsockname()[1]
        self.url = f"http://127.0.0.1:{port}/v1"

    async def _stop(self) -> None:
        if self._server is not None:
            self._server.close()
        tasks = [task for task in asyncio.all_tasks() if task is not asyncio.current_task()]
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while await self._serve_one(reader, writer):
                pass
        except (ConnectionError, asyncio.IncompleteReadError, asyncio.CancelledError):
            pass  # The client disconnected, or the server is stopping.
        finally:
            writer.close()

    async def _serve_one(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> bool:
        head = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in head[1:] if line)}
        content = await reader.readexactly(int(headers.get("content-length", "0")))
        if not head[0].startswith("POST /v1/chat/completions "):
            answered = Answered(b"{}", 404)
        else:
            asked = Asked(headers, json.loads(content))
            with self._arrived:
                self.asked.append(asked)
                self._arrived.notify_all()
            answered = self._behaviour(asked)
        self._at_once += 1
        self.most_at_once = max(self.most_at_once, self._at_once)
        try:
            if answered.held is not None:
                await asyncio.to_thread(answered.held.wait, 120)
            await asyncio.sleep(answered.delay_seconds)
        finally:
            self._at_once -= 1
        return await _send(answered, writer)


async def _send(answered: Answered, writer: asyncio.StreamWriter) -> bool:
    """Send the response; returns whether the connection can be reused."""
    if answered.streamed:
        return await _send_streamed(answered, writer)
    announced = answered.announced_bytes
    length = len(answered.body) if announced is None else announced
    lines = [
        f"HTTP/1.1 {answered.status} {REASONS.get(answered.status, 'Whatever')}",
        f"content-type: {answered.content_type}",
        f"content-length: {length}",
        *(f"{name}: {value}" for name, value in answered.headers.items()),
    ]
    if not answered.reset:
        writer.write("\r\n".join([*lines, "", ""]).encode() + answered.body)
        await writer.drain()
        return announced is None
    # Send half a head, then reset the connection.
    writer.write(lines[0].encode()[:12])
    await writer.drain()
    connection = writer.get_extra_info("socket")
    linger = struct.pack("ii", 1, 0)
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
    writer.transport.abort()
    return False


async def _send_streamed(answered: Answered, writer: asyncio.StreamWriter) -> bool:
    lines = ["HTTP/1.1 200 OK", "content-type: text/event-stream", "transfer-encoding: chunked", "", ""]
    writer.write("\r\n".join(lines).encode())
    for piece in answered.streamed:
        if isinstance(piece, threading.Event):
            if not await asyncio.to_thread(piece.wait, 120):
                return False
            continue
        writer.write(f"{len(piece):x}\r\n".encode() + piece + b"\r\n")
        await writer.drain()
    writer.write(b"0\r\n\r\n")
    await writer.drain()
    return True
