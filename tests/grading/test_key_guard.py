"""The parts of a key that stay hidden when a model repeats it."""

import base64
import codecs

import pytest

from shared.grading.key_guard import KeyGuard
from tests.support.grading_jobs import SOLUTION, code, short_answer

GUARD = KeyGuard(short_answer("I would look at the log."))
PIECE = "collect the customer ids and load them in one batch"
DISGUISED = [
    base64.b64encode(PIECE.encode()).decode(),
    PIECE.encode().hex(),
    codecs.encode(PIECE, "rot13"),
    PIECE[::-1],
    " ".join(PIECE),
    "-".join(PIECE),
    PIECE.upper(),
    PIECE.replace(" ", "\u200b"),
]


def test_text_without_key_material_stays_as_it_is() -> None:
    text = "The main idea is missing. Read about how databases load related rows."
    assert GUARD.cleared(text) == text
    assert not GUARD.recites(text)


def test_sentence_with_a_missing_keyword_is_withheld_and_the_rest_stays() -> None:
    text = "Good start. You could name the N+1 problem! Read more about databases."
    assert GUARD.cleared(text) == "Good start. Read more about databases."
    assert not GUARD.recites(text)


@pytest.mark.parametrize("word", ["N+1", "n plus one", "ROUND TRIPS", "latency", "batch"])
def test_every_spelling_of_a_missing_keyword_is_withheld(word: str) -> None:
    assert GUARD.reveals(f"Think about the {word}, please.")


def test_keyword_used_in_the_answer_or_the_question_is_not_withheld() -> None:
    guard = KeyGuard(short_answer("I would use a join."))
    assert guard.cleared("A join is right.") == "A join is right."
    guard = KeyGuard(short_answer("No idea.", prompt="What does a join do?"))
    assert guard.cleared("A join is right.") == "A join is right."


@pytest.mark.parametrize("hidden", DISGUISED)
def test_passage_of_the_solution_is_found_in_every_spelling(hidden: str) -> None:
    assert GUARD.reveals(hidden)
    assert GUARD.cleared(f"Well done. {hidden}") == "Well done."


@pytest.mark.parametrize("hidden", [SOLUTION, *DISGUISED[:4]])
def test_recitation_of_the_key_is_distinguished_from_a_single_keyword(hidden: str) -> None:
    assert GUARD.recites(f"Well done. {hidden}")


def test_criterion_is_key_material() -> None:
    guard = KeyGuard(code())
    assert guard.reveals("Remember: fn receives the arguments of the last call only.")
    assert not guard.reveals("The arguments get lost.")


def test_quote_of_the_answer_is_not_withheld() -> None:
    guard = KeyGuard(short_answer(f"I think: {SOLUTION}"))
    assert guard.cleared(SOLUTION) == SOLUTION
    assert not guard.recites(SOLUTION)


def test_passage_spread_over_sentences_is_withheld_as_a_whole() -> None:
    assert GUARD.cleared("Collect the customer. Ids and load them. In one go.") == ""
