"""Guards the queue before the workers: one turn per person, persons alternate, the queue is bounded, none are lost."""

import asyncio
import random
from collections import Counter
from contextlib import suppress

import pytest

from shared.export.turns import Turns
from shared.problems import Problem


class RecordedTurns:
    """Records the holders of a turn, past holders, and the largest number at the same time."""

    def __init__(self, turns: Turns) -> None:
        self.turns = turns
        self.holding: Counter[str] = Counter()
        self.served: list[str] = []
        self.most = 0
        self.releases: list[asyncio.Event] = []

    async def visit(self, person: str, wait_seconds: float = 60) -> None:
        """Hold a turn until this visit's event is set."""
        release = asyncio.Event()
        async with self.turns.turn(person, wait_seconds):
            self.holding[person] += 1
            assert self.holding[person] == 1
            self.most = max(self.most, self.holding.total())
            self.served.append(person)
            self.releases.append(release)
            try:
                await release.wait()
            finally:
                self.holding[person] -= 1
                self.releases.remove(release)

    def arrive(self, person: str) -> asyncio.Task[None]:
        return asyncio.create_task(self.visit(person))

    async def release_all(self, visits: list[asyncio.Task[None]]) -> None:
        while not all(visit.done() for visit in visits):
            for release in self.releases:
                release.set()
            await asyncio.sleep(0)


async def settle() -> None:
    """Let every task run as far as it can."""
    for _ in range(10):
        await asyncio.sleep(0)


async def test_person_with_many_exports_waits_behind_one_with_few() -> None:
    queue = RecordedTurns(Turns(1, 4, 24))
    visits = [queue.arrive(person) for person in ("much", "much", "much", "much", "little", "other")]
    await settle()
    await queue.release_all(visits)
    assert queue.served == ["much", "little", "other", "much", "much", "much"]
    assert [visit.exception() for visit in visits] == [None] * 6


async def test_one_person_holds_one_turn_although_others_are_free() -> None:
    queue = RecordedTurns(Turns(2, 4, 24))
    visits = [queue.arrive("a") for _ in range(4)]
    await settle()
    assert queue.served == ["a"]
    visits.append(queue.arrive("b"))
    await settle()
    assert queue.served == ["a", "b"]
    await queue.release_all(visits)
    assert queue.most == 2


async def test_fifth_export_of_one_person_is_refused_with_a_time_to_retry() -> None:
    queue = RecordedTurns(Turns(2, 4, 24))
    visits = [queue.arrive("a") for _ in range(4)]
    await settle()
    with pytest.raises(Problem) as refused:
        await queue.visit("a")
    assert (refused.value.code, refused.value.status, refused.value.retry_after_seconds) == ("rate_limited", 429, 5)
    await queue.release_all(visits)
    assert len(queue.served) == 4


async def test_full_queue_and_overlong_wait_are_refused_with_503_and_leave_nothing_behind() -> None:
    queue = RecordedTurns(Turns(1, 4, 2))
    visits = [queue.arrive(person) for person in ("a", "b", "c")]
    await settle()
    with pytest.raises(Problem) as full:
        await queue.visit("d")
    visits[2].cancel()
    await settle()
    with pytest.raises(Problem) as late:
        await queue.visit("e", wait_seconds=0.01)
    assert [(p.value.code, p.value.status, p.value.retry_after_seconds) for p in (full, late)] == [
        ("export_busy", 503, 10)
    ] * 2
    await queue.release_all(visits)
    assert queue.served == ["a", "b"]
    free = queue.arrive("f")
    await settle()
    assert queue.served[-1] == "f"
    await queue.release_all([free])


async def test_no_turn_is_lost_when_an_export_is_cancelled_at_any_moment() -> None:
    dice = random.Random(7)
    for _ in range(200):
        queue = RecordedTurns(Turns(2, 4, 10))
        visits = []
        for _ in range(30):
            visits.append(queue.arrive(dice.choice("abcd")))
            if dice.random() < 0.3:
                dice.choice(visits).cancel()
            if queue.releases and dice.random() < 0.4:
                dice.choice(queue.releases).set()
            for _ in range(dice.randrange(3)):
                await asyncio.sleep(0)
        await queue.release_all(visits)
        for visit in visits:
            with suppress(Problem, asyncio.CancelledError):
                await visit
        assert queue.most <= 2
        assert queue.holding.total() == 0
        last = [queue.arrive("x"), queue.arrive("y")]
        await settle()
        assert queue.served[-2:] == ["x", "y"]
        await queue.release_all(last)
