"""Breaks text into lines that fit the printed width."""

import re
import unicodedata
from collections.abc import Callable, Iterator

Measure = Callable[[str], float]

EAST_ASIAN = "[\u2e80-\u9fff\ua960-\ua97f\uac00-\ud7ff\uf900-\ufaff\ufe30-\ufe4f\uff00-\uffef\U00020000-\U0003ffff]"
# Characters that the text font may lack: switching fonts within a line takes as long as several letters. Latin, Greek,
# Cyrillic, Georgian and common punctuation need no switch.
OF_ANOTHER_FONT = re.compile("[^\x00-\u052f\u10a0-\u10ff\u1e00-\u200c\u200e-\u206f]")
# A word with the spaces after it. Between East Asian characters, a line may break anywhere.
PIECE = re.compile(rf"{EAST_ASIAN}\s*|(?:(?!{EAST_ASIAN})\S)+\s*|\s+")
# The glyphs of these change with their neighbours, so they are shaped and measured as words.
DIRECTIONS_TO_SHAPE = frozenset({"R", "AL", "AN"})


def needs_shaping(text: str) -> bool:
    """Whether letters join, stack or run from right to left."""
    return not text.isascii() and any(
        unicodedata.bidirectional(character) in DIRECTIONS_TO_SHAPE or unicodedata.category(character)[0] == "M"
        for character in text
    )


def wrap(line: str, limit: float, measure: Measure) -> Iterator[str]:
    """Lines of whole words, none wider than `limit`; a word that is too wide by itself is cut."""
    current, width = "", 0.0
    for piece in PIECE.findall(line):
        word = piece.rstrip()
        spaces = piece[len(word) :]
        needed = measure(word)
        if current and width + needed > limit:
            yield current.rstrip()
            current, width = "", 0.0
        if needed > limit:
            *full, word = cut(word, limit, measure)
            yield from full
            needed = measure(word)
        current += word + spaces
        width += needed + (measure(spaces) if spaces else 0)
    yield current.rstrip()


def cut(line: str, limit: float, measure: Measure) -> Iterator[str]:
    """Lines cut where the width is used up; every space is preserved."""
    start, width = 0, 0.0
    for index, character in enumerate(line):
        needed = measure(character)
        if width + needed > limit and index > start:
            yield line[start:index]
            start, width = index, 0.0
        width += needed
    yield line[start:]
