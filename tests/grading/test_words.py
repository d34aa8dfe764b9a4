"""A table of cases, written from the rules of each language, decides which answers hold a keyword."""

import csv
import json
import re
from collections import Counter
from pathlib import Path
from typing import get_args

import pytest

from shared.grading.jobs import Inflected
from shared.words.inflections import languages
from shared.words.text import Text

ROOT = Path(__file__).parents[2]
TABLE = Path(__file__).with_name("words.tsv")


def cases() -> list[tuple[str, str, str | None, str, bool]]:
    """Language, keyword, inflections, answer, and whether the answer holds the keyword."""
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if line and not line.startswith("#")]
    found = []
    for language, keyword, inflections, answer, expected in csv.reader(lines, delimiter="\t", quoting=csv.QUOTE_NONE):
        keyword, answer = (
            (text.encode("raw_unicode_escape").decode("unicode_escape") for text in (keyword, answer))
            if "\\u" in keyword + answer or "\\n" in answer
            else (keyword, answer)
        )
        found.append(
            (
                language,
                keyword,
                None if inflections == "-" else inflections,
                answer,
                {"yes": True, "no": False}[expected],
            )
        )
    return found


CASES = cases()


@pytest.mark.parametrize("language", sorted({case[0] for case in CASES}))
def test_answers_hold_a_keyword_as_the_rules_of_their_language_say(language: str) -> None:
    wrong = [case for case in CASES if case[0] == language and Text(case[3]).holds(case[1], case[2]) != case[4]]
    assert wrong == []


def test_table_has_400_cases_in_12_languages_of_both_outcomes() -> None:
    languages_of_many = [language for language, count in Counter(case[0] for case in CASES).items() if count >= 18]
    outcomes = Counter(case[4] for case in CASES)
    assert len(CASES) == len(set(CASES)) >= 400
    assert len(languages_of_many) >= 12
    assert min(outcomes.values()) >= 100


def test_inflections_of_a_keyword_are_the_languages_with_endings() -> None:
    assert sorted(get_args(Inflected)) == sorted(languages())


def test_examples_of_inflections_that_authors_see_are_true() -> None:
    page = (ROOT / "web/app/questions/inflections.js").read_text(encoding="utf-8")
    examples = re.findall(r'(\w\w): \{ name: "\w+", word: "(.+?)", found: (\[.+?\]), not: "(.+?)" \}', page)
    assert sorted(language for language, *_ in examples) == sorted(languages())
    for language, word, found, other in examples:
        assert [form for form in json.loads(found) if not Text(form).holds(word, language)] == []
        assert not Text(other).holds(word, language)
        assert not Text(json.loads(found)[0]).holds(word)
