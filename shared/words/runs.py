"""Stretches of scripts without spaces, in which a dictionary finds words."""

import unicodedata
from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from functools import lru_cache
from itertools import accumulate

from icu4py.breakers import WordBreaker

from shared.words.steps import Steps

# A longer segment of a script without spaces is no word.
LONGEST_WORD = 64
STEPS_OF_A_RUN = 20


class Runs:
    """Stretches of scripts without spaces, by their place among the tokens."""

    def __init__(self, runs: dict[int, str], steps: Steps) -> None:
        self._runs = runs
        self._steps = steps
        self._places = list(runs)
        self._starts: list[int] = []
        position = 0
        for run in runs.values():
            self._starts.append(position)
            position += len(run) + 1
        self._joined = "\n".join(runs.values())
        self._bounds: dict[int, list[int]] = {}

    def hold(self, wanted: str) -> bool:
        """Whether a run contains a word, or words, that begin and end where words of the run do."""
        return any(self._fits(place, start, wanted) for place, start in self._found(wanted))

    def ending_with(self, wanted: str) -> Iterator[int]:
        """The places of the runs that end with a word, or words."""
        for place, start in self._found(wanted):
            if start + len(wanted) == len(self._runs[place]) and self._fits(place, start, wanted):
                yield place

    def begins_with(self, place: int, wanted: str, *, whole: bool) -> bool:
        """Whether the run at a place begins with a word, or words, or with `whole` is nothing else."""
        if whole:
            return self._runs[place] == wanted
        return self._runs[place].startswith(wanted) and self._fits(place, 0, wanted)

    def _found(self, wanted: str) -> Iterator[tuple[int, int]]:
        at = self._joined.find(wanted)
        while at >= 0:
            self._steps.take(STEPS_OF_A_RUN)
            number = bisect_right(self._starts, at) - 1
            yield self._places[number], at - self._starts[number]
            at = self._joined.find(wanted, at + 1)

    def _fits(self, place: int, start: int, wanted: str) -> bool:
        """Whether words begin and end here, by the dictionary or because it does not know the keyword.

        Where it sees no boundary, the keyword must leave fewer words than the dictionary found, or as many if the
        keyword is none of its words: then its boundaries around it are guesses.
        """
        run, end = self._runs[place], start + len(wanted)
        bounds = self._bounds_of(place)
        first, last = bisect_right(bounds, start) - 1, bisect_left(bounds, end)
        if bounds[first] == start and bounds[last] == end:
            return True
        before, after = run[bounds[first] : start], run[end : bounds[last]]
        if max(len(before), len(after)) > LONGEST_WORD or (after and unicodedata.category(after[0]) in ("Mn", "Mc")):
            return False
        words = _count(before) + 1 + _count(after)
        return words < last - first or (words == last - first and _count(wanted) > 1)

    def _bounds_of(self, place: int) -> list[int]:
        if place not in self._bounds:
            self._bounds[place] = [0, *accumulate(map(len, WordBreaker(self._runs[place], "root")))]
        return self._bounds[place]


@lru_cache(maxsize=4096)
def _count(run: str) -> int:
    """How many words the dictionary finds."""
    return sum(1 for _ in WordBreaker(run, "root")) if run else 0
