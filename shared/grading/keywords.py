"""Finds the keywords of a key in an answer, by the words of `shared.words`."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from fractions import Fraction

from shared.grading.jobs import Keyword
from shared.words.text import Text, identity, is_blank


@dataclass(frozen=True, slots=True)
class KeywordMatch:
    """Which keywords an answer contains; `needed` of them give all points, or all if it is None."""

    found: Sequence[str]
    missing: Sequence[str]
    needed: int | None = None

    @property
    def expected(self) -> int:
        """The number of keywords that gives all points."""
        return min(self.needed or self.total, self.total)

    @property
    def share(self) -> Fraction:
        """Found keywords divided by the expected number, 0 to 1; each has the same weight. 0 if there are none."""
        return Fraction(min(len(self.found), self.expected), self.expected or 1)

    @property
    def total(self) -> int:
        """How many keywords there are that a text can hold."""
        return len(self.found) + len(self.missing)

    def as_fields(self) -> dict[str, list[str]]:
        """The found and missing keywords, for reviewers only: they are part of the key."""
        return {"keywords_found": list(self.found), "keywords_missing": list(self.missing)}


def match_keywords(keywords: Iterable[Keyword], answer: str, needed: int | None = None) -> KeywordMatch:
    """Look for every keyword and its synonyms; `needed` of them give all points.

    Keys that are older than their checks may hold blank keywords, which count for nothing, and the same keyword twice,
    which counts once.
    """
    text = Text(answer)
    found: list[str] = []
    missing: list[str] = []
    seen = set()
    for entry in keywords:
        if is_blank(entry.keyword) or (identity(entry.keyword), entry.inflections) in seen:
            continue
        seen.add((identity(entry.keyword), entry.inflections))
        hit = any(text.holds(form, entry.inflections) for form in (entry.keyword, *entry.synonyms))
        (found if hit else missing).append(entry.keyword)
    return KeywordMatch(found, missing, needed)
