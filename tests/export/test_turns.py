"""Guards the queue before the workers: one turn per person, persons alternate, the queue is bounded, none are lost."""

import asyncio
import random
from collections import Counter
from contextlib import suppress

import pytest

from shared.export.turns import Turns
from shared.problems import Problem


class Scene:
    """Records the holders of a turn, past holders, and the largest number at the same time."""

    def __init__(self, turns: Turns) -> None:
        self.turns = turns
        self.holding: Counter[str] = Counter()
        self.served: list[str] = []
        self.most = 0
        self.doors: list[asyncio.Event] = []

    async def visit(self, person: str, wait_seconds: float = 60) -> None:
        """Hold a turn until this visit's event is set."""
        door = asyncio.Event()
        async with self.turns.turn(person, wait_seconds):
            self.holding[person] += 1
            assert self.holding[person] == 1
            self.most = max(self.most, self.holding.total())
            self.served.append(person)
            self.doors.append(door)
            try:
                await door.wait()
            finally:
                self.holding[person] -= 1
                self.doors.remove(door)

    def arrive(self, person: str) -> asyncio.Task[None]:
        return asyncio.create_task(self.visit(person))

    async def let_all_go(self, visits: list[asyncio.Task[None]]) -> None:
        while not all(visit.done() for visit in visits):
            for door in self.doors:
                door.set()
            await asyncio.sleep(0)


async def settle() -> None:
    """Let every task run as far as it can."""
    for _ in range(10):
        await asyncio.sleep(0)


async def test_a_person_with_many_exports_waits_behind_one_with_few() -> None:
    scene = Scene(Turns(1, 4, 24))
    visits = [scene.arrive(person) for person in ("much", "much", "much", "much", "little", "other")]
    await settle()
    await scene.let_all_go(visits)
    assert scene.served == ["much", "little", "other", "much", "much", "much"]
    assert [visit.exception() for visit in visits] == [None] * 6


async def test_one_person_holds_one_turn_although_others_are_free() -> None:
    scene = Scene(Turns(2, 4, 24))
    visits = [scene.arrive("a") for _ in range(4)]
    await settle()
    assert scene.served == ["a"]
    visits.append(scene.arrive("b"))
    await settle()
    assert scene.served == ["a", "b"]
    await scene.let_all_go(visits)
    assert scene.most == 2


async def test_a_fifth_export_of_one_person_is_refused_with_a_time_to_retry() -> None:
    scene = Scene(Turns(2, 4, 24))
    visits = [scene.arrive("a") for _ in range(4)]
    await settle()
    with pytest.raises(Problem) as refused:
        await scene.visit("a")
    assert (refused.value.code, refused.value.status, refused.value.retry_after_seconds) == ("rate_limited", 429, 5)
    await scene.let_all_go(visits)
    assert len(scene.served) == 4


async def test_a_full_queue_and_a_wait_that_is_too_long_are_503_and_leave_nothing_behind() -> None:
    scene = Scene(Turns(1, 4, 2))
    visits = [scene.arrive(person) for person in ("a", "b", "c")]
    await settle()
    with pytest.raises(Problem) as full:
        await scene.visit("d")
    visits[2].cancel()
    await settle()
    with pytest.raises(Problem) as late:
        await scene.visit("e", wait_seconds=0.01)
    assert [(p.value.code, p.value.status, p.value.retry_after_seconds) for p in (full, late)] == [
        ("export_busy", 503, 10)
    ] * 2
    await scene.let_all_go(visits)
    assert scene.served == ["a", "b"]
    free = scene.arrive("f")
    await settle()
    assert scene.served[-1] == "f"
    await scene.let_all_go([free])


async def test_no_turn_is_lost_when_an_export_is_cancelled_at_any_moment() -> None:
    dice = random.Random(7)
    for _ in range(200):
        scene = Scene(Turns(2, 4, 10))
        visits = []
        for _ in range(30):
            visits.append(scene.arrive(dice.choice("abcd")))
            if dice.random() < 0.3:
                dice.choice(visits).cancel()
            if scene.doors and dice.random() < 0.4:
                dice.choice(scene.doors).set()
            for _ in range(dice.randrange(3)):
                await asyncio.sleep(0)
        await scene.let_all_go(visits)
        for visit in visits:
            with suppress(Problem, asyncio.CancelledError):
                await visit
        assert scene.most <= 2
        assert scene.holding.total() == 0
        last = [scene.arrive("x"), scene.arrive("y")]
        await settle()
        assert scene.served[-2:] == ["x", "y"]
        await scene.let_all_go(last)
