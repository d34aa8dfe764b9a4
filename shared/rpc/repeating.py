"""Repeats a call while the database is unavailable, for a bounded time."""

import asyncio
from collections.abc import Awaitable, Callable
from time import monotonic
from typing import TypeVar

from shared.problems import Problem

Result = TypeVar("Result")

# Long enough for a failover, and shorter than the claims (`reply_lease_seconds`, `evaluation_lease_seconds`).
PATIENCE_SECONDS = 20.0
FIRST_PAUSE_SECONDS = 0.2
LONGEST_PAUSE_SECONDS = 2.0
# An outage, a lock not acquired in time, or a limit of the gateway. Every other refusal is about the call itself.
TRANSIENT = ("database_unavailable", "rate_limited")


async def repeat_while_unavailable(call: Callable[[float], Awaitable[Result]], timeout_seconds: float) -> Result:
    """Repeat the call until it succeeds, for PATIENCE_SECONDS at most; returns its result.

    `call` gets the seconds it may take: `timeout_seconds`, or what is left. Raises the Problem of the last call.
    """
    give_up_at = monotonic() + PATIENCE_SECONDS
    pause = FIRST_PAUSE_SECONDS
    while True:
        try:
            return await call(min(timeout_seconds, give_up_at - monotonic()))
        except Problem as problem:
            asked = problem.retry_after_seconds if problem.code == "rate_limited" else None
            wait = max(pause, asked or 0)
            if problem.code not in TRANSIENT or monotonic() + wait >= give_up_at:
                raise
        await asyncio.sleep(wait)
        pause = min(pause * 2, LONGEST_PAUSE_SECONDS)
