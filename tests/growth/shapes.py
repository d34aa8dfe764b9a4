"""The eight shapes of text that every path takes, of any size in bytes."""

from functools import lru_cache

from shared.grading.phrases import load_phrases
from tests.support.growth import SHAPES, Shape, almost, repeated


@lru_cache(maxsize=1)
def near_misses() -> str:
    """What every phrase and every kind of encoded text nearly matches, one a line."""
    sections = [section for name in ("fake_message", "addresses_grader") for section in load_phrases(name).sections]
    phrases = [expression.pattern for section in sections for expression in section.expressions]
    nearly = {near for pattern in phrases for near in almost(pattern)}
    codes = ("aGVsbG8gd29ybGQ", "68 65 6c 6c 6f 20 77 6f ", "104 101 108 108 ", "%CD%8", "&#65", "\\u034", '"score":')
    return "\n".join(sorted(nearly.union(codes)))


EIGHT: dict[str, Shape] = {
    "combining marks": SHAPES["two runs of marks"],
    "expansions": SHAPES["eighteen letters"],
    "nested brackets": SHAPES["nested brackets"],
    "one long word": SHAPES["one long word"],
    "many short lines": SHAPES["many short lines"],
    "many entries": SHAPES["different words"],
    "near misses": lambda size: repeated(near_misses() + "\n", size)[:size],
    "mixed scripts": SHAPES["mixed scripts"],
}


def entries(shape: Shape, size: int, each: int = 64) -> dict[str, object]:
    """A document of a prep session with many entries of a shape, of about this many bytes."""
    text = shape(each)
    count = max(1, size // (len(text.encode()) + 32))
    return {"questions": {f"number {number}": {"question": text} for number in range(count)}}
