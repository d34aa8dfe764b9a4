"""Lists of phrases with which answers talk to their grader; each file is one list.

The files in `phrases` hold one regular expression a line, for lower-case text without accents. A line `words:` lists
words of which at least one must occur for the expressions below it: looking for a word is a hundred times faster than
trying an expression at every place. A line `<NAME> …` defines what `<NAME>` stands for in the lines below it.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from shared.llm.normal_forms import unaccented

FOLDER = Path(__file__).with_name("phrases")
WORDS = "words: "
# A search holds the interpreter until it ends, so a text is searched in windows. A window ends LONGEST characters after
# the next one starts: no phrase that people write is longer.
WINDOW = 8 * 1024
LONGEST = 1024
DEFINITION = re.compile(r"(<[A-Z]+>) (.+)")


@dataclass(frozen=True, slots=True)
class Section:
    """Expressions that are tried on a text that contains one of `words`, or on every text if there are none."""

    words: tuple[str, ...]
    expressions: tuple[re.Pattern[str], ...]


@dataclass(frozen=True, slots=True)
class Phrases:
    """A list of phrases."""

    sections: tuple[Section, ...]

    def found_in(self, text: str) -> Iterator[re.Match[str]]:
        """Every occurrence in a text, which is lower case and has no accents."""
        for section in self.sections:
            if not section.words or any(word in text for word in section.words):
                for expression in section.expressions:
                    yield from matches(expression, text)


def matches(expression: re.Pattern[str], text: str) -> Iterator[re.Match[str]]:
    """The matches that begin in each window, in order; one match may overlap the next."""
    for start in range(0, len(text), WINDOW):
        for match in expression.finditer(text, start, start + WINDOW + LONGEST):
            if match.start() >= start + WINDOW:
                break
            yield match


@cache
def load_phrases(name: str) -> Phrases:
    """The list of this name, read and compiled once per process."""
    definitions: dict[str, str] = {}
    sections: list[tuple[tuple[str, ...], list[re.Pattern[str]]]] = [((), [])]
    # The text that is searched has no accents in any script, so the expressions have none either.
    for line in unaccented((FOLDER / f"{name}.txt").read_text(encoding="utf-8")).splitlines():
        if not line or line.startswith("#"):
            continue
        if line.startswith(WORDS):
            sections.append((tuple(line.removeprefix(WORDS).split()), []))
        elif defined := DEFINITION.fullmatch(line):
            definitions[defined[1]] = f"(?:{defined[2]})"
        else:
            for short, long in definitions.items():
                line = line.replace(short, long)
            sections[-1][1].append(re.compile(line, re.MULTILINE))
    return Phrases(tuple(Section(words, tuple(expressions)) for words, expressions in sections if expressions))
