"""Simple inflections: plurals, cases, genders and tenses, by the endings of a language.

Two words are forms of the same word if they are a common stem with endings of the same group: "query" and "queries" are
quer- with -y and -ies. Derived words ("transactional" of "transaction") are other words. A language is a list of
groups in `endings.txt`.
"""

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import NamedTuple

from shared.words.attached import without_attached
from shared.words.spelling import cleaned

ENDINGS = Path(__file__).with_name("endings.txt")
# What is compared of a stem: these letters change within a word.
SOFTENED = {
    "tr": str.maketrans("bdg", "ptk"),
    "de": str.maketrans("\u00e4\u00f6\u00fc", "aou"),
    "he": str.maketrans("\u05da\u05dd\u05df\u05e3\u05e5", "\u05db\u05de\u05e0\u05e4\u05e6"),
}
# A longer word has no forms.
LONGEST_WORD = 64
SHORT_STEMS = frozenset(["ar", "el", "es", "he", "hi", "it", "pt", "tr"])
GERMAN_PARTICIPLE = re.compile("ge(.{3,}(?:t|en))")
# Their last consonant doubles before -ed and -ing: "hoping" is no form of "hop".
DOUBLES = re.compile("[^aeiou]*[aeiou][^aeiouwxy]")
CONSONANT_TWICE = re.compile(r"(.*[aeiou])([bdfglmnprt])\2")


class Group(NamedTuple):
    """Endings of one kind of word, and how many letters the longest has."""

    endings: frozenset[str]
    longest: int


@cache
def languages() -> dict[str, tuple[Group, ...]]:
    """The groups of endings of each language, by its code."""
    found: dict[str, list[Group]] = {}
    combined: list[Group] = []
    for line in ENDINGS.read_text(encoding="utf-8").splitlines():
        if line.startswith("["):
            combined = found.setdefault(line.strip("[]"), [])
        elif line and not line.startswith("#"):
            combined.append(_group(line))
    return {language: tuple(groups) for language, groups in found.items()}


def _group(line: str) -> Group:
    """The endings of a line: alternatives, or several sets of them, one after the other (Turkish)."""
    endings = {""}
    for part in line.split(" > "):
        choices = ["" if choice == "-" else cleaned(choice).casefold() for choice in part.split()]
        endings = {first + last for first in endings for last in choices}
    return Group(frozenset(endings), max(map(len, endings)))


def stems(word: str, language: str) -> set[str]:
    """The stems that a word in lower case may have, each after the number of its group of endings."""
    words = {word, *without_attached(word)}
    if language == "de" and (participle := GERMAN_PARTICIPLE.fullmatch(word)):
        words.add(participle[1])
    softened = SOFTENED.get(language)
    return {
        f"{number}{stem.translate(softened) if softened else stem}"
        for one in words
        for number, stem in _stems(one, language)
    }


def _stems(word: str, language: str) -> Iterator[tuple[int, str]]:
    if len(word) > LONGEST_WORD:
        return
    for number, (group, longest) in enumerate(languages()[language]):
        least = 2 if language in SHORT_STEMS or (language == "en" and not group.isdisjoint(("", "e", "y"))) else 3
        for cut in range(max(least, len(word) - longest), len(word) + 1):
            if word[cut:] not in group:
                continue
            if language == "en" and "" in group and word[cut:] in ("ed", "ing") and DOUBLES.fullmatch(word, 0, cut):
                continue
            yield number, word[:cut]
            if language == "en" and word[cut:] in ("ed", "ing") and (twice := CONSONANT_TWICE.fullmatch(word[:cut])):
                yield number, twice[1] + twice[2]
