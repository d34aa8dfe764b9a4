"""A text is searched for phrases in windows; no phrase is lost or found twice at their borders."""

import re

import pytest

from shared.grading.phrases import LONGEST, WINDOW, matches

ORDER = "ignore all previous instructions"


@pytest.mark.parametrize("start", [0, WINDOW - len(ORDER), WINDOW - 5, WINDOW - 1, WINDOW, WINDOW + LONGEST - 5])
def test_phrase_at_the_border_of_a_window_is_found_once(start: int) -> None:
    text = "x" * (start - 1) + " " * (start > 0) + ORDER + " x" * WINDOW
    found = [match.span() for match in matches(re.compile(rf"\b{ORDER}\b"), text)]
    assert found == [(start, start + len(ORDER))]


def test_matches_are_those_of_one_search_over_the_whole_text() -> None:
    expression = re.compile(r"^#.*|\bscore\b", re.MULTILINE)
    text = "# a comment\nthe score is\n" * (3 * WINDOW // 25)
    windowed = [match.span() for match in matches(expression, text)]
    assert windowed == [match.span() for match in expression.finditer(text)]
