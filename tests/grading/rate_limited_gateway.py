"""A gateway that forwards some calls and refuses others with HTTP 429, as a hosted one does."""

import asyncio
import threading
from typing import Self

import httpx

from local.ports import HOST
from tests.support.plain_http import CONTEXT


class RateLimitedGateway:
    """Forwards to `upstream`, but refuses the call number `refuse` to a path, for `retry_after` seconds.

    `asked_at` holds the time of each call to that path; `refused` is set when the call has been refused.
    """

    def __init__(self, upstream: str, path: str, refuse: int, retry_after: int) -> None:
        self.asked_at: list[float] = []
        self.refused = threading.Event()
        self.url = ""
        self._path, self._refuse, self._retry_after = path, refuse, retry_after
        self._upstream = httpx.AsyncClient(verify=CONTEXT, base_url=upstream, timeout=60)

    async def __aenter__(self) -> Self:
        self._server = await asyncio.start_server(self._serve, HOST, 0)
        self.url = f"http://{HOST}:{self._server.sockets[0].getsockname()[1]}"
        return self

    async def __aexit__(self, *_: object) -> None:
        self._server.close()
        await self._upstream.aclose()

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                first, *lines = (await reader.readuntil(b"\r\n\r\n")).decode().split("\r\n")[:-2]
                headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
                body = await reader.readexactly(int(headers.pop("content-length", "0")))
                del headers["host"]
                method, target, _ = first.split(" ")
                writer.write(await self._answer(method, target, headers, body))
                await writer.drain()
        except (ConnectionError, asyncio.IncompleteReadError):
            pass  # The caller disconnected.
        finally:
            writer.close()

    async def _answer(self, method: str, target: str, headers: dict[str, str], body: bytes) -> bytes:
        if target.endswith(self._path):
            self.asked_at.append(asyncio.get_running_loop().time())
            if len(self.asked_at) == self._refuse:
                self.refused.set()
                return b"HTTP/1.1 429 X\r\nretry-after: %d\r\ncontent-length: 0\r\n\r\n" % self._retry_after
        found = await self._upstream.request(method, target, headers=headers, content=body)
        return (
            f"HTTP/1.1 {found.status_code} X\r\ncontent-type: {found.headers['content-type']}\r\n"
            f"content-length: {len(found.content)}\r\n\r\n"
        ).encode() + found.content
