"""A response that its caller does not read is given up, and a slow reader gets all of it; on real sockets.

The functions run at their standard host. Their gateway is a server of this test: only the size of its results matters.
"""

import asyncio
import json
import re
import select
import socket
from base64 import urlsafe_b64encode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Self

import pytest
from starlette.responses import Response
from starlette.types import Message

from local.ports import HOST, ReservedPort
from shared.http.outgoing import PIECE_BYTES, OutgoingResponse
from tests.support.entry_points import host, wait_ready

LARGE = 31 * 2**20
UNREAD_AT_ONCE = 9
# What a busy machine may need.
PATIENCE = 120.0
# More than the buffers of both kernels hold, so that part of it stays with the functions.
UNREAD = 16 * 2**20


class Functions:
    """Functions whose gateway returns `size` bytes from every RPC."""

    def __init__(self, port: int, group: int) -> None:
        self.port = port
        self._group = group

    def resident_bytes(self, name: str) -> int:
        """`VmRSS`, or `VmHWM`, the most there was, of all their processes together."""
        total = 0
        for folder in Path("/proc").iterdir():
            try:
                group = int((folder / "stat").read_text().rpartition(")")[2].split()[2])
                found = re.search(rf"{name}:\s+(\d+)", (folder / "status").read_text())
            except (OSError, IndexError):
                continue  # No process, or one that has ended.
            if group == self._group and found:
                total += int(found[1]) * 1024
        return total


@asynccontextmanager
async def functions(folder: Path, size: int, **limits: float) -> AsyncIterator[Functions]:
    body = b'{"text": "' + b"a" * (size - 12) + b'"}'
    head = f"HTTP/1.1 200 OK\r\ncontent-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n".encode()

    async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                lines = (await reader.readuntil(b"\r\n\r\n")).lower().split(b"\r\n")
                lengths = [int(line.split(b":")[1]) for line in lines if line.startswith(b"content-length")]
                await reader.readexactly(lengths[0])
                writer.write(head + body)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError):
            writer.close()

    gateway = await asyncio.start_server(answer, HOST, 0)
    environ = {
        "SUPABASE_URL": f"http://{HOST}:{gateway.sockets[0].getsockname()[1]}",
        "SUPABASE_PUBLISHABLE_KEY": "sb_publishable_test",
        "SUPABASE_SECRET_KEY": "sb_secret_test",
        **{name: f"{value:g}" for name, value in limits.items()},
    }
    with ReservedPort(0, "none") as port:
        process = host("api", port.number, environ, folder)
        process.start()
        try:
            await asyncio.to_thread(wait_ready, process, f"http://{HOST}:{port.number}")
            yield Functions(port.number, process.pid)
        finally:
            process.kill()
            gateway.close()


class Caller:
    """One request on a connection of its own, whose response is read only as the test says."""

    def __init__(self, port: int, person: str = "one", link: str | None = None, buffer: int = 64 * 1024) -> None:
        payload = urlsafe_b64encode(json.dumps({"sub": person}).encode()).decode().rstrip("=")
        body = json.dumps({"token": link}) if link else ""
        line = "POST /shared-prep" if link else "GET /results?session_id=00000000-0000-4000-8000-000000000000"
        self._port = port
        self._request = (
            f"{line} HTTP/1.1\r\nhost: functions\r\nauthorization: Bearer e30.{payload}.x\r\n"
            f"content-type: application/json\r\ncontent-length: {len(body)}\r\n\r\n{body}"
        )
        self._socket = socket.socket()
        self._socket.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, buffer)
        # As on the internet; the loopback device has segments of 64 KiB, and opens the window in such steps.
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_MAXSEG, 1400)
        self._socket.setblocking(False)

    async def __aenter__(self) -> Self:
        loop = asyncio.get_running_loop()
        await loop.sock_connect(self._socket, (HOST, self._port))
        await loop.sock_sendall(self._socket, self._request.encode())
        return self

    async def __aexit__(self, *_: object) -> None:
        self._socket.close()

    async def begins(self) -> int:
        """The status, as soon as the response begins; little else has been read."""
        async with asyncio.timeout(PATIENCE):
            return int((await asyncio.get_running_loop().sock_recv(self._socket, 12)).split()[1])

    async def ends(self) -> None:
        """Return when the server has ended the connection, without reading."""
        poll = select.poll()
        poll.register(self._socket, select.POLLRDHUP)
        async with asyncio.timeout(PATIENCE):
            await asyncio.to_thread(poll.poll, PATIENCE * 1000)

    async def read(self, bytes_per_second: float | None = None) -> int:
        """Read to the end, at this rate; the length of the body."""
        loop, content, pause = asyncio.get_running_loop(), bytearray(), 0.25
        at_once = int(bytes_per_second * pause) if bytes_per_second else 2**20
        while True:
            got = await loop.sock_recv(self._socket, at_once)
            assert got, "ended early"
            content += got
            head, separator, _ = bytes(content[:2000]).partition(b"\r\n\r\n")
            if separator:
                announced = re.search(rb"content-length: (\d+)", head.lower())
                assert announced, head
                if len(content) - len(head) - 4 == int(announced[1]):
                    return int(announced[1])
            if bytes_per_second:
                await asyncio.sleep(pause * len(got) / at_once)


async def test_unread_results_of_one_person_take_the_memory_of_a_few_and_are_all_ended(
    tmp_path: Path,
) -> None:
    async with functions(tmp_path, LARGE, SEND_IDLE_SECONDS=1, DATABASE_TIMEOUT_SECONDS=60) as served:
        before = served.resident_bytes("VmRSS")
        callers = [Caller(served.port) for _ in range(UNREAD_AT_ONCE)]
        await asyncio.gather(*(caller.__aenter__() for caller in callers))
        try:
            await asyncio.gather(*(caller.ends() for caller in callers))
        finally:
            grown = served.resident_bytes("VmHWM") - before
            for caller in callers:
                await caller.__aexit__(None, None, None)
        # Reading one takes its parts, the whole, and what the allocator keeps.
        assert grown < 5 * LARGE, f"{grown / 2**20:.0f} MiB"
        async with Caller(served.port) as honest:
            assert await honest.read() == LARGE


async def test_unread_result_keeps_only_its_own_reader_waiting(tmp_path: Path) -> None:
    async with functions(tmp_path, UNREAD, SEND_IDLE_SECONDS=60, DATABASE_TIMEOUT_SECONDS=5) as served:
        # A token counts as its person's once it was accepted.
        async with Caller(served.port) as first:
            assert await first.read() == UNREAD
        async with Caller(served.port) as unread:
            assert await unread.begins() == 200
            async with Caller(served.port) as again, Caller(served.port, "other") as other:
                assert await other.read() == UNREAD
                assert await again.begins() == 503
        # The caller has hung up: the next request waits for nothing.
        async with Caller(served.port) as later:
            assert await later.read() == UNREAD


async def test_unread_shared_prep_session_keeps_no_other_link_waiting(tmp_path: Path) -> None:
    async with (
        functions(tmp_path, UNREAD, SEND_IDLE_SECONDS=60, DATABASE_TIMEOUT_SECONDS=5) as served,
        Caller(served.port, link="a") as unread,
    ):
        assert await unread.begins() == 200
        async with Caller(served.port, link="a") as again, Caller(served.port, link="b") as other:
            assert await other.read() == UNREAD
            assert await again.begins() == 503


async def test_slow_reader_gets_the_whole_response(tmp_path: Path) -> None:
    async with (
        functions(tmp_path, UNREAD, SEND_IDLE_SECONDS=1, DATABASE_TIMEOUT_SECONDS=60) as served,
        Caller(served.port) as caller,
    ):
        assert await caller.read(4 * 2**20) == UNREAD


@pytest.mark.prove
async def test_phone_that_reads_64_kib_a_second_gets_the_whole_response_within_the_default_limits(
    tmp_path: Path,
) -> None:
    async with functions(tmp_path, 6 * 2**20, DATABASE_TIMEOUT_SECONDS=60) as served, Caller(served.port) as caller:
        assert await caller.read(64 * 1024) == 6 * 2**20


@pytest.mark.prove
async def test_phone_that_reads_3_kb_a_second_gets_the_whole_response_within_the_default_limits(
    tmp_path: Path,
) -> None:
    size = 256 * 1024
    # The line is slow, not the reader: little waits at the reader's end.
    async with functions(tmp_path, size) as served, Caller(served.port, buffer=4096) as caller:
        assert await caller.read(3000) == size


async def _unused() -> Message:
    raise AssertionError("Nothing is received.")


async def test_response_that_is_cancelled_while_it_is_sent_releases_what_it_held() -> None:
    begun, ended = asyncio.Event(), list[str]()

    async def send(message: Message) -> None:
        if message["type"] == "http.response.body":
            begun.set()
            await asyncio.Event().wait()

    response = OutgoingResponse(Response(b"a" * LARGE), 60, lambda: ended.append("once"))
    sending = asyncio.create_task(response({"type": "http"}, _unused, send))
    await begun.wait()
    assert ended == []
    sending.cancel()
    await asyncio.gather(sending, return_exceptions=True)
    assert ended == ["once"]


@pytest.mark.parametrize("size", [0, 1, PIECE_BYTES, PIECE_BYTES + 1, 2 * PIECE_BYTES, 3 * PIECE_BYTES - 1])
async def test_pieces_are_small_and_together_the_body(size: int) -> None:
    messages: list[Message] = []
    body = bytes(number % 251 for number in range(size))

    async def send(message: Message) -> None:
        messages.append(message)

    await OutgoingResponse(Response(body), 60, lambda: None)({"type": "http"}, _unused, send)
    start, *pieces = messages
    assert (start["type"], dict(start["headers"])[b"content-length"]) == ("http.response.start", str(size).encode())
    assert b"".join(piece["body"] for piece in pieces) == body
    assert max(len(piece["body"]) for piece in pieces) <= PIECE_BYTES
    assert [piece.get("more_body", False) for piece in pieces] == [True] * (len(pieces) - 1) + [False]
