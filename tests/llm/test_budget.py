"""The daily limit holds, however many calls are in progress."""

import asyncio
from collections import defaultdict
from collections.abc import Iterable
from uuid import UUID, uuid4

import pytest

from shared import logs
from shared.llm.budget import AHEAD, IDLE_SESSIONS, Budget, SessionBudgets
from shared.llm.errors import BudgetRefusal, BudgetSpent
from shared.problems import Problem
from tests.support.counted_tokens import CountedTokens


async def test_unused_tokens_are_available_to_the_next_call() -> None:
    ledger = CountedTokens()
    budget = Budget(ledger)
    for _ in range(30):
        await budget.take(1000)
        budget.give_back(900)
    assert ledger.reservations == 1
    assert ledger.spent == (1 + AHEAD) * 1000
    await budget.close()
    assert ledger.spent == 3000


async def test_limit_is_used_up_and_never_exceeded() -> None:
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


async def test_usage_above_a_calls_upper_bound_is_counted() -> None:
    ledger = CountedTokens()
    budget = Budget(ledger)
    await budget.take(1000)
    budget.give_back(1000 - 50_000)
    await budget.close()
    assert ledger.spent == 50_000


async def test_failing_ledger_leaves_the_reservation_unchanged() -> None:
    class Broken(CountedTokens):
        async def reserve(self, run_id: UUID, amount: int, used: int) -> BudgetRefusal | None:
            raise ConnectionError

    budget = Budget(Broken())
    budget.give_back(10)
    with pytest.raises(ConnectionError):
        await budget.take(100)
    await budget.take(10)


async def test_usage_is_counted_before_the_end_of_the_run() -> None:
    ledger = CountedTokens()
    budget = Budget(ledger)
    for _ in range(70):
        await budget.take(1000)
        budget.give_back(900, 100)
    # A run killed here loses the count of what it used since its last reservation, which is less than it holds.
    assert ledger.counted.total() > 0
    assert 7000 - ledger.counted.total() <= ledger.held.total() <= (1 + AHEAD) * 1000
    await budget.close()
    assert (ledger.counted.total(), ledger.held.total()) == (7000, 0)


async def test_tokens_reserved_for_a_cancelled_call_are_returned() -> None:
    class Slow(CountedTokens):
        def __init__(self) -> None:
            super().__init__()
            self.has_reserved = asyncio.Event()

        async def reserve(self, run_id: UUID, amount: int, used: int) -> BudgetRefusal | None:
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


async def test_sessions_are_charged_separately_and_reserve_little_once_their_calls_have_ended() -> None:
    ledgers: defaultdict[UUID | None, CountedTokens] = defaultdict(CountedTokens)
    budgets = SessionBudgets(ledgers.__getitem__)
    sessions = [uuid4() for _ in range(30)]
    for session_id in sessions:
        async with budgets.charged(session_id) as budget:
            await budget.take(1000)
            budget.give_back(900, 100)
    assert sum(ledger.held.total() > 0 for ledger in ledgers.values()) == IDLE_SESSIONS
    # A session that was settled starts again when another of its calls follows.
    async with budgets.charged(sessions[0]) as budget:
        await budget.take(1000)
        budget.give_back(900, 100)
    await budgets.close()
    assert {ledger.held.total() for ledger in ledgers.values()} == {0}
    assert [ledgers[session_id].counted.total() for session_id in sessions] == [200, *[100] * 29]


async def test_session_in_use_is_not_settled_by_others() -> None:
    ledgers: defaultdict[UUID | None, CountedTokens] = defaultdict(CountedTokens)
    budgets = SessionBudgets(ledgers.__getitem__)
    used = uuid4()
    async with budgets.charged(used) as budget:
        await budget.take(1000)
        for _ in range(30):
            async with budgets.charged(uuid4()) as other:
                await other.take(10)
                other.give_back(10)
        assert ledgers[used].held.total() >= 1000
        budget.give_back(0, 1000)
    await budgets.close()
    assert (ledgers[used].counted.total(), ledgers[used].held.total()) == (1000, 0)


class Stalled(CountedTokens):
    """A ledger that never responds to a settlement; `settling` counts the calls that wait for it."""

    settling = 0

    async def settle(self, run_id: UUID, used: int) -> None:
        self.settling += 1
        await asyncio.Event().wait()


async def hold(budgets: SessionBudgets, session_ids: Iterable[UUID]) -> None:
    """Make one call for each session, all concurrently."""
    all_in = asyncio.Barrier(len(ids := list(session_ids)))

    async def call(session_id: UUID) -> None:
        async with budgets.charged(session_id) as budget:
            await budget.take(1000)
            budget.give_back(900, 100)
            await all_in.wait()

    await asyncio.gather(*(call(session_id) for session_id in ids))


async def test_stalled_ledger_delays_the_end_of_a_run_once_and_not_once_per_session(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    ledger = Stalled()
    budgets = SessionBudgets(lambda _: ledger)
    monkeypatch.setattr("shared.llm.budget.IDLE_SESSIONS", 30)
    await hold(budgets, (uuid4() for _ in range(30)))
    monkeypatch.setattr("shared.llm.budget.SETTLING_SECONDS", 0.2)
    async with asyncio.timeout(60):
        await budgets.close()
    assert 1 < ledger.settling < 30


async def test_unavailable_ledger_is_logged_and_does_not_fail_the_run(caplog: pytest.LogCaptureFixture) -> None:
    class Away(CountedTokens):
        async def settle(self, run_id: UUID, used: int) -> None:
            raise Problem("database_unavailable", cause="ConnectError in settle_tokens")

    budget = Budget(Away())
    await budget.take(1000)
    budget.give_back(900, 100)
    # Once configured, the logger no longer propagates to its parents.
    logs.logger.addHandler(caplog.handler)
    try:
        await budget.close()
    finally:
        logs.logger.removeHandler(caplog.handler)
    assert "ConnectError in settle_tokens" in caplog.text


async def test_many_calls_of_one_session_make_few_ledger_calls() -> None:
    ledger = CountedTokens()
    budgets, session_id, slots = SessionBudgets(lambda _: ledger), uuid4(), asyncio.Semaphore(40)

    async def call() -> None:
        async with slots, budgets.charged(session_id) as budget:
            await budget.take(1000)
            await asyncio.sleep(0)
            budget.give_back(900, 100)

    await asyncio.gather(*(call() for _ in range(1000)))
    await budgets.close()
    assert ledger.reservations < 100
    assert (ledger.counted.total(), ledger.held.total()) == (100_000, 0)
