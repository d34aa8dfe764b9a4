"""A quote counts as evidence only if the answer contains it."""

import pytest

from shared.grading.evidence import evidence_fault, is_verbatim

ANSWER = "Use a  join,\nor load the customers \u201cin one batch\u201d. It\u2019s fast."


@pytest.mark.parametrize(
    "quote",
    [
        "Use a join",
        "join, or load the customers",
        '"Use a join,"',
        'the customers "in one batch"',
        "It's fast.",
        "  Use   a join ",
        ANSWER,
    ],
)
def test_quote_from_the_answer_is_verbatim_evidence(quote: str) -> None:
    assert is_verbatim(quote, ANSWER)


@pytest.mark.parametrize(
    "quote", ["Use joins", "use a join", "Use a join ... fast", "e", "", '""', "Use a join or load"]
)
def test_text_that_is_not_in_the_answer_is_not_verbatim_evidence(quote: str) -> None:
    assert not is_verbatim(quote, ANSWER)


def test_short_answer_may_be_quoted_as_a_whole() -> None:
    assert is_verbatim("B2", "B2")
    assert not is_verbatim("B", "B2 and C3")


@pytest.mark.parametrize(
    ("quote", "answer"),
    [("OK", "200 OK is the answer"), ("索引", "使用索引可以加快查询"), ("索引", "索引"), ("인덱", "인덱스")],
)
def test_word_of_two_letters_is_verbatim_evidence(quote: str, answer: str) -> None:
    assert is_verbatim(quote, answer)


@pytest.mark.parametrize(
    ("quote", "answer"), [("oi", "a join"), ("引", "使用索引"), ("索引", "使用锁"), ("..", "a join..x")]
)
def test_two_letters_inside_a_word_are_no_evidence(quote: str, answer: str) -> None:
    assert not is_verbatim(quote, answer)


def test_points_need_evidence_and_zero_points_do_not() -> None:
    assert evidence_fault(" ", ANSWER, needed=True) == "evidence_missing"
    assert evidence_fault(" ", ANSWER, needed=False) is None
    assert evidence_fault("made up", ANSWER, needed=False) == "evidence_not_verbatim"
    assert evidence_fault("Use a join", ANSWER, needed=True) is None
