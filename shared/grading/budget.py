"""The day's limit of tokens, held before a call is made and not discovered after it."""

import asyncio
from typing import Protocol
from uuid import UUID, uuid4

from shared.grading.outcomes import BudgetSpent

# Calls to set aside for at once: most use a tenth of their bound, so this lasts for dozens.
AHEAD = 4


class Ledger(Protocol):
    """Where all runs together count the day's tokens."""

    async def reserve(self, run_id: UUID, amount: int, used: int) -> bool:
        """Set tokens aside for a run that has used so many in all; False when the day's limit does not allow it."""

    async def settle(self, run_id: UUID, used: int) -> None:
        """Give back all that was set aside for a run and count what it has used in all instead."""


class Budget:
    """One run's share. What a call did not use serves the next one without asking the ledger again.

    A run that is killed leaves its share reserved until that expires. What it had used is counted when it sets
    more aside: of what it used since then nobody hears.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._run_id = uuid4()
        self._asked = False
        self._reserved = 0
        self._share = 0
        self._used = 0
        self._turn = asyncio.Lock()
        self._waiting = 0
        self._scarce = False

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
            return
        granted = False
        try:
            granted = await self._reserve(amount - own)
        finally:
            if not granted:
                self._share += own
        if not granted:
            raise BudgetSpent

    async def _stock_up(self, amount: int) -> None:
        """Set aside for several calls; where the limit does not allow it any more, each asks for itself."""
        calls = 1 + max(AHEAD, self._waiting - 1)
        tokens = calls * amount - self._share
        if await self._reserve(tokens):
            self._share += tokens
        else:
            self._scarce = True

    async def _reserve(self, tokens: int) -> bool:
        # Before the call: one that is cancelled may have set tokens aside all the same.
        self._asked = True
        granted = await self._ledger.reserve(self._run_id, tokens, self._used)
        if granted:
            self._reserved += tokens
        return granted

    def give_back(self, amount: int, used: int = 0) -> None:
        """Return what a call left over, negative when it used more than it had taken.

        `used`, where the caller says it, is counted before the end of the run, and so also if that is killed.
        """
        self._share += amount
        self._used += used

    async def close(self) -> None:
        """Return what is left to the ledger; afterwards it has counted exactly what was used."""
        used = max(self._reserved - self._share, 0)
        asked, self._asked = self._asked, False
        self._reserved = self._share = self._used = 0
        if asked:
            await self._ledger.settle(self._run_id, used)
