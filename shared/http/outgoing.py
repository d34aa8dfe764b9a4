"""Sends a response in pieces, and ends the connection of a caller who does not read it."""

import asyncio
import socket
import struct
from collections.abc import Callable
from typing import cast

from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

# The host waits between two pieces until its buffer for the connection has room. With small pieces, and as small
# buffers, a caller who reads 3 KB a second makes room in time.
PIECE_BYTES = 16 * 1024


class _NotReadError(Exception):
    """The caller read nothing for too long. No OSError: Starlette would take that for a caller who hung up."""


class OutgoingResponse(Response):
    """`response`, sent in pieces; `ended` is called when all of it was sent, or can't be.

    A caller who makes no room for another piece within `idle_seconds` loses the connection, so that what was not
    sent leaves the memory. Event streams may be silent for longer: only sending counts.
    """

    def __init__(self, response: Response, idle_seconds: float, ended: Callable[[], None]) -> None:
        self._response = response
        self._idle_seconds = idle_seconds
        self._ended = ended
        self.status_code = response.status_code
        self.media_type = response.media_type
        self.background = None
        self.body = getattr(response, "body", b"")
        # The same list, so that changes of the headers reach what is sent.
        self.raw_headers = response.raw_headers

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Send the response."""

        async def send_in_time(message: Message) -> None:
            try:
                async with asyncio.timeout(self._idle_seconds):
                    await send(message)
            except TimeoutError:
                raise _NotReadError from None

        async def send_in_pieces(message: Message) -> None:
            body = message.get("body", b"")
            if len(body) <= PIECE_BYTES:
                await send_in_time(message)
                return
            _buffer_little(receive)
            for at in range(0, len(body), PIECE_BYTES):
                piece = body[at : at + PIECE_BYTES]
                await send_in_time({"type": "http.response.body", "body": piece, "more_body": True})
            # Waits for room once more: the last piece is not the last thing to be read.
            await send_in_time({**message, "body": b""})

        try:
            await self._response(scope, receive, send_in_pieces)
        except _NotReadError:
            _abort(receive)
            # Lets the host notice; it would otherwise report a response that was not completed.
            await asyncio.sleep(0)
        finally:
            self._ended()


def _connection(receive: Receive) -> asyncio.Transport | None:
    """The connection that uvicorn sends on; None at another host. ASGI has no access to it."""
    # uvloop's transports are not subclasses of asyncio's.
    return cast("asyncio.Transport | None", getattr(getattr(receive, "__self__", None), "transport", None))


def _buffer_little(receive: Receive) -> None:
    """Keep what waits to be sent below about two pieces.

    The kernel would otherwise take up to 4 MB, and then report room only once a third of that has been read: an honest
    caller on a slow line would seem to read nothing for a long time.
    """
    connection = _connection(receive)
    if connection is None or connection.is_closing():
        return
    connection.set_write_buffer_limits(PIECE_BYTES)
    opened = connection.get_extra_info("socket")
    if opened.family in (socket.AF_INET, socket.AF_INET6):
        opened.setsockopt(socket.IPPROTO_TCP, socket.TCP_NOTSENT_LOWAT, PIECE_BYTES)


def _abort(receive: Receive) -> None:
    """Drop the connection with all that waits in its buffers.

    When a function returns early, uvicorn closes the connection only after its buffer was read.
    """
    connection = _connection(receive)
    if connection is None:
        raise RuntimeError("The caller reads nothing, and this host has no way to drop a connection.")
    # Without this, the kernel keeps what is in its own buffer, and the caller can go on reading it.
    connection.get_extra_info("socket").setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.abort()
