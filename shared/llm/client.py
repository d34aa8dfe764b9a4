"""The client of the model server, with a key, a time limit and a maximum response size."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import TYPE_CHECKING

from shared.settings import LlmSettings

if TYPE_CHECKING:
    from openai import AsyncOpenAI

MAX_RESPONSE_BYTES = 1024 * 1024
# A stream takes some 200 bytes for each token.
MAX_STREAM_BYTES = 4 * 1024 * 1024


def _load() -> None:
    import openai  # noqa: F401 (the import is what takes long)

    from shared.llm.bounded_transport import tls_context

    tls_context()


@asynccontextmanager
async def open_client(
    settings: LlmSettings, max_response_bytes: int = MAX_RESPONSE_BYTES
) -> AsyncIterator["AsyncOpenAI | None"]:
    """The configured model server; None without a key, and nothing stands in for it."""
    if settings.api_key is None:
        yield None
        return
    # Only requests that ask a model pay for loading it: half a second, in a thread, so that others are served.
    await asyncio.to_thread(_load)
    import openai
    from httpx2 import Limits

    from shared.llm.bounded_transport import BoundedTransport

    transport = BoundedTransport(max_response_bytes, Limits(max_connections=settings.concurrency))
    async with openai.AsyncOpenAI(
        api_key=settings.api_key,
        base_url=settings.base_url,
        timeout=settings.timeout_seconds,
        max_retries=settings.max_retries,
        http_client=openai.DefaultAsyncHttpxClient(
            transport=transport, timeout=settings.timeout_seconds, follow_redirects=False
        ),
    ) as client:
        yield client
