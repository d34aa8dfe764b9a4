"""The day's limit is held however many calls are under way."""

import asyncio

import pytest

from shared.grading.budget import AHEAD, Budget
from shared.grading.outcomes import BudgetSpent
from tests.grading.jobs import CountedTokens


async def test_unused_tokens_serve_the_next_call() -> None:
    ledger = CountedTokens()
    budget = Budget(ledger)
    for _ in range(30):
        await budget.take(1000)
        budget.give_back(900)
    assert ledger.reservations == 1
    assert ledger.spent == (1 + AHEAD) * 1000
    await budget.close()
    assert ledger.spent == 3000


async def test_limit_is_never_passed_and_used_to_the_last_call() -> None:
    ledger = CountedTokens(limit=10_500)
    budgets = [Budget(ledger), Budget(ledger)]

    async def call(number: int) -> bool:
        try:
            await budgets[number % 2].take(1000)
        except BudgetSpent:
            return False
        return True

    assert sum(await asyncio.gather(*(call(number) for number in range(40)))) == 10
    assert ledger.most <= 10_500


async def test_call_that_used_more_than_its_bound_is_counted() -> None:
    ledger = CountedTokens()
    budget = Budget(ledger)
    await budget.take(1000)
    budget.give_back(1000 - 50_000)
    await budget.close()
    assert ledger.spent == 50_000


async def test_ledger_that_fails_leaves_the_share_as_it_was() -> None:
    class Broken(CountedTokens):
        async def reserve(self, amount: int) -> bool:
            raise ConnectionError

    budget = Budget(Broken())
    budget.give_back(10)
    with pytest.raises(ConnectionError):
        await budget.take(100)
    await budget.take(10)
