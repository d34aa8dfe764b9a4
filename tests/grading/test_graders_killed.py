"""Guarantee 11: a grader killed anywhere, or frozen past its lease, blocks nothing and overwrites nothing.

Uses real processes, killed at each of nine moments, or stopped and continued in two situations. With `make prove`, 50
kills at each moment and 100 freezes in each situation.
"""

import asyncio
from collections.abc import Iterator

import pytest

from tests.grading.deaths import COUNT, WORK_DONE, WORK_LOST, Death, after_the_model_and_heard_later, before_the_model
from tests.grading.gate import Gate
from tests.grading.scene import DONE_BEFORE, TAKEN_OVER, Scene, open_scene
from tests.support.race import rounds

KILLS = len(rounds(everyday=1, full=50))
FREEZES = len(rounds(everyday=1, full=100))
OUTCOMES = dict.fromkeys(WORK_LOST, TAKEN_OVER) | dict.fromkeys(WORK_DONE, DONE_BEFORE)
OTHERS = ["still at work", "finished"]


@pytest.fixture(scope="module")
def scene() -> Iterator[Scene]:
    with open_scene() as opened:
        yield opened


@pytest.mark.everyday(3)
@pytest.mark.parametrize("death", OUTCOMES, ids=lambda death: death.__name__)
async def test_jobs_of_a_killed_grader_end_with_one_score_or_as_failed(scene: Scene, death: Death) -> None:
    for number in range(KILLS):
        assert await kill(scene, death) == set(), f"round {number}"


@pytest.mark.parametrize("other", OTHERS)
async def test_grader_frozen_past_its_lease_is_refused_when_it_wakes_up(scene: Scene, other: str) -> None:
    for number in range(FREEZES):
        assert await freeze(scene, other) == set(), f"round {number}"


@pytest.mark.prove
@pytest.mark.parametrize("other", OTHERS)
async def test_harness_catches_a_zombie_that_is_not_asked_for_its_token(scene: Scene, other: str) -> None:
    with scene.witness.careless():
        faults = await freeze(scene, other)
    assert {"the zombie was not refused", "not exactly one score", "another outcome"} <= faults


@pytest.mark.prove
async def test_harness_catches_results_of_the_dead_that_are_not_asked_for_their_token(scene: Scene) -> None:
    with scene.witness.careless():
        faults = await kill(scene, after_the_model_and_heard_later)
    assert {"changed after its end", "not exactly one score", "another outcome"} <= faults


@pytest.mark.prove
async def test_harness_sees_jobs_that_nobody_takes_over(scene: Scene) -> None:
    place = scene.place()
    with before_the_model(place):
        await scene.grade(place)
    assert {"not ended", "no summary"} <= scene.faults(place, TAKEN_OVER)


@pytest.mark.prove
async def test_share_of_a_killed_grader_is_free_again_when_its_reservation_expires(scene: Scene) -> None:
    place = scene.place()
    with before_the_model(place):
        held = scene.due.held()
        assert held > 0
        # A daily limit at which the dead grader has used up the candidate's share, a tenth of the day.
        await scene.take_over(place, daily_tokens=held * 10)
        assert scene.due.spent() == 0
        scene.due.let_reservations_expire()
        scene.due.let_backoff_pass()
        await scene.take_over(place, daily_tokens=held * 10)
    assert scene.faults(place, TAKEN_OVER) == set()
    # The other grader's usage for the answers and the summary; nothing for the dead one.
    assert (scene.due.spent(), scene.due.held()) == (COUNT * 1050, 0)


async def kill(scene: Scene, death: Death) -> set[str]:
    """Kill one grader and let another take over; returns the guarantees that were broken."""
    place = scene.place()
    with death(place):
        await scene.take_over(place)
    return scene.faults(place, OUTCOMES[death])


async def freeze(scene: Scene, other: str) -> set[str]:
    """Freeze one grader during its model call; wake it when its jobs are claimed or done by another."""
    place = scene.place()
    with place.to_model() as gate, place.grader(model=gate) as zombie:
        gate.wait_until_held(COUNT)
        zombie.freeze()
        gate.open()
        if other == "finished":
            await scene.take_over(place)
            told = zombie.wake_up()
        else:
            with Gate(scene.other_model.url, "/chat/completions") as thinking:
                taking_over = asyncio.create_task(scene.take_over(place, f"{thinking.url}/v1"))
                await asyncio.to_thread(thinking.wait_until_held, COUNT - 1)
                told = await asyncio.to_thread(zombie.wake_up)
                thinking.open()
                await taking_over
    faults = scene.faults(place, TAKEN_OVER)
    if (told["claimed"], told["lost"], told["graded"]) != (COUNT, COUNT, 0):
        faults.add("the zombie was not refused")
    return faults
