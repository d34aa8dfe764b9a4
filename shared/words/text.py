"""Finds keywords in a text, by whole words."""

import re
from collections import defaultdict
from collections.abc import Iterator, Sequence
from decimal import Decimal
from functools import lru_cache

from shared.words.attached import without_article
from shared.words.inflections import stems
from shared.words.runs import Runs
from shared.words.scripts import UNSPACED
from shared.words.spelling import spellings
from shared.words.steps import Steps
from shared.words.tokens import EMPHASIZING, Token, tokens_of

BETWEEN_RUNS = re.compile(f"(?<=[{UNSPACED}])\\s+(?=[{UNSPACED}])")
MOST_GROUPS = 8
# In a keyword, spaces between such digits separate thousands; a text may also list numbers.
THOUSANDS = re.compile(r"(?<![\w.,])\d{1,3}(?:[ \u00a0\u2009\u202f]\d{3})+(?!\w)")


class Text:
    """A text in which keywords are looked for. Reading it, and a search, take time proportional to its length.

    `holds` raises SearchTooLongError after MOST_STEPS comparisons for all keywords together.
    """

    def __init__(self, text: str) -> None:
        every = tokens_of(text)
        self._every = every
        self._steps = Steps()
        self._plain = _Index([token for token in every if not token.ignored], self._steps)
        self._with_marks: _Index | None = None

    def holds(self, form: str, inflections: str | None = None) -> bool:
        """Whether a keyword occurs, with `inflections` (a language of `endings.txt`) in any of its forms."""
        keyword = _keyword(form)
        if keyword.marked:
            if self._with_marks is None:
                self._with_marks = _Index(self._every, self._steps)
            return self._with_marks.holds(keyword.tokens, inflections)
        return any(
            self._plain.holds(tokens, inflections) for tokens in (keyword.tokens, keyword.as_identifier) if tokens
        )


def is_blank(form: str) -> bool:
    """Whether a keyword has no word, number or sign, so that no text holds it."""
    return not _keyword(form).tokens


def identity(form: str) -> object:
    """Equal for two keywords that the same texts hold."""
    keyword = _keyword(form)
    return tuple(
        (token.forms, token.values, "" if token.forms or token.values else token.written) for token in keyword.tokens
    )


class _Keyword:
    """The tokens of a keyword. `marked`: its emphasis marks count; `as_identifier`: its words joined by underscores."""

    __slots__ = ("as_identifier", "marked", "tokens")

    def __init__(self, form: str) -> None:
        every = tokens_of(THOUSANDS.sub(_without_spaces, BETWEEN_RUNS.sub("", form)))
        plain = [token for token in every if not token.ignored]
        self.marked = not plain or any(token.ignored and token.written in EMPHASIZING for token in every)
        self.tokens = [_exact(token) for token in (every if self.marked else plain)]
        self.as_identifier: list[Token] = []
        if len(plain) > 1 and not self.marked and all(token.forms for token in plain):
            joined = "_".join(token.written for token in plain)
            self.as_identifier = [Token(joined, spellings(joined))]


def _without_spaces(number: re.Match[str]) -> str:
    return re.sub(r"\s", "", number[0])


@lru_cache(maxsize=4096)
def _keyword(form: str) -> _Keyword:
    return _Keyword(form)


def _exact(token: Token) -> Token:
    """A token of a keyword: only an article is taken away, nothing else that may be part of the word."""
    if not token.forms:
        return token
    own = spellings(token.written)
    return Token(token.written, frozenset({*own, *map(without_article, own)}), spaced=token.spaced)


class _Index:
    """Tokens by what a keyword may begin with."""

    def __init__(self, tokens: Sequence[Token], steps: Steps) -> None:
        self._tokens = tokens
        self._steps = steps
        self._places: dict[str, list[int]] = defaultdict(list)
        self._groups: dict[int, tuple[Decimal, int]] = {}
        self._values: dict[Decimal, list[int]] = defaultdict(list)
        self._stems: dict[str, dict[str, str]] = {}
        runs: list[int] = []
        for place, token in enumerate(tokens):
            if token.run:
                runs.append(place)
            elif token.sign:
                self._places[token.written].append(place)
            for form in token.forms:
                self._places[form].append(place)
            for value in token.values:
                self._values[value].append(place)
            if token.written[-1:].isdigit() and (group := self._group(place)):
                self._groups[place] = group
                self._values[group[0]].append(place)
        self._runs = Runs({place: tokens[place].written for place in runs}, steps)

    def holds(self, keyword: Sequence[Token], inflections: str | None) -> bool:
        if not keyword:
            return False
        first, *rest = keyword
        if not rest and first.run:
            return self._runs.hold(first.written)
        return any(self._goes_on(end, rest, inflections) for end in self._ends_of_first(first, inflections))

    def _ends_of_first(self, first: Token, inflections: str | None) -> Iterator[int]:
        """The places after each token with which a keyword of several may begin, or of a keyword of one."""
        if first.run:
            yield from (place + 1 for place in self._runs.ending_with(first.written))
        elif first.values:
            for value in first.values:
                yield from (self._end_of_number(place, value) for place in self._values.get(value, ()))
        elif first.sign:
            yield from (place + 1 for place in self._places.get(first.written, ()))
        else:
            places = [self._places.get(form, []) for form in first.forms]
            if inflections:
                known = self._stems_in(inflections)
                same = {known.get(stem, "") for form in first.forms for stem in stems(form, inflections)}
                places += [self._places.get(form, []) for forms in same for form in forms.split()]
            yield from (place + 1 for found in places for place in found)

    def _goes_on(self, place: int, rest: Sequence[Token], inflections: str | None) -> bool:
        for number, wanted in enumerate(rest):
            self._steps.take()
            if place >= len(self._tokens):
                return False
            token = self._tokens[place]
            last = number == len(rest) - 1
            if wanted.run:
                if not token.run or not self._runs.begins_with(place, wanted.written, whole=not last):
                    return False
            elif wanted.values:
                ends = [end for value in wanted.values if (end := self._end_of_number(place, value))]
                if not ends:
                    return False
                place = ends[0] - 1
            elif wanted.sign:
                if not token.sign or token.written != wanted.written:
                    return False
            elif not _same_word(token, wanted, inflections):
                return False
            place += 1
        return True

    def _stems_in(self, language: str) -> dict[str, str]:
        """The forms with each stem, separated by spaces: lists would be many objects for the garbage collector."""
        if language not in self._stems:
            found: dict[str, str] = {}
            for form in self._places:
                for stem in stems(form, language):
                    known = found.get(stem)
                    found[stem] = f"{known} {form}" if known else form
            self._stems[language] = found
        return self._stems[language]

    def _end_of_number(self, place: int, value: Decimal) -> int:
        """The place after a number that may have this value, 0 if it cannot."""
        if value in self._tokens[place].values:
            return place + 1
        group, end = self._groups.get(place, (None, 0))
        return end if group == value else 0

    def _group(self, place: int) -> tuple[Decimal, int] | None:
        """The number whose thousands are separated by single spaces from here on ("1 000"), and where it ends."""
        written = self._tokens[place].written
        sign, digits = (-1, written[1:]) if written.startswith("-") else (1, written)
        if not (digits.isdigit() and 1 <= len(digits) <= 3) or digits.startswith("0"):
            return None
        end = place + 1
        for token in self._tokens[end : end + MOST_GROUPS]:
            whole, _, part = token.written.replace(",", ".").partition(".")
            if not token.spaced or len(whole) != 3 or not whole.isdigit() or not (part.isdigit() or not part):
                break
            digits += f"{whole}.{part}" if part else whole
            end += 1
            if part:
                break
        return None if end == place + 1 else ((sign * Decimal(digits)).normalize(), end)


def _same_word(token: Token, wanted: Token, inflections: str | None) -> bool:
    if token.forms & wanted.forms:
        return True
    if not inflections:
        return False
    known = {stem for form in wanted.forms for stem in _stems(form, inflections)}
    return any(not known.isdisjoint(_stems(form, inflections)) for form in token.forms)


@lru_cache(maxsize=16_384)
def _stems(form: str, language: str) -> tuple[str, ...]:
    return tuple(stems(form, language))
