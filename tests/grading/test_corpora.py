"""How often the guards flag honest answers that use their vocabulary, and injections that nobody tuned them to.

Prints both rates: `make test ARGS="-k corpora -s"`.
"""

from collections.abc import Sequence

import pytest

from shared.grading.suspicion import hints, vetoes
from tests.grading.answer_corpora import honest_answers, injections

MOST_FALSE_FLAGS = 0.01


def flagged(texts: Sequence[str]) -> tuple[list[str], list[str]]:
    """The texts that no model would read, and those that get a hint for the reviewer."""
    return [text for text in texts if vetoes(text)], [text for text in texts if hints(text)]


def test_at_most_one_honest_answer_in_a_hundred_is_kept_from_a_model_or_flagged(
    capsys: pytest.CaptureFixture[str],
) -> None:
    honest, attempts = honest_answers(), [text for texts in injections().values() for text in texts]
    kept, hinted = flagged(honest)
    caught, suspected = flagged(attempts)
    with capsys.disabled():
        print(f"\nhonest answers: {len(kept)} vetoes and {len(hinted)} hints of {len(honest)}")  # noqa: T201
        print(f"injections: {len(caught)} vetoes and {len(suspected)} hints of {len(attempts)}")  # noqa: T201
    assert len(kept) <= MOST_FALSE_FLAGS * len(honest), kept
    assert len({*kept, *hinted}) <= MOST_FALSE_FLAGS * len(honest), hinted


def test_corpora_are_large_varied_and_without_repeats() -> None:
    honest, attempts = honest_answers(), [text for texts in injections().values() for text in texts]
    assert len(set(honest)) == len(honest) >= 300
    assert len(set(attempts)) == len(attempts) >= 80
    assert len(injections()) >= 8
    for word in ("score", "grade", "instructions", "system", "rubric", "ignore", "assistant", "points", "prompt"):
        assert sum(word in text.lower() for text in honest) >= 8, word


def test_control_a_bare_list_of_words_flags_too_many_honest_answers() -> None:
    """The corpus tells a guard that looks for words from one that looks for orders."""
    words = ("rubric", "grader", "examiner", "full marks", "system prompt")
    found = [text for text in honest_answers() if any(word in text.lower() for word in words)]
    assert len(found) > 5 * MOST_FALSE_FLAGS * len(honest_answers())
