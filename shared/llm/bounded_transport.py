"""The HTTP transport of the model client, with a maximum response size.

Imported only where a model is called: httpx2 is a dependency of `openai` and loads with it.
"""

import ssl
from collections.abc import AsyncIterator
from functools import lru_cache
from typing import cast

import httpx2


@lru_cache(maxsize=1)
def tls_context() -> ssl.SSLContext:
    """The certificates to trust, read once per process: reading them takes longer than the rest of a call."""
    return httpx2.create_ssl_context()


class BoundedTransport(httpx2.AsyncHTTPTransport):
    """Aborts a response after `max_bytes`, as if the connection had been lost."""

    def __init__(self, max_bytes: int, limits: httpx2.Limits) -> None:
        super().__init__(verify=tls_context(), limits=limits)
        self._max_bytes = max_bytes

    async def handle_async_request(self, request: httpx2.Request) -> httpx2.Response:
        """Send the request; reading the response raises ReadError when it is too long."""
        request.headers["accept-encoding"] = "identity"
        response = await super().handle_async_request(request)
        stream = cast(httpx2.AsyncByteStream, response.stream)
        response.stream = _BoundedStream(stream, self._max_bytes)
        return response


class _BoundedStream(httpx2.AsyncByteStream):
    def __init__(self, stream: httpx2.AsyncByteStream, max_bytes: int) -> None:
        self._stream = stream
        self._max_bytes = max_bytes

    async def __aiter__(self) -> AsyncIterator[bytes]:
        size = 0
        async for chunk in self._stream:
            size += len(chunk)
            if size > self._max_bytes:
                raise httpx2.ReadError("The response is too long.")
            yield chunk

    async def aclose(self) -> None:
        await self._stream.aclose()
