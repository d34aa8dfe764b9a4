"""Measures outages: intervals in which no candidate's write could be stored.

A write that fails, or that has no result after `SUSPECT_SECONDS`, makes the process test writing itself, with a call of
its own that waits in no queue. If the test works, nothing is measured: a person whose own calls fail (their network, a
lock of theirs, a flood) proves nothing. If it fails, an outage has begun when the oldest failing write was sent, but
not before the last success. It ends with the first success, and is reported with durations only: no clock of a client
or of this process counts. The database decides what it confirms (reprise_private.store_outage).
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from time import monotonic
from typing import Any, Protocol

from shared.logs import logger
from shared.problems import Problem
from shared.rpc.repeating import TRANSIENT

# A write without a result for this long makes the process test writing, and a test without one has failed.
SUSPECT_SECONDS = 1.0
# Between the beginnings of two tests, while they fail: the error of an outage's end.
PROBE_EVERY_SECONDS = 0.25
# After a test that worked. An overloaded process has many failing writes, and must not add a test for each.
TEST_AGAIN_SECONDS = 1.0
# How long a process goes on giving time back after an outage, how often, and how long writes wait for it. Cleanup does
# the rest.
CREDIT_SECONDS = 20.0
CREDIT_EVERY_SECONDS = 0.1
HOLD_SECONDS = 1.0
# The share of its time that a write waits while an outage is being measured.
HOLD_SHARE = 0.6

UNAVAILABLE = "database_unavailable"
# Refusals that need no database: they say nothing about writing.
SAY_NOTHING = frozenset({"not_authenticated", "rate_limited", "internal_error"})


class ServiceCalls(Protocol):
    """The calls of the service that an outage needs; each raises Problem."""

    async def probe_writes(self) -> dict[str, Any]:
        """Test whether an answer could be stored: {"database": "ok" or "read_only"}."""

    async def record_outage(self, seconds: float, ended_ago: float) -> dict[str, Any]:
        """Store an outage and give the first questions their time back: {"more": …}."""

    async def credit_outages(self) -> dict[str, Any]:
        """Give the next questions their time back: {"more": …}."""


class OutageWatch:
    """Watches the writes of candidates through one gateway, in one event loop."""

    def __init__(self, service: ServiceCalls) -> None:
        self._service = service
        # When each write was sent that has no result yet, oldest first.
        self._sent_at: dict[object, float] = {}
        # When the oldest write was sent that has failed since the last success.
        self._failed_at: float | None = None
        self._succeeded_at = 0.0
        self._timer: asyncio.TimerHandle | None = None
        self._task: asyncio.Task[None] | None = None
        self._began_at: float | None = None
        self._ended_at: float | None = None
        self._over = asyncio.Event()
        self._over.set()

    async def write(self, call: Callable[[float], Awaitable[bytes]], seconds: float) -> bytes:
        """Make a candidate's write, a call that may take the seconds it is given; returns its result.

        While an outage is being measured, waits for it to be recorded, so that what it took has been given back before
        the write is judged; not for most of its time, because the write may succeed although the test does not. Raises
        Problem.
        """
        asked_at = monotonic()
        if not self._over.is_set():
            with suppress(TimeoutError):
                await asyncio.wait_for(self._over.wait(), HOLD_SHARE * seconds)
        key, sent_at = object(), monotonic()
        self._sent_at[key] = sent_at
        self._set_timer()
        try:
            result = await call(seconds - (sent_at - asked_at))
        except Problem as problem:
            if problem.code == UNAVAILABLE:
                self.failed(sent_at)
            elif problem.code not in SAY_NOTHING:
                self._succeeded()
            raise
        finally:
            del self._sent_at[key]
        self._succeeded()
        return result

    def failed(self, sent_at: float) -> None:
        """A call that was sent at this moment (of `time.monotonic`) failed because the database is unavailable."""
        self._failed_at = min(self._failed_at or sent_at, sent_at)
        self._start_test()

    def close(self) -> None:
        """Stop measuring; an outage under way is not recorded."""
        if self._timer is not None:
            self._timer.cancel()
        if self._task is not None:
            self._task.cancel()

    def _succeeded(self) -> None:
        self._succeeded_at, self._failed_at = monotonic(), None
        if self._began_at is not None and self._ended_at is None:
            self._ended_at = self._succeeded_at

    def _set_timer(self) -> None:
        if self._timer is None and self._sent_at:
            oldest = next(iter(self._sent_at.values()))
            wait = max(oldest + SUSPECT_SECONDS - monotonic(), 0)
            self._timer = asyncio.get_running_loop().call_later(wait, self._suspect)

    def _suspect(self) -> None:
        self._timer = None
        if self._is_suspicious():
            self._start_test()
        else:
            self._set_timer()

    def _is_suspicious(self) -> bool:
        """Whether a write has had no result for too long."""
        return bool(self._sent_at) and next(iter(self._sent_at.values())) + SUSPECT_SECONDS <= monotonic()

    def _start_test(self) -> None:
        if self._task is None:
            self._task = asyncio.create_task(self._test())

    async def _test(self) -> None:
        """Test writing until it works and no write is suspicious; record the outage, if there was one."""
        try:
            while True:
                asked_at = monotonic()
                if (self._ended_at is not None or await self._works()) and await self._record():
                    self._reset(asked_at)
                    await asyncio.sleep(max(asked_at + TEST_AGAIN_SECONDS - monotonic(), 0))
                    if self._failed_at is None and not self._is_suspicious():
                        return
                    continue
                if self._began_at is None:
                    self._begin()
                await asyncio.sleep(max(asked_at + PROBE_EVERY_SECONDS - monotonic(), 0))
        except Problem as problem:
            # Not an outage: the key is wrong, or the database lacks the function.
            logger.error("An outage cannot be measured: %s", problem.cause or problem.code)
        finally:
            self._reset(self._succeeded_at)
            self._task = None

    def _reset(self, worked_at: float) -> None:
        """No outage is under way: writing worked at this moment."""
        self._began_at = self._ended_at = self._failed_at = None
        self._succeeded_at = max(self._succeeded_at, worked_at)
        self._over.set()

    def _begin(self) -> None:
        suspects = [*self._sent_at.values()][:1] + ([self._failed_at] if self._failed_at is not None else [])
        self._began_at = max(min(suspects, default=monotonic()), self._succeeded_at)
        self._over.clear()

    async def _works(self) -> bool:
        """Whether an answer could be stored; raises Problem if the test itself is refused."""
        try:
            return bool((await self._service.probe_writes())["database"] == "ok")
        except Problem as problem:
            if problem.code not in TRANSIENT:
                raise
            return False

    async def _record(self) -> bool:
        """Report the outage, and let writes continue; returns whether it is stored, or there was none."""
        if self._began_at is None:
            return True
        ended_at = self._ended_at = self._ended_at or monotonic()
        try:
            state = await self._service.record_outage(ended_at - self._began_at, monotonic() - ended_at)
            logger.warning("An outage of %.1f seconds ended", ended_at - self._began_at)
        except Problem as problem:
            if problem.code not in TRANSIENT:
                raise
            # It goes on.
            self._ended_at = None
            return False
        try:
            # A candidate in a transaction (a write that waited for the end) is skipped; the next call credits them.
            while state["more"] and monotonic() < ended_at + CREDIT_SECONDS:
                await asyncio.sleep(CREDIT_EVERY_SECONDS)
                state = await self._service.credit_outages()
                if monotonic() > ended_at + HOLD_SECONDS:
                    self._over.set()
        except Problem as problem:
            if problem.code not in TRANSIENT:
                raise
        return True
