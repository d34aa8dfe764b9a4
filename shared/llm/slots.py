"""Slots for the model calls that people wait for: replies and generated material.

There is one set per process and event loop, so that a process sends at most `EVALUATION_CONCURRENCY` of these calls at
the same time. A grading run has slots of its own, because its jobs are claimed in turns already.
"""

import asyncio
from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass
from typing import Protocol
from weakref import WeakKeyDictionary

from shared.fair_queue import FairQueue
from shared.llm.errors import ModelFailure

# Shorter than what the claim of a reply or of generated material has left after the longest model call.
WAIT_SECONDS = 10.0
TRY_AGAIN_SECONDS = 5.0
# All users outside of organizations take turns with the organizations as one caller.
USERS = "users"


@dataclass(frozen=True, slots=True)
class Payer:
    """Whose tokens a call uses: a user, or an organization on behalf of its candidate `user_id`."""

    user_id: str
    organization_id: str | None


class Slots(Protocol):
    """Limits how many calls are in progress."""

    def held(self, payer: Payer | None) -> AbstractAsyncContextManager[None]:
        """Wait for a slot and hold it."""


class RunSlots:
    """The slots of one grading run, first come, first served."""

    def __init__(self, slots: int) -> None:
        self._free = asyncio.Semaphore(slots)

    @asynccontextmanager
    async def held(self, payer: Payer | None) -> AsyncIterator[None]:
        """Wait for a slot and hold it; the queue of jobs is fair between payers, so the slots need not be."""
        async with self._free:
            yield


class InteractiveSlots:
    """Slots that organizations take turns for.

    An organization holds at most half of the slots (at least one), so that its long calls leave slots for others. A
    user outside of organizations has one call in progress at a time. These users together hold at most half of the
    slots too and take one turn between them, so that their practice does not delay interviews.
    """

    def __init__(self, slots: int) -> None:
        self._all = FairQueue(slots, max(1, slots // 2))
        self._users = FairQueue(max(1, slots // 2), 1)

    @asynccontextmanager
    async def held(self, payer: Payer | None) -> AsyncIterator[None]:
        """Wait for a slot and hold it; raises ModelFailure `busy` after WAIT_SECONDS, before anything is sent."""
        user = payer.user_id if payer is not None and payer.organization_id is None else None
        caller = USERS if payer is None or payer.organization_id is None else payer.organization_id
        try:
            async with asyncio.timeout(WAIT_SECONDS):
                if user is not None:
                    await self._users.enter(user)
                try:
                    await self._all.enter(caller)
                except BaseException:
                    if user is not None:
                        self._users.leave(user)
                    raise
        except TimeoutError:
            raise ModelFailure("busy", cost_nothing=True, retry_after_seconds=TRY_AGAIN_SECONDS) from None
        try:
            yield
        finally:
            self._all.leave(caller)
            if user is not None:
                self._users.leave(user)


_interactive: "WeakKeyDictionary[asyncio.AbstractEventLoop, InteractiveSlots]" = WeakKeyDictionary()


def interactive_slots(slots: int) -> InteractiveSlots:
    """The slots of the running event loop; `slots` counts when they are first used."""
    return _interactive.setdefault(asyncio.get_running_loop(), InteractiveSlots(slots))
