"""Measure the cost of work on a busy machine: by processor time, or as the shortest of several tries."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

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
