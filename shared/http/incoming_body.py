"""Reads the body of one request within limits of size and time."""

import asyncio
from time import monotonic

from starlette.requests import Request

from shared.problems import Problem
from shared.settings import Settings

# A body may take `body_seconds`, plus the time in which it would arrive at this rate.
SLOWEST_BYTES_PER_SECOND = 2048


class IncomingBody:
    """The body of one request; `arrived` says whether all of it has been read."""

    def __init__(self, request: Request, settings: Settings) -> None:
        self._request = request
        self._settings = settings
        self._started = monotonic()
        self._size = 0
        self._ended = False
        announced = request.headers.get("content-length", "0")
        # More digits than a size has are too large as well.
        self._announced = int(announced[:20]) if announced.isdecimal() else 0
        self.arrived = self._announced == 0 and "transfer-encoding" not in request.headers

    async def read(self, max_bytes: int) -> bytes:
        """The whole body, whatever Content-Length says.

        Raises Problem: `payload_too_large`, `request_timeout`, or `invalid_json` if the caller hung up.
        """
        if self._announced > max_bytes:
            self._ended = True
            raise Problem("payload_too_large")
        chunks: list[bytes] = []
        more = True
        while more:
            chunk, more = await self._next(max_bytes)
            chunks.append(chunk)
        self.arrived = True
        return b"".join(chunks)

    async def discard(self, max_bytes: int) -> None:
        """Read on to the end without storing anything; ends early where `read` would raise Problem.

        A response before that could be lost: closing a connection on which bytes still arrive resets it.
        """
        if self.arrived or self._ended or self._announced > max_bytes:
            return
        try:
            more = True
            while more:
                _, more = await self._next(max_bytes)
        except Problem:
            return
        self.arrived = True

    async def _next(self, max_bytes: int) -> tuple[bytes, bool]:
        """The next piece, and whether more will follow."""
        try:
            async with asyncio.timeout(self._seconds_left()):
                message = await self._request.receive()
        except TimeoutError:
            self._ended = True
            raise Problem("request_timeout") from None
        if message["type"] == "http.disconnect":
            self._ended = True
            raise Problem("invalid_json", reason="incomplete")
        chunk: bytes = message.get("body", b"")
        self._size += len(chunk)
        if self._size > max_bytes:
            self._ended = True
            raise Problem("payload_too_large")
        return chunk, message.get("more_body", False)

    def _seconds_left(self) -> float:
        in_all = self._settings.body_seconds + self._size / SLOWEST_BYTES_PER_SECOND
        return min(self._settings.body_idle_seconds, self._started + in_all - monotonic())
