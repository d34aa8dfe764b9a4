"""Run calls at the same moment, released by a barrier, and choose how many rounds a test makes."""

import os
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

Result = TypeVar("Result")
Thing = TypeVar("Thing")


def together(calls: Sequence[Callable[[], Result]], pool: ThreadPoolExecutor) -> list[Result]:
    """Run all calls at once, each in a thread of `pool` (it needs that many); results in order."""
    barrier = Barrier(len(calls))

    def run(call: Callable[[], Result]) -> Result:
        barrier.wait(timeout=120)
        return call()

    return [future.result(timeout=300) for future in [pool.submit(run, call) for call in calls]]


def rounds(everyday: int, full: int = 1000) -> range:
    """The rounds of a race; `full` of them with REPRISE_ROUNDS=full in the environment."""
    return range(full if _all() else everyday)


def share(things: Sequence[Thing], of: int, number: int = 0) -> Sequence[Thing]:
    """Every `of`-th item, starting at `number`; all items with REPRISE_ROUNDS=full."""
    return things if _all() else things[number % of :: of]


def _all() -> bool:
    return os.environ.get("REPRISE_ROUNDS") == "full"
