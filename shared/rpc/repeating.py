"""Stores a finished result: retries the call while the database is unavailable, for a bounded time."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Mapping
from time import monotonic
from typing import Any

from shared.problems import Problem

# Long enough for a failover, and shorter than the claims (`reply_lease_seconds`, `evaluation_lease_seconds`).
PATIENCE_SECONDS = 20.0
FIRST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 2.0
# An outage, a lock not acquired in time, or a limit of the gateway. Every other refusal is about the call itself.
TRANSIENT = ("database_unavailable", "rate_limited")


async def until_stored(call: Callable[[float], Awaitable[bytes]], timeout_seconds: float) -> Mapping[str, Any]:
    """Retry the call until it succeeds, for PATIENCE_SECONDS at most; returns its JSON object.

    `call` gets the seconds it may take: `timeout_seconds`, or what is left. It must be an RPC under a token, so that
    repeating it changes nothing. Raises the Problem of the last call.
    """
    give_up_at = monotonic() + PATIENCE_SECONDS
    pause = FIRST_PAUSE_SECONDS
    while True:
        try:
            result: Mapping[str, Any] = json.loads(await call(min(timeout_seconds, give_up_at - monotonic())))
        except Problem as problem:
            asked = problem.retry_after_seconds if problem.code == "rate_limited" else None
            wait = max(pause, asked or 0)
            if problem.code not in TRANSIENT or monotonic() + wait >= give_up_at:
                raise
        else:
            return result
        await asyncio.sleep(wait)
        pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
