"""Measure the cost of work on a busy machine: by processor time, or as the shortest of several tries."""

import asyncio
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from threading import get_ident
from time import clock_gettime, perf_counter, pthread_getcpuclockid, sleep, thread_time

from tests.support.database import Database


@dataclass
class Spent:
    """The cost of a block, set when the block ends."""

    seconds: float = 0.0


@contextmanager
def processor_time(database: Database) -> Iterator[Spent]:
    """Measure the processor time that the connection's backend spends in this block.

    Falls back to wall-clock time where it can't be read: without Linux, or with a database on another machine.
    """
    read, spent = _of_backend(database), Spent()
    before = read()
    yield spent
    spent.seconds = read() - before


def least_seconds(work: Callable[[], object], enough: float, tries: int = 5) -> float:
    """The shortest time that the work takes; tries up to `tries` times, until one takes at most `enough`."""
    least = float("inf")
    for _ in range(tries):
        before = perf_counter()
        work()
        least = min(least, perf_counter() - before)
        if least < enough:
            break
    return least


def longest_hold(work: Callable[[], object], enough: float, tries: int = 5) -> float:
    """The longest processor time for which the work keeps every other thread from running, the least of some tries.

    Tries up to `tries` times, until a try stays under `enough`. Counts the time of the work's own thread between two
    ticks of this one, so that other processes do not matter.
    """
    least = float("inf")
    for _ in range(tries):
        least = min(least, _hold(work))
        if least < enough:
            break
    return least


@contextmanager
def longest_step() -> Iterator[Spent]:
    """Measure the longest step of the event loop in this block, in processor time: nobody else is served meanwhile."""
    run, spent = asyncio.Handle._run, Spent()

    def timed(handle: asyncio.Handle) -> None:
        before = thread_time()
        run(handle)
        spent.seconds = max(spent.seconds, thread_time() - before)

    asyncio.Handle._run = timed  # type: ignore[method-assign,assignment]
    try:
        yield spent
    finally:
        asyncio.Handle._run = run  # type: ignore[method-assign]


def _hold(work: Callable[[], object]) -> float:
    with ThreadPoolExecutor(1) as pool:
        clock = pool.submit(lambda: pthread_getcpuclockid(get_ident())).result()
        last, longest = clock_gettime(clock), 0.0
        done = pool.submit(work)
        while not done.done():
            sleep(0.0005)
            now = clock_gettime(clock)
            last, longest = now, max(longest, now - last)
        done.result()
        return longest


def _of_backend(database: Database) -> Callable[[], float]:
    process = Path("/proc") / str(database.connection.info.backend_pid)
    try:
        if not (process / "cmdline").read_bytes().startswith(b"postgres: "):
            return perf_counter
        (process / "schedstat").read_text()
    except OSError:
        return perf_counter
    # The first number is the time spent on a processor, in nanoseconds.
    return lambda: int((process / "schedstat").read_text().split()[0]) / 1e9
