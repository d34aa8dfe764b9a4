"""Guarantee 11: a grader killed anywhere, or frozen past its lease, blocks nothing and overwrites nothing.

Uses real processes, killed at each of nine moments, or stopped and continued in two situations. With `make prove`, 50
kills at each moment and 100 freezes in each situation.
"""

import asyncio
from collections.abc import Iterator

import pytest

from tests.grading.gate import Gate
from tests.grading.grader_recovery import DONE_BEFORE, TAKEN_OVER, GraderRecovery, open_grader_recovery
from tests.grading.kill_points import (
    COUNT,
    WORK_DONE,
    WORK_LOST,
    KillPoint,
    after_the_model_and_received_later,
    before_the_model,
)
from tests.support.race import rounds

KILLS = len(rounds(everyday=1, full=50))
FREEZES = len(rounds(everyday=1, full=100))
OUTCOMES = dict.fromkeys(WORK_LOST, TAKEN_OVER) | dict.fromkeys(WORK_DONE, DONE_BEFORE)
OTHERS = ["still at work", "finished"]


@pytest.fixture(scope="module")
def recovery() -> Iterator[GraderRecovery]:
    with open_grader_recovery() as opened:
        yield opened


@pytest.mark.everyday(6)
@pytest.mark.parametrize("kill_point", OUTCOMES, ids=lambda kill_point: kill_point.__name__)
async def test_jobs_of_a_killed_grader_end_with_one_score_or_as_failed(
    recovery: GraderRecovery, kill_point: KillPoint
) -> None:
    for number in range(KILLS):
        assert await kill(recovery, kill_point) == set(), f"round {number}"


@pytest.mark.parametrize("other", OTHERS)
async def test_grader_frozen_past_its_lease_is_refused_when_it_continues(recovery: GraderRecovery, other: str) -> None:
    for number in range(FREEZES):
        assert await freeze(recovery, other) == set(), f"round {number}"


@pytest.mark.prove
@pytest.mark.parametrize("other", OTHERS)
async def test_harness_catches_a_missing_token_check_for_a_frozen_grader(recovery: GraderRecovery, other: str) -> None:
    with recovery.observer.careless():
        faults = await freeze(recovery, other)
    assert {"the frozen grader was not refused", "not exactly one score", "another outcome"} <= faults


@pytest.mark.prove
async def test_harness_catches_a_missing_token_check_for_late_results_of_dead_graders(recovery: GraderRecovery) -> None:
    with recovery.observer.careless():
        faults = await kill(recovery, after_the_model_and_received_later)
    assert {"changed after its end", "not exactly one score", "another outcome"} <= faults


@pytest.mark.prove
async def test_harness_catches_jobs_that_no_grader_takes_over(recovery: GraderRecovery) -> None:
    workload = recovery.new_workload()
    with before_the_model(workload):
        await recovery.grade(workload)
    assert {"not ended", "no summary"} <= recovery.faults(workload, TAKEN_OVER)


@pytest.mark.prove
async def test_tokens_of_a_killed_grader_are_free_again_when_its_reservation_expires(recovery: GraderRecovery) -> None:
    workload = recovery.new_workload()
    with before_the_model(workload):
        held = recovery.due.held()
        assert held > 0
        # A daily limit at which the dead grader has used up the candidate's share, a tenth of the day.
        await recovery.take_over(workload, daily_tokens=held * 10)
        assert recovery.due.spent() == 0
        recovery.due.let_reservations_expire()
        recovery.due.let_backoff_pass()
        await recovery.take_over(workload, daily_tokens=held * 10)
    assert recovery.faults(workload, TAKEN_OVER) == set()
    # The other grader's usage for the answers and the summary; nothing for the dead one.
    assert (recovery.due.spent(), recovery.due.held()) == (COUNT * 1050, 0)


async def kill(recovery: GraderRecovery, kill_point: KillPoint) -> set[str]:
    """Kill one grader and let another take over; returns the guarantees that were broken."""
    workload = recovery.new_workload()
    with kill_point(workload):
        await recovery.take_over(workload)
    return recovery.faults(workload, OUTCOMES[kill_point])


async def freeze(recovery: GraderRecovery, other: str) -> set[str]:
    """Freeze one grader during its model call; wake it when its jobs are claimed or done by another."""
    workload = recovery.new_workload()
    with workload.to_model() as gate, workload.grader(model=gate) as frozen:
        gate.wait_until_held(COUNT)
        frozen.freeze()
        gate.open()
        if other == "finished":
            await recovery.take_over(workload)
            reported = frozen.wake_up()
        else:
            with Gate(recovery.other_model.url, "/chat/completions") as thinking:
                taking_over = asyncio.create_task(recovery.take_over(workload, f"{thinking.url}/v1"))
                await asyncio.to_thread(thinking.wait_until_held, COUNT - 1)
                reported = await asyncio.to_thread(frozen.wake_up)
                thinking.open()
                await taking_over
    faults = recovery.faults(workload, TAKEN_OVER)
    if (reported["claimed"], reported["lost"], reported["graded"]) != (COUNT, COUNT, 0):
        faults.add("the frozen grader was not refused")
    return faults
