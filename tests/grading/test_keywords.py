"""Which texts match a keyword."""

import time
from fractions import Fraction
from typing import Literal

import pytest

from shared.grading.jobs import EvaluationJob, Keyword
from shared.grading.keywords import match_keywords
from shared.grading.short_answer import grade_short_answer
from shared.settings import GradingSettings
from shared.words.steps import SearchTooLongError
from tests.support.grading_jobs import short_answer

FOUND = [
    ("N+1", "the n+1 problem"),
    ("N+1", "(N+1)"),
    ("N+1", "It is N+1."),
    ("5 %", "the slowest 5 % are worse"),
    ("5 %", "the slowest 5\u00a0% are worse"),
    ("5 %", "5  %"),
    ("5%", "5%, not more"),
    ("401", "401 and 403"),
    ("401", "HTTP/401"),
    ("identity", "IDENTITY!"),
    ("round trip", "a round\n  trip"),
    ("round-trip", "a round\u2011trip"),
    ("resume", "my r\u00e9sum\u00e9"),
    ("r\u00e9sum\u00e9", "resume"),
    ("r\u00e9sum\u00e9", "re\u0301sume\u0301"),
    ("stra\u00dfe", "STRASSE"),
    ("C++", "I like C++."),
    (".NET", "in .NET"),
    ("don't", "I don\u2019t"),
    ("join", "\uff2a\uff2f\uff29\uff2e"),
    ("trace_id", "a trace_id is passed on"),
]
NOT_FOUND = [
    ("N+1", "N+10"),
    ("N+1", "kn+1"),
    ("5 %", "95 %"),
    ("5 %", "the 5 percent"),
    ("401", "4010"),
    ("401", "1401"),
    ("identity", "identityserver"),
    ("join", "joint"),
    ("join", "rejoin"),
    ("id", "trace_id"),
    ("round trip", "roundtrip"),
    ("join", ""),
]


def holds(keyword: str, answer: str) -> bool:
    return match_keywords([Keyword(keyword=keyword)], answer).share == 1


@pytest.mark.parametrize(("keyword", "answer"), FOUND)
def test_keyword_is_found_as_a_whole_word(keyword: str, answer: str) -> None:
    assert holds(keyword, answer)


@pytest.mark.parametrize(("keyword", "answer"), NOT_FOUND)
def test_keyword_is_not_found_inside_another_word(keyword: str, answer: str) -> None:
    assert not holds(keyword, answer)


def test_synonym_counts_once_for_its_keyword() -> None:
    keywords = [
        Keyword(keyword="join", synonyms=("joins", "joined")),
        Keyword(keyword="batch", synonyms=("eager loading",)),
        Keyword(keyword="N+1"),
    ]
    match = match_keywords(keywords, "Joins, joined, join: or eager loading.")
    assert match.share == Fraction(2, 3)
    assert (list(match.found), list(match.missing)) == (["join", "batch"], ["N+1"])


def test_answer_with_as_many_keywords_as_are_needed_gets_all_points() -> None:
    keywords = [Keyword(keyword=word) for word in ("null", "unique", "range", "fresh", "count")]
    shares = [
        match_keywords(keywords, text, 4).share
        for text in ("null", "null, unique, range, count", "null fresh unique range count")
    ]
    assert shares == [Fraction(1, 4), 1, 1]


def test_keyword_that_is_blank_or_there_twice_counts_once_at_most_and_is_not_needed() -> None:
    keywords = [Keyword(keyword=word) for word in ("lock", "Lock", " ", "index")]
    assert match_keywords(keywords, "an index").share == Fraction(1, 2)
    # Three of four were needed; only two can be found.
    assert match_keywords(keywords, "an index and a lock", 3).share == 1


def test_keyword_may_be_written_as_a_bare_word() -> None:
    job: EvaluationJob = short_answer("join", keywords=["join", {"keyword": "batch"}])
    assert match_keywords(job.keywords, job.answer).share == Fraction(1, 2)


def test_blank_spelling_is_never_found() -> None:
    assert not holds(" ", "anything at all")


@pytest.mark.parametrize(
    ("form", "inflections", "repeated"),
    [
        ("a " * 99 + "b", None, "a "),
        ("runs " * 30 + "b", "en", "running "),
        ("\u3042" * 199 + "\u3044", None, "\u3042"),
    ],
    ids=["letter", "inflected word", "script without spaces"],
)
async def test_key_made_to_be_searched_for_long_waits_for_a_person_after_bounded_time(
    form: str, inflections: str | None, repeated: str
) -> None:
    forms = [form[number:] for number in range(0, 60, 2)]
    keywords = [{"keyword": one, "inflections": inflections} for one in forms]
    job = short_answer(keywords=keywords, answer=(repeated * 65_536)[:21_000])
    began = time.thread_time()
    try:
        match_keywords(job.keywords, job.answer)
    except SearchTooLongError:
        graded = await grade_short_answer(job, None, GradingSettings())
        assert (graded.status, graded.score) == ("needs_review", None)
    assert time.thread_time() - began < 10, "two searches of about a second, on a busy machine"


@pytest.mark.parametrize(
    ("form", "inflections", "repeated"), [("a " * 99, None, "a "), ("runs " * 30, "en", "running ")]
)
def test_search_for_words_that_the_text_repeats_ends_after_a_number_of_steps(
    form: str, inflections: Literal["en"] | None, repeated: str
) -> None:
    keywords = [Keyword(keyword=f"{form}{number}", inflections=inflections) for number in range(30)]
    with pytest.raises(SearchTooLongError):
        match_keywords(keywords, (repeated * 65_536)[:21_000])
