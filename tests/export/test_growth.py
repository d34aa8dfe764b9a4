"""Guards that a file takes time in proportion to its content: four times as much takes at most 5.2 times as long.

Measures this process's processor time, the least of up to three tries, because other tests run at the same time. A
fifth of the files by default, all with `make prove`.
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


def seconds(work: Callable[[], object]) -> float:
    began = time.process_time()
    work()
    return time.process_time() - began


def growth(work: Callable[[int], Callable[[], object]], size: int) -> float:
    """The growth beyond proportion for TIMES as much content, from the least of up to three tries each."""
    small, large = work(size), work(TIMES * size)
    least_small = least_large = float("inf")
    for _ in range(3):
        least_small, least_large = min(least_small, seconds(small)), min(least_large, seconds(large))
        if least_large < MOST_GROWTH * TIMES * least_small:
            break
    return least_large / least_small / TIMES


@pytest.mark.everyday(4)
@pytest.mark.parametrize(("shape", "extension"), share(list(product(DOCUMENTS, RENDERED)), 5, 1))
def test_time_to_export_a_workspace_grows_linearly_with_its_entries(shape: str, extension: str) -> None:
    def work(size: int) -> Callable[[], object]:
        return partial(prep_file, workspace(DOCUMENTS[shape](size)), extension)

    assert growth(work, 2_000) < MOST_GROWTH


@pytest.mark.everyday(3)
@pytest.mark.parametrize(("shape", "extension"), share(list(product(TEXTS, RENDERED)), 5, 2))
def test_time_to_export_grows_linearly_with_the_texts(shape: str, extension: str) -> None:
    def work(size: int) -> Callable[[], object]:
        return partial(prep_file, workspace({"notes": TEXTS[shape](size)}), extension)

    assert growth(work, 16 * 1024) < MOST_GROWTH


@pytest.mark.everyday(3)
@pytest.mark.parametrize(("session", "extension"), share(list(product([events, talk], [*RENDERED, "json"])), 3))
def test_time_to_export_a_session_grows_linearly_with_its_events_and_messages(
    session: Callable[[int], bytes], extension: str
) -> None:
    def work(size: int) -> Callable[[], object]:
        return partial(export_file, session(size), extension)

    assert growth(work, 1_000) < MOST_GROWTH
