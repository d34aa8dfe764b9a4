"""What work costs, whatever else the machine is doing: processor time, or the least of several tries."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from time import perf_counter

from tests.support.database import Database


@dataclass
class Spent:
    """What a block has cost, once it is left."""

    seconds: float = 0.0


@contextmanager
def processor_time(database: Database) -> Iterator[Spent]:
    """The processor time that the connection's backend spends in this block.

    By the clock where it cannot be seen: no Linux, or a database on another machine.
    """
    read, spent = _of_backend(database), Spent()
    before = read()
    yield spent
    spent.seconds = read() - before


def least_seconds(work: Callable[[], object], enough: float, tries: int = 5) -> float:
    """The shortest time that this work takes, tried again until that is less than `enough`."""
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
    # The first number is its time on a processor, in nanoseconds.
    return lambda: int((process / "schedstat").read_text().split()[0]) / 1e9
