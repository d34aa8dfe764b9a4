"""Finds passages of a secret text in what a model wrote, many in one pass."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator

from shared.llm.normal_forms import folded, squashed

WORD = re.compile(r"\w+")
SENTENCE = re.compile(r"(?<=[.!?\n])\s+")
# How many consecutive words of a secret are no coincidence, and how many are a recitation.
REVEALING_WORDS = 5
RECITED_WORDS = 12
LEAST_WORDS = 3
LEAST_LETTERS = 18

# Passages are indexed by their first letters. Shorter ones are few and are looked for one by one.
FIRST_LETTERS = 6
# Only this many letters of a passage are compared. Comparing all of a very long one at each place would take the
# product of both lengths.
MOST_LETTERS = 512


class Passages:
    """A set of `squashed` passages; searching takes time in proportion to the text, not to the number of passages.

    The first 512 letters of a longer passage stand for all of it.
    """

    def __init__(self, passages: Iterable[str]) -> None:
        self._all = frozenset(passage[:MOST_LETTERS] for passage in passages)
        self._short = [passage for passage in self._all if len(passage) < FIRST_LETTERS]
        self._longest = max(map(len, self._all), default=0)
        self._by_beginning: dict[str, list[str]] = {}
        # For each passage, the longest other passage that it begins with.
        self._within: dict[str, str | None] = {}
        begun: list[str] = []
        for passage in sorted(self._all.difference(self._short)):
            while begun and not passage.startswith(begun[-1]):
                begun.pop()
            self._within[passage] = begun[-1] if begun else None
            begun.append(passage)
            self._by_beginning.setdefault(passage[:FIRST_LETTERS], []).append(passage)

    def __iter__(self) -> Iterator[str]:
        """Every passage, in no particular order."""
        return iter(self._all)

    def found_in(self, letters: str) -> Iterator[str]:
        """The passages that occur in a squashed text; one may be repeated."""
        yield from (passage for passage in self._short if passage in letters)
        if not self._by_beginning:
            return
        for start in range(len(letters) - FIRST_LETTERS + 1):
            if alike := self._by_beginning.get(letters[start : start + FIRST_LETTERS]):
                yield from self._beginning_at(start, letters, alike)

    def are_in(self, letters: str) -> bool:
        """Whether any passage occurs in a squashed text."""
        return next(self.found_in(letters), None) is not None

    def without_those_in(self, letters: str) -> "Passages":
        """The passages that do not occur in a squashed text."""
        return Passages(self._all.difference(self.found_in(letters)))

    def _beginning_at(self, start: int, letters: str, alike: list[str]) -> Iterator[str]:
        # Only two kinds of passage can start here: the last in sort order before these letters, and its prefixes.
        place = bisect_right(alike, letters[start : start + self._longest])
        passage = alike[place - 1] if place else None
        while passage is not None:
            if letters.startswith(passage, start):
                yield passage
            passage = self._within[passage]


def word_runs(passage: str, length: int) -> Iterator[str]:
    """Every run of `length` consecutive words, squashed; a shorter passage counts as one run."""
    words = WORD.findall(folded(passage))
    if len(words) < length:
        length = len(words) if length == REVEALING_WORDS and len(words) >= LEAST_WORDS else 0
    if not length:
        return
    for start in range(len(words) - length + 1):
        run = squashed("".join(words[start : start + length]))
        if len(run) >= LEAST_LETTERS:
            yield run
