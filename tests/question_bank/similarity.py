"""How alike two texts are: the cosine of their words, rare words counting more."""

import re
from collections import Counter
from collections.abc import Sequence
from math import log, sqrt


def words_of(text: str) -> frozenset[str]:
    """The words of a text, without a final s."""
    found = re.findall(r"[a-z0-9_]{2,}", text.lower())
    return frozenset(word.removesuffix("s") if len(word) > 3 else word for word in found)


class Similarity:
    """Compares texts by the words that are rare among all of them."""

    def __init__(self, texts: Sequence[str]) -> None:
        documents = [words_of(text) for text in texts]
        counts = Counter(word for words in documents for word in words)
        self._weights = {word: log(len(texts) / count) for word, count in counts.items()}
        self._rarest = log(len(texts))

    def between(self, one: str, other: str) -> float:
        """From 0 for no common word to 1 for the same words."""
        first, second = words_of(one), words_of(other)
        length = sqrt(self._square(first) * self._square(second))
        return self._square(first & second) / length if length else 0.0

    def _square(self, words: frozenset[str]) -> float:
        return sum(self._weights.get(word, self._rarest) ** 2 for word in words)
