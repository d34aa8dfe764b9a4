"""Guards that a file takes time in proportion to what is in it: four times as much, at most 5.2 times as long.

Processor time of this process, the least of three: other tests run beside this one. A fifth of the files every
day, all with REPRISE_ROUNDS=full.
"""

import time
from collections.abc import Callable
from functools import partial
from itertools import product

import pytest

from shared.export.file import export_file, prep_file
from tests.export.shapes import DOCUMENTS, TEXTS, events, talk, workspace
from tests.support.race import share

MOST_GROWTH = 1.3
TIMES = 4
RENDERED = ("pdf", "docx", "md")


def least_seconds(work: Callable[[], object]) -> float:
    seconds = []
    for _ in range(3):
        began = time.process_time()
        work()
        seconds.append(time.process_time() - began)
    return min(seconds)


def growth(work: Callable[[int], Callable[[], object]], size: int) -> float:
    """How much longer TIMES as much takes than in proportion."""
    small, large = work(size), work(TIMES * size)
    return least_seconds(large) / least_seconds(small) / TIMES


@pytest.mark.parametrize(("shape", "extension"), share(list(product(DOCUMENTS, RENDERED)), 5, 1))
def test_a_file_of_a_workspace_takes_time_in_proportion_to_its_entries(shape: str, extension: str) -> None:
    def work(size: int) -> Callable[[], object]:
        return partial(prep_file, workspace(DOCUMENTS[shape](size)), extension)

    assert growth(work, 2_000) < MOST_GROWTH


@pytest.mark.parametrize(("shape", "extension"), share(list(product(TEXTS, RENDERED)), 5, 2))
def test_a_file_takes_time_in_proportion_to_its_texts(shape: str, extension: str) -> None:
    def work(size: int) -> Callable[[], object]:
        return partial(prep_file, workspace({"notes": TEXTS[shape](size)}), extension)

    assert growth(work, 16 * 1024) < MOST_GROWTH


@pytest.mark.parametrize(("session", "extension"), share(list(product([events, talk], [*RENDERED, "json"])), 3))
def test_a_file_of_a_session_takes_time_in_proportion_to_its_events_and_messages(
    session: Callable[[int], bytes], extension: str
) -> None:
    def work(size: int) -> Callable[[], object]:
        return partial(export_file, session(size), extension)

    assert growth(work, 1_000) < MOST_GROWTH
