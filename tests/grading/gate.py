"""A network proxy that holds selected requests until it releases them."""

import asyncio
import re
import threading
from contextlib import suppress
from typing import Self
from urllib.parse import urlsplit

from local.ports import HOST

CONTENT_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
ACCEPTED_OR_NOT = re.compile(rb'"accepted": *(true|false)')
PATIENCE_SECONDS = 120.0


class Gate:
    """Forwards to `upstream`; complete requests whose path ends with `path` are held here until `open`.

    Requests to the path `once` are held too, except the first. A held request is delivered even if its sender has died
    meanwhile. Requests still held at the end of the `with` are lost.
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
        """Return when this many complete requests are held."""
        with self._changed:
            assert self._changed.wait_for(lambda: self._waiting >= count, PATIENCE_SECONDS)

    def wait_until_judged(self, count: int) -> None:
        """Return when the upstream has accepted or refused this many results."""
        with self._changed:
            judged = self._changed.wait_for(lambda: len(ACCEPTED_OR_NOT.findall(self._said)) >= count, PATIENCE_SECONDS)
        assert judged, bytes(self._said)

    def open(self) -> None:
        """Release everything, and hold nothing from now on."""
        self._loop.call_soon_threadsafe(self._opened.set)

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

    async def _close(self) -> None:
        # A server closed while it accepts a connection would leave a socket behind.
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
        # If the sender dies, stay connected to the receiver: the request is already in transit.
        exchange = asyncio.gather(self._pass_requests(reader, onward), self._pass_answers(answers, writer))
        self._exchanges.add(exchange)
        with suppress(asyncio.CancelledError):  # Raised at the end of the `with`.
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
    """Let pending connects and closes finish; they take a few loop turns."""
    for _ in range(5):
        await asyncio.sleep(0)
