"""The day's limit of tokens, held before a call is made and not discovered after it."""

import asyncio
from typing import Protocol

from shared.grading.outcomes import BudgetSpent

# Calls to set aside for at once: most use a tenth of their bound, so this lasts for dozens.
AHEAD = 4


class Ledger(Protocol):
    """Where all workers together count the day's tokens."""

    async def reserve(self, amount: int) -> bool:
        """Set tokens aside; False when the day's limit does not allow it."""

    async def settle(self, reserved: int, used: int) -> None:
        """Give back what was set aside and count what was used instead."""


class Budget:
    """One run's share. What a call did not use serves the next one without asking the ledger again.

    A run that is killed leaves its share reserved: the limit is kept, at worst too early.
    """

    def __init__(self, ledger: Ledger) -> None:
        self._ledger = ledger
        self._share = 0
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
            granted = await self._ledger.reserve(amount - own)
        finally:
            if not granted:
                self._share += own
        if not granted:
            raise BudgetSpent

    async def _stock_up(self, amount: int) -> None:
        """Set aside for several calls; where the limit does not allow it any more, each asks for itself."""
        calls = 1 + max(AHEAD, self._waiting - 1)
        tokens = calls * amount - self._share
        if await self._ledger.reserve(tokens):
            self._share += tokens
        else:
            self._scarce = True

    def give_back(self, amount: int) -> None:
        """Return what a call left over; negative when it used more than it had taken."""
        self._share += amount

    async def close(self) -> None:
        """Return what is left to the ledger; afterwards it has counted exactly what was used."""
        share, self._share = self._share, 0
        if share:
            await self._ledger.settle(max(share, 0), max(-share, 0))
