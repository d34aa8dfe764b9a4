"""Calls that start together: a barrier, no sleeps."""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import TypeVar

Result = TypeVar("Result")


def together(calls: Sequence[Callable[[], Result]], pool: ThreadPoolExecutor) -> list[Result]:
    """Run all calls at once, each in a thread of `pool` (which needs that many), and return the results in order."""
    barrier = Barrier(len(calls))

    def run(call: Callable[[], Result]) -> Result:
        barrier.wait(timeout=30)
        return call()

    return [future.result(timeout=60) for future in [pool.submit(run, call) for call in calls]]
