"""A network that holds back what it is told to hold, until it is told to let go."""

import asyncio
import re
import threading
from contextlib import suppress
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit

from local.ports import HOST

CONTENT_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
ACCEPTED_OR_NOT = re.compile(rb'"accepted": *(true|false)')
PATIENCE_SECONDS = 120.0


class Gate:
    """Forwards to `upstream`; whole requests whose path ends with `path` wait here until `open`.

    So do those to the path `once`, but for the first. What waits is delivered also when its sender has died
    meanwhile. What still waits at the end of the `with` is lost.
    """

    def __init__(self, upstream: str, path: str = "", once: str = "") -> None:
        address = urlsplit(upstream)
        self._upstream = (address.hostname, address.port)
        self._path, self._once = path, once
        self._seen = False
        self._changed = threading.Condition()
        self._waiting = 0
        self._said = bytearray()
        self._opened = asyncio.Event()
        self._exchanges: set[asyncio.Future[tuple[None, None]]] = set()
        self._loop = asyncio.new_event_loop()
        self._thread = threading.Thread(target=self._loop.run_forever)

    def wait_until_held(self, count: int) -> None:
        """Return when so many requests have arrived in full and wait."""
        with self._changed:
            assert self._changed.wait_for(lambda: self._waiting >= count, PATIENCE_SECONDS)

    def wait_until_judged(self, count: int) -> None:
        """Return when the other side has said of so many results whether it accepted them."""
        with self._changed:
            judged = self._changed.wait_for(lambda: len(ACCEPTED_OR_NOT.findall(self._said)) >= count, PATIENCE_SECONDS)
        assert judged, bytes(self._said)

    def open(self) -> None:
        """Hold nothing from now on."""
        self._loop.call_soon_threadsafe(self._opened.set)

    def __enter__(self) -> Self:
        self._thread.start()
        starting = asyncio.start_server(self._serve, HOST, 0, limit=2**20)
        self._server = asyncio.run_coroutine_threadsafe(starting, self._loop).result(10)
        self.url = f"http://{HOST}:{self._server.sockets[0].getsockname()[1]}"
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        asyncio.run_coroutine_threadsafe(self._close(), self._loop).result(10)
        self._loop.call_soon_threadsafe(self._loop.stop)
        self._thread.join()
        self._loop.close()

    async def _close(self) -> None:
        # A server that is closed while it lets somebody in leaves a socket behind.
        await _let_others_go_on()
        self._server.close()
        while True:
            await _let_others_go_on()
            serving = asyncio.all_tasks() - {asyncio.current_task()}
            if not serving:
                return
            for exchange in self._exchanges:
                exchange.cancel()
            await asyncio.wait(serving, timeout=0.01)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        answers, onward = await asyncio.open_connection(*self._upstream)
        # A sender that has died is no reason to hang up on the receiver: what it sent is under way.
        exchange = asyncio.gather(self._pass_requests(reader, onward), self._pass_answers(answers, writer))
        self._exchanges.add(exchange)
        with suppress(asyncio.CancelledError):  # The end of the `with`.
            await exchange
        self._exchanges.discard(exchange)
        onward.close()
        writer.close()

    async def _pass_requests(self, reader: asyncio.StreamReader, onward: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError, asyncio.IncompleteReadError):
            while True:
                head = await reader.readuntil(b"\r\n\r\n")
                length = CONTENT_LENGTH.search(head)
                body = await reader.readexactly(int(length.group(1)) if length else 0)
                if self._must_wait(head.split(b" ", 2)[1].decode()):
                    await self._opened.wait()
                onward.write(head + body)
                await onward.drain()

    def _must_wait(self, path: str) -> bool:
        if self._path and path.endswith(self._path):
            self._note(waiting=1)
            return True
        if not self._once or not path.endswith(self._once):
            return False
        seen, self._seen = self._seen, True
        return seen

    async def _pass_answers(self, reader: asyncio.StreamReader, onward: asyncio.StreamWriter) -> None:
        with suppress(ConnectionError):
            while part := await reader.read(2**16):
                self._note(part)
                if not onward.is_closing():
                    onward.write(part)
        onward.close()

    def _note(self, said: bytes = b"", waiting: int = 0) -> None:
        with self._changed:
            self._said += said
            self._waiting += waiting
            self._changed.notify_all()


async def _let_others_go_on() -> None:
    """What is connecting or closing takes a few turns of the loop."""
    for _ in range(5):
        await asyncio.sleep(0)
