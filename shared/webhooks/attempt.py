"""One attempt to deliver a message: a POST without redirects, bounded in time and bytes."""

import asyncio
import json
import ssl
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from functools import lru_cache
from time import perf_counter, time
from typing import Any

import httpcore
import httpx

from shared.logs import logger, stack_trace
from shared.webhooks.public_network import PublicNetwork, UnknownHostError
from shared.webhooks.signature import signed_headers

ATTEMPT_SECONDS = 10.0
MAX_RESPONSE_BYTES = 16 * 1024
GONE = 410
USER_AGENT = "Reprise-Webhooks/1"
FAULTS = (
    OSError,
    *(httpcore.NetworkError, httpcore.ProtocolError, httpcore.TimeoutException),
    *(httpcore.UnsupportedProtocol, ssl.SSLError),
)

Attempt = dict[str, Any]


@lru_cache(maxsize=1)
def _tls_context() -> ssl.SSLContext:
    return httpx.create_ssl_context(trust_env=False)


@asynccontextmanager
async def connection_to(target: Mapping[str, Any]) -> AsyncIterator[httpcore.AsyncConnectionPool]:
    """One reusable connection to a target; without proxies, cookies and redirects, which httpcore does not know."""
    network = PublicNetwork(loopback=target["loopback"])
    async with httpcore.AsyncConnectionPool(_tls_context(), max_connections=1, network_backend=network) as pool:
        yield pool


async def attempt(pool: httpcore.AsyncConnectionPool, target: Mapping[str, Any], message: Mapping[str, Any]) -> Attempt:
    """Send a message once; returns the outcome as `finish_webhook_attempt` stores it.

    Never raises, so that no webhook stops the run that serves the others.
    """
    started = perf_counter()
    status, retry_after, error = None, None, None
    try:
        async with asyncio.timeout(ATTEMPT_SECONDS):
            status, retry_after = await _post(pool, target, message)
    except UnknownHostError as fault:
        error = str(fault)
    except TimeoutError:
        error = f"no answer within {ATTEMPT_SECONDS:g} seconds"
    except FAULTS as fault:
        # Without its text: what a TLS or HTTP library says about a receiver is no use to its owner.
        error = type(fault).__name__
    except Exception as fault:  # noqa: BLE001 (logged with its stack trace and stored; other webhooks are served)
        logger.error("A webhook could not be called", extra={"fields": {"stack_trace": stack_trace(fault)}})
        error = type(fault).__name__
    outcome = "failed"
    if status is not None and 200 <= status < 300:
        outcome = "delivered"
    elif status == GONE:
        outcome, error = "gone", "the receiver is gone"
    elif status is not None:
        error = "redirects are not followed" if 300 <= status < 400 else f"HTTP {status}"
    return {
        "outcome": outcome,
        "response_status": status,
        "error": error,
        "retry_after": retry_after,
        "duration_ms": round((perf_counter() - started) * 1000),
    }


async def _post(
    pool: httpcore.AsyncConnectionPool, target: Mapping[str, Any], message: Mapping[str, Any]
) -> tuple[int, int | None]:
    body = json.dumps(message["body"], ensure_ascii=False, separators=(",", ":"), sort_keys=True).encode()
    headers: dict[bytes | str, bytes | str] = {
        "content-type": "application/json",
        "content-length": str(len(body)),
        "accept-encoding": "identity",
        "user-agent": USER_AGENT,
    }
    headers.update(signed_headers(message["id"], int(time()), body, target["secrets"]))
    async with pool.stream("POST", target["url"], headers=headers, content=body) as response:
        size = 0
        async for chunk in response.aiter_stream():
            size += len(chunk)
            if size > MAX_RESPONSE_BYTES:
                break
        return response.status, _retry_after(response)


def _retry_after(response: httpcore.Response) -> int | None:
    """The seconds of a Retry-After header, if it names some; a date counts as none."""
    for name, value in response.headers:
        if name.lower() == b"retry-after" and response.status >= 400 and value.isdigit() and len(value) < 10:
            return int(value)
    return None
