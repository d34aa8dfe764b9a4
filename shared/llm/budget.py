"""The daily token limit and its shares. Tokens are reserved before a call, so a run can't exceed the limit."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from typing import Protocol
from uuid import UUID, uuid4

from shared import logs
from shared.llm.errors import BudgetRefusal, BudgetSpent
from shared.llm.slots import Payer
from shared.problems import Problem

# How many further calls to reserve for at once. Most calls use a tenth of their upper bound, so this lasts for dozens.
AHEAD = 4
# The same for one session. Many sessions hold reserved tokens at the same time, so each holds few: enough for one more
# call, plus one for every eight calls in progress.
AHEAD_OF_A_SESSION = 1
UNDER_WAY_PER_CALL_AHEAD = 8
# How many sessions without a call in progress keep their reservation: more of their calls may follow.
IDLE_SESSIONS = 8
# How long to wait for the ledger after the work. Tokens not settled by then stay reserved until the reservation
# expires.
SETTLING_SECONDS = 5.0
SETTLED_AT_ONCE = 8


class Ledger(Protocol):
    """The count of the day's tokens, shared by all runs. `payer` is known once tokens were reserved."""

    payer: Payer | None

    async def reserve(self, run_id: UUID, amount: int, used: int) -> BudgetRefusal | None:
        """Reserve tokens for a run that has used `used` so far. Returns the refusal if a limit is reached."""

    async def settle(self, run_id: UUID, used: int) -> None:
        """Release all tokens reserved for a run and record what it has used in total."""


@asynccontextmanager
async def bookkeeping() -> AsyncIterator[None]:
    """Limit a settlement to SETTLING_SECONDS and log its failure, so that it can't cost a result.

    A failed settlement is not repeated: if the first one was recorded, a second would count the tokens twice.
    """
    try:
        async with asyncio.timeout(SETTLING_SECONDS):
            yield
    except (Problem, TimeoutError) as fault:
        cause = (fault.cause or fault.code) if isinstance(fault, Problem) else "the ledger did not answer in time"
        logs.logger.warning("Not all tokens of this run are counted: %s", cause)


class Budget:
    """One run's reserved tokens. Tokens that a call leaves over serve the next call without asking the ledger.

    A run that is killed leaves its tokens reserved until the reservation expires. Usage is reported each time the run
    reserves more; if it is killed, usage since then is lost.
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

    @property
    def payer(self) -> Payer | None:
        """Whose tokens this budget uses; None before the first reservation, and if only the day's limit applies."""
        return self._ledger.payer

    @asynccontextmanager
    async def charged(self, session_id: UUID | None) -> AsyncIterator["Budget"]:
        """Return this budget: the payer is the same for every session."""
        yield self

    async def take(self, amount: int) -> None:
        """Reserve `amount` tokens for one call; raises BudgetSpent."""
        self._waiting += 1
        try:
            # One at a time: the first caller reserves for all that wait here.
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
        """Reserve tokens for several calls. Once a limit refuses that, each call reserves for itself."""
        calls = 1 + max(self._ahead, self._waiting - 1, self._under_way // UNDER_WAY_PER_CALL_AHEAD)
        tokens = calls * amount - self._share
        refusal = await self._reserve(tokens)
        if refusal is None:
            self._share += tokens
        elif calls == 1 and not self._under_way:
            # Asking again for this one call would get the same refusal.
            raise BudgetSpent(refusal)
        else:
            self._scarce = True

    async def _reserve(self, tokens: int) -> BudgetRefusal | None:
        # Set before the call: a cancelled call may have reserved tokens too.
        self._asked = True
        refusal = await self._ledger.reserve(self._run_id, tokens, self._used)
        if refusal is None:
            self._reserved += tokens
        return refusal

    def give_back(self, amount: int, used: int = 0) -> None:
        """Return what a call left over, negative if it used more than it took.

        `used`, if given, is reported with the next reservation, so it counts even if the run is killed.
        """
        self._share += amount
        self._used += used
        self._under_way -= 1

    async def close(self) -> None:
        """Return unused tokens to the ledger; afterwards the ledger has counted exactly what was used.

        If the ledger is unavailable, that is logged: the results of the calls do not depend on it.
        """
        used = max(self._reserved - self._share, 0)
        asked, self._asked = self._asked, False
        self._reserved = self._share = self._used = 0
        if asked:
            async with bookkeeping():
                await self._ledger.settle(self._run_id, used)


class SessionBudgets:
    """A budget for each session that a run makes calls for, because each session has its own payer.

    `open_ledger` returns the ledger of a session. Among the sessions without a call in progress, the eight used last
    keep their reservation and older ones return it: reserved tokens are unavailable to the same candidate and
    organization elsewhere.
    """

    def __init__(self, open_ledger: Callable[[UUID | None], Ledger]) -> None:
        self._open_ledger = open_ledger
        # Least recently used first.
        self._budgets: dict[UUID | None, Budget] = {}
        self._calls: dict[UUID | None, int] = {}

    @asynccontextmanager
    async def charged(self, session_id: UUID | None) -> AsyncIterator[Budget]:
        """The budget that a call for this session is charged to; it stays open during the call."""
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
        """Settle all budgets, several at once, within SETTLING_SECONDS. No call may be in progress."""
        async with bookkeeping():
            await asyncio.gather(*(self._settle_idle(0) for _ in range(SETTLED_AT_ONCE)))

    async def _settle_idle(self, most: int) -> None:
        idle = [session_id for session_id in self._budgets if session_id not in self._calls]
        for session_id in idle[: max(len(idle) - most, 0)]:
            # While this task waited, another call may have settled this budget or started to use it again.
            if session_id in self._calls or session_id not in self._budgets:
                continue
            await self._budgets.pop(session_id).close()
