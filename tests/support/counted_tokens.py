"""A token ledger for tests of budgets."""

from collections import Counter
from uuid import UUID

from shared.llm.errors import BudgetRefusal
from shared.llm.slots import Payer


class CountedTokens:
    """An in-memory ledger with a limit."""

    def __init__(self, limit: int = 10**9, payer: Payer | None = None) -> None:
        self.payer = payer
        self.limit = limit
        self.most = 0
        self.reservations = 0
        self.counted: Counter[UUID] = Counter()
        self.held: Counter[UUID] = Counter()

    @property
    def spent(self) -> int:
        """Tokens used or reserved."""
        return self.counted.total() + self.held.total()

    async def reserve(self, run_id: UUID, amount: int, used: int) -> BudgetRefusal | None:
        """Reserve the amount, if the limit allows it."""
        self.reservations += 1
        self.held[run_id] -= used - self.counted[run_id]
        self.counted[run_id] = used
        if self.spent + amount > self.limit:
            return BudgetRefusal("day", 30, self.limit - self.counted.total())
        self.held[run_id] += amount
        self.most = max(self.most, self.spent)
        return None

    async def settle(self, run_id: UUID, used: int) -> None:
        """Replace what is reserved by what was used."""
        self.held[run_id], self.counted[run_id] = 0, used
