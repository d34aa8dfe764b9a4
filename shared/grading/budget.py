"""The day's limit of tokens and the shares in it, held before a call is made and not discovered after it."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Protocol
from uuid import UUID, uuid4

from shared import logs
from shared.errors import Problem
from shared.grading.outcomes import BudgetRefusal, BudgetSpent

# Calls to set aside for at once: most use a tenth of their bound, so this lasts for dozens.
AHEAD = 4
# The same for a session. Many sessions hold such tokens at the same time, so each holds few: for one more call, and
# for one more again for each eight calls under way.
AHEAD_OF_A_SESSION = 1
UNDER_WAY_PER_CALL_AHEAD = 8
# Sessions without a call under way that keep what they hold: more of their calls may follow.
IDLE_SESSIONS = 8
# How long anybody waits for the ledger after the work. What is not settled by then stays reserved until that expires.
SETTLING_SECONDS = 5.0
SETTLED_AT_ONCE = 8


class Ledger(Protocol):
    """Where all runs together count the day's tokens."""

    async def reserve(self, run_id: UUID, amount: int, used: int) -> BudgetRefusal | None:
        """Set tokens aside for a run that has used so many in all; what refused it where a limit does not allow it."""

    async def settle(self, run_id: UUID, used: int) -> None:
        """Give back all that was set aside for a run and count what it has used in all instead."""


@asynccontextmanager
async def bookkeeping() -> AsyncIterator[None]:
    """For the settling inside it: it ends within SETTLING_SECONDS, and its failure is logged and takes no result along.

    It is not repeated: a second settlement of what the first has counted would count it again.
    """
    try:
        async with asyncio.timeout(SETTLING_SECONDS):
            yield
    except (Problem, TimeoutError) as fault:
        cause = (fault.cause or fault.code) if isinstance(fault, Problem) else "the ledger did not answer in time"
        logs.logger.warning("Not all tokens of this run are counted: %s", cause)


class Budget:
    """One run's share. What a call did not use serves the next one without asking the ledger again.

    A run that is killed leaves its share reserved until that expires. What it had used is counted when it sets
    more aside: of what it used since then nobody hears.
    """

    def __init__(self, ledger: Ledger, ahead: int = AHEAD) -> None:
        self._ledger = ledger
        self._ahead = ahead
        self._run_id = uuid4()
        self._asked = False
        self._reserved = 0
        self._share = 0
        self._used = 0
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._under_way = 0
        self._scarce = False

    @asynccontextmanager
    async def charged(self, session_id: UUID | None) -> AsyncIterator["Budget"]:
        """Itself: one payer, whichever session a call is made for."""
        yield self

    async def take(self, amount: int) -> None:
        """Set `amount` tokens aside for one call; raises BudgetSpent."""
        self._waiting += 1
        try:
            # One at a time: the first sets aside for all who wait here.
            async with self._turn:
                if self._share < amount and not self._scarce:
                    await self._stock_up(amount)
        finally:
            self._waiting -= 1
        own = max(0, min(self._share, amount))
        self._share -= own
        if own == amount:
            self._under_way += 1
            return
        granted = False
        try:
            refusal = await self._reserve(amount - own)
            granted = refusal is None
        finally:
            if not granted:
                self._share += own
        if refusal is not None:
            raise BudgetSpent(refusal)
        self._under_way += 1

    async def _stock_up(self, amount: int) -> None:
        """Set aside for several calls; where the limit does not allow it any more, each asks for itself."""
        calls = 1 + max(self._ahead, self._waiting - 1, self._under_way // UNDER_WAY_PER_CALL_AHEAD)
        tokens = calls * amount - self._share
        if await self._reserve(tokens) is None:
            self._share += tokens
        else:
            self._scarce = True

    async def _reserve(self, tokens: int) -> BudgetRefusal | None:
        # Before the call: one that is cancelled may have set tokens aside all the same.
        self._asked = True
        refusal = await self._ledger.reserve(self._run_id, tokens, self._used)
        if refusal is None:
            self._reserved += tokens
        return refusal

    def give_back(self, amount: int, used: int = 0) -> None:
        """Return what a call left over, negative when it used more than it had taken.

        `used`, where the caller says it, is counted before the end of the run, and so also if that is killed.
        """
        self._share += amount
        self._used += used
        self._under_way -= 1

    async def close(self) -> None:
        """Return what is left to the ledger; afterwards it has counted exactly what was used.

        Where the ledger is away, that is logged: what the calls brought does not depend on it.
        """
        used = max(self._reserved - self._share, 0)
        asked, self._asked = self._asked, False
        self._reserved = self._share = self._used = 0
        if asked:
            async with bookkeeping():
                await self._ledger.settle(self._run_id, used)


class SessionBudgets:
    """A budget for each session that a run makes calls for, because each has its own payer.

    `open_ledger` gives the ledger of a session. What a session holds goes back when eight others have been idle for
    a shorter time: held tokens are refused to the session's candidate and organization elsewhere.
    """

    def __init__(self, open_ledger: Callable[[UUID | None], Ledger]) -> None:
        self._open_ledger = open_ledger
        # In the order in which they were used last.
        self._budgets: dict[UUID | None, Budget] = {}
        self._calls: dict[UUID | None, int] = {}

    @asynccontextmanager
    async def charged(self, session_id: UUID | None) -> AsyncIterator[Budget]:
        """The budget that a call for this session is charged to, held open meanwhile."""
        budget = self._budgets.pop(session_id, None) or Budget(self._open_ledger(session_id), AHEAD_OF_A_SESSION)
        self._budgets[session_id] = budget
        self._calls[session_id] = self._calls.get(session_id, 0) + 1
        try:
            yield budget
        finally:
            self._calls[session_id] -= 1
            if not self._calls[session_id]:
                del self._calls[session_id]
        await self._settle_idle(IDLE_SESSIONS)

    async def close(self) -> None:
        """Settle all, several at once, within SETTLING_SECONDS; no call is under way any more."""
        async with bookkeeping():
            await asyncio.gather(*(self._settle_idle(0) for _ in range(SETTLED_AT_ONCE)))

    async def _settle_idle(self, most: int) -> None:
        idle = [session_id for session_id in self._budgets if session_id not in self._calls]
        for session_id in idle[: max(len(idle) - most, 0)]:
            # Another call may have settled it, or begun to use it again, while this one waited.
            if session_id in self._calls or session_id not in self._budgets:
                continue
            await self._budgets.pop(session_id).close()
