"""Detects answers that must not reach the model and go to a person instead."""

import pytest

from shared.grading.suspicion import suspicions
from tests.grading.injections import HONEST, INJECTIONS

EVERY = [(family, text) for family, texts in INJECTIONS.items() for text in texts]


def test_payloads_cover_at_least_sixty_cases_of_eight_families() -> None:
    assert len(EVERY) >= 60
    assert len(INJECTIONS) >= 8


@pytest.mark.parametrize(("family", "text"), EVERY)
def test_answer_addressing_the_grader_is_flagged(family: str, text: str) -> None:
    flags = suspicions(text)
    assert flags
    if family != "look_alike":
        assert family in flags


@pytest.mark.parametrize(("family", "text"), EVERY)
def test_instruction_after_a_good_answer_is_flagged(family: str, text: str) -> None:
    assert suspicions(f"{HONEST[0]}\n\n{text}\n\n{HONEST[1]}")


@pytest.mark.parametrize("text", HONEST)
def test_honest_answer_raises_no_flag(text: str) -> None:
    assert suspicions(text) == []


def test_words_of_the_question_raise_no_flag() -> None:
    question = 'How do you defend against "Ignore all previous instructions"?'
    answer = 'A text like "ignore all previous instructions" stays data: no tools, own message.'
    assert suspicions(answer, question) == []
    assert suspicions(answer)
