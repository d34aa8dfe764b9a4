"""Finds the keywords of a key in an answer: whole words, ignoring case and accents."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from shared.grading.jobs import Keyword
from shared.llm.normal_forms import folded


@dataclass(frozen=True, slots=True)
class KeywordMatch:
    """Which keywords an answer contains; `needed` of them give all points, or all if it is None."""

    found: Sequence[str]
    missing: Sequence[str]
    needed: int | None = None

    @property
    def expected(self) -> int:
        """The number of keywords that gives all points."""
        total = len(self.found) + len(self.missing)
        return min(self.needed or total, total)

    @property
    def share(self) -> Fraction:
        """Found keywords divided by the expected number, 0 to 1; each has the same weight."""
        return Fraction(min(len(self.found), self.expected), self.expected)

    def as_fields(self) -> dict[str, list[str]]:
        """The found and missing keywords, for reviewers only: they are part of the key."""
        return {"keywords_found": list(self.found), "keywords_missing": list(self.missing)}


def match_keywords(keywords: Iterable[Keyword], answer: str, needed: int | None = None) -> KeywordMatch:
    """Look for every keyword and its synonyms: "401" is not in "4010", "N+1" is in "the n+1"."""
    text = folded(answer)
    found: list[str] = []
    missing: list[str] = []
    for entry in keywords:
        forms = (entry.keyword, *entry.synonyms)
        hit = any(holds_form(text, form) for form in forms)
        (found if hit else missing).append(entry.keyword)
    return KeywordMatch(found, missing, needed)


def holds_form(folded_text: str, form: str) -> bool:
    """Whether a spelling occurs in a `folded` text with no letter or digit next to it."""
    words, pattern = _pattern(form)
    # Substring search first: it is much faster than trying the expression everywhere.
    return bool(words) and words in folded_text and pattern.search(folded_text) is not None


@lru_cache(maxsize=4096)
def _pattern(form: str) -> tuple[str, re.Pattern[str]]:
    words = folded(form)
    return words, re.compile(rf"(?<!\w){re.escape(words)}(?!\w)")
