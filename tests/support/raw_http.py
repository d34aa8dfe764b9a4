"""An HTTP client with almost no overhead: one keep-alive connection per caller, directly on asyncio streams."""

import asyncio
import json
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Self
from urllib.parse import urlsplit


@dataclass(frozen=True)
class RawReply:
    """A response."""

    status: int
    content: bytes

    def json(self) -> Any:
        """The parsed body."""
        return json.loads(self.content)


class RawConnection:
    """One caller's connection to `url`; one call at a time."""

    def __init__(self, url: str, headers: Mapping[str, str]) -> None:
        address = urlsplit(url)
        self._host, self._port = address.hostname or "", address.port or 80
        own = {"host": address.netloc, "content-type": "application/json", **headers}
        self._headers = "".join(f"{name}: {value}\r\n" for name, value in own.items())
        self._streams: tuple[asyncio.StreamReader, asyncio.StreamWriter] | None = None

    async def call(
        self, method: str, path: str, body: Any = None, headers: Mapping[str, str] | None = None
    ) -> RawReply:
        """Send a request; retried once if the server had closed the idle connection. Raises OSError, EOFError."""
        content = b"" if body is None else json.dumps(body).encode()
        more = "".join(f"{name}: {value}\r\n" for name, value in (headers or {}).items())
        head = f"{method} {path} HTTP/1.1\r\n{self._headers}{more}content-length: {len(content)}\r\n\r\n"
        request = head.encode() + content
        if self._streams is not None:
            try:
                return await self._exchange(*self._streams, request)
            except (OSError, EOFError):
                # The server closed the idle connection. Repeating the request is safe, and clients do it.
                self.close()
        self._streams = await asyncio.open_connection(self._host, self._port, limit=2**22)
        return await self._exchange(*self._streams, request)

    async def _exchange(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, request: bytes) -> RawReply:
        try:
            writer.write(request)
            lines = (await reader.readuntil(b"\r\n\r\n")).decode("latin-1").split("\r\n")
            headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines[1:])}
            if headers.get("transfer-encoding", "").lower() == "chunked":
                content = await _chunks(reader)
            else:
                content = await reader.readexactly(int(headers.get("content-length", "0")))
        except BaseException:
            # Anything that still arrives on this connection belongs to this request.
            self.close()
            raise
        if headers.get("connection", "").lower() == "close":
            self.close()
        return RawReply(int(lines[0].split()[1]), content)

    def close(self) -> None:
        """Close the connection; the next call opens a new one."""
        if self._streams is not None:
            self._streams[1].close()
            self._streams = None

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()


async def _chunks(reader: asyncio.StreamReader) -> bytes:
    """The body of a chunked response."""
    parts = []
    while size := int((await reader.readuntil(b"\r\n")).partition(b";")[0], 16):
        parts.append((await reader.readexactly(size + 2))[:-2])
    await reader.readexactly(2)
    return b"".join(parts)


def send_and_hang_up(url: str, path: str, token: str, body: Any) -> None:
    """Send a whole POST request and close the connection before its response."""
    address = urlsplit(url)
    content = json.dumps(body)
    head = (
        f"POST {path} HTTP/1.1\r\nhost: {address.netloc}\r\nauthorization: Bearer {token}\r\n"
        f"content-type: application/json\r\ncontent-length: {len(content)}\r\n\r\n"
    )
    with socket.create_connection((address.hostname, address.port or 80)) as connection:
        connection.sendall((head + content).encode())
