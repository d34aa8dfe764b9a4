"""The day's limit of tokens, held before a call is made and not discovered after it."""

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

    async def take(self, amount: int) -> None:
        """Set `amount` tokens aside for one call; raises BudgetSpent."""
        own = max(0, min(self._share, amount))
        self._share -= own
        if own == amount:
            return
        missing, ahead = amount - own, AHEAD * amount
        granted = False
        try:
            if await self._ledger.reserve(missing + ahead):
                self._share += ahead
                granted = True
            else:
                granted = await self._ledger.reserve(missing)
        finally:
            if not granted:
                self._share += own
        if not granted:
            raise BudgetSpent

    def give_back(self, amount: int) -> None:
        """Return what a call left over; negative when it used more than it had taken."""
        self._share += amount

    async def close(self) -> None:
        """Return what is left to the ledger; afterwards it has counted exactly what was used."""
        share, self._share = self._share, 0
        if share:
            await self._ledger.settle(max(share, 0), max(-share, 0))
