"""The day's limit is held however many calls are under way."""

import asyncio
from uuid import UUID

import pytest

from shared.grading.budget import AHEAD, Budget
from shared.grading.outcomes import BudgetSpent, Refusal
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
        async def reserve(self, run_id: UUID, amount: int, used: int) -> Refusal | None:
            raise ConnectionError

    budget = Budget(Broken())
    budget.give_back(10)
    with pytest.raises(ConnectionError):
        await budget.take(100)
    await budget.take(10)


async def test_what_calls_used_is_counted_before_the_end_of_the_run() -> None:
    ledger = CountedTokens()
    budget = Budget(ledger)
    for _ in range(70):
        await budget.take(1000)
        budget.give_back(900, 100)
    # Killed here, it would lose count of what it used since it last asked: less than it holds.
    assert ledger.counted.total() > 0
    assert 7000 - ledger.counted.total() <= ledger.held.total() <= (1 + AHEAD) * 1000
    await budget.close()
    assert (ledger.counted.total(), ledger.held.total()) == (7000, 0)


async def test_tokens_reserved_for_a_call_that_was_cancelled_meanwhile_are_given_back() -> None:
    class Slow(CountedTokens):
        def __init__(self) -> None:
            super().__init__()
            self.has_reserved = asyncio.Event()

        async def reserve(self, run_id: UUID, amount: int, used: int) -> Refusal | None:
            refusal = await super().reserve(run_id, amount, used)
            self.has_reserved.set()
            await asyncio.Event().wait()
            return refusal

    ledger = Slow()
    budget = Budget(ledger)
    call = asyncio.create_task(budget.take(1000))
    await ledger.has_reserved.wait()
    call.cancel()
    with pytest.raises(asyncio.CancelledError):
        await call
    assert ledger.held.total() > 0
    await budget.close()
    assert ledger.spent == 0


async def test_run_that_reserved_nothing_settles_nothing_and_one_that_used_nothing_does() -> None:
    class Watched(CountedTokens):
        settled = 0

        async def settle(self, run_id: UUID, used: int) -> None:
            self.settled += 1
            await super().settle(run_id, used)

    ledger = Watched()
    idle, unlucky = Budget(ledger), Budget(ledger)
    await idle.close()
    assert ledger.settled == 0
    await unlucky.take(1000)
    unlucky.give_back(1000)
    for _ in range(2):
        await unlucky.close()
    assert (ledger.settled, ledger.spent) == (1, 0)
