"""Phrases with which an answer instructs its grader instead of answering; each file is one family.

The files in `phrases` hold one regular expression a line, for `plain` text (lower case, no accents). A family can list
words of which at least one must occur: looking for a word is a hundred times faster than trying an expression at every
place.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from shared.llm.disguises import unaccented

FOLDER = Path(__file__).with_name("phrases")
WORDS = "words: "
FAMILIES = (
    "role_override",
    "score_demand",
    "fake_message",
    "fake_output",
    "key_request",
    "addresses_grader",
    "false_authority",
    "foreign_language",
)


@dataclass(frozen=True, slots=True)
class Family:
    """One way to address a grader; without `words`, the expressions are tried on every text.

    Each expression is searched separately, because a search holds the interpreter until it ends.
    """

    words: tuple[str, ...]
    expressions: tuple[re.Pattern[str], ...]


@lru_cache(maxsize=1)
def load_families() -> Mapping[str, Family]:
    """The families by name, read and compiled once per process."""
    abbreviations = dict(line.split(" ", 1) for line in _lines("abbreviations"))
    return {name: _family(name, abbreviations) for name in FAMILIES}


def _family(name: str, abbreviations: Mapping[str, str]) -> Family:
    lines = _lines(name)
    words: tuple[str, ...] = ()
    if lines[0].startswith(WORDS):
        words = tuple(lines.pop(0).removeprefix(WORDS).split())
    if name == "foreign_language":
        lines += [_either_order(line) for line in _lines("foreign_orders")]
    return Family(words, tuple(re.compile(_spelled_out(line, abbreviations), re.MULTILINE) for line in lines))


def _spelled_out(line: str, abbreviations: Mapping[str, str]) -> str:
    for short, long in abbreviations.items():
        line = line.replace(f"<{short}>", f"(?:{long})")
    return line


def _either_order(line: str) -> str:
    """`language: one + other` as an expression: both within a few words of each other, in either order."""
    one, other = line.split(": ", 1)[1].split(" + ", 1)
    between = r"\b(?:\W+\w+){0,6}?\W+"
    return rf"\b(?:{one}){between}(?:{other})\b|\b(?:{other}){between}(?:{one})\b"


def _lines(name: str) -> list[str]:
    text = (FOLDER / f"{name}.txt").read_text(encoding="utf-8")
    # The text that is searched has no accents in any script, so the expressions have none either.
    return [line for line in unaccented(text).splitlines() if line and not line.startswith("#")]
