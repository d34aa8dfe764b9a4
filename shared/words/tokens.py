"""Splits a text into words, numbers and signs.

The boundaries are those of UAX #29, with ICU's dictionaries for scripts without spaces, and these changes: a full stop,
a colon or an apostrophe between letters separates ("an index.It", "l'index"), but not in "don't"; Hangul and scripts
without spaces end where another script begins; a number keeps its sign and loses its unit; operators and names such as
C++, C# and .NET are one token.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from icu4py.breakers import WordBreaker

from shared.words.attached import without_attached
from shared.words.numbers import UNITS, values_of
from shared.words.scripts import HEBREW_LETTER, ONLY_HANGUL, ONLY_UNSPACED, STRETCH
from shared.words.spelling import cleaned, spellings

OPERATOR = re.compile(
    r"===|!==|<=>|\*\*=|\.{3}|>>>|->|=>|==|!=|<=|>=|&&|\|\||\?\?|\?\.|::|\+\+|--|\+=|-=|\*=|/=|%=|<<|>>|:=|\*{2,3}|~~|//"
    r"|\|>|<-|=~|`{1,3}|[\s\S]"
)
EMPHASIS = re.compile(r"(?<![\w*])(\*{1,3})(?=[^\s*])([^*\n]{1,200}?)(?<=[^\s*])\1(?![\w*])")
# Marks around a word that are no part of it.
EMPHASIZING = frozenset(("*", "**", "***", "~~"))
QUOTING = frozenset(("`", "``", "```", '"', "'"))
CLOSING = frozenset((")", "]", "}"))
NAMED_WITH = {"++": frozenset(["c", "g", "j", "libstdc", "notepad"]), "#": frozenset(["a", "c", "f", "j", "q", "x"])}
# Beside an apostrophe these are no words of their own.
ELIDED = frozenset(["c", "d", "j", "l", "m", "n", "s", "t", "qu"])
SHORTENED = frozenset(["d", "ll", "m", "re", "s", "t", "ve"])
SEPARATOR = re.compile(r"(?<=[^\W\d_])([.:'])(?=[^\W\d_])")
WITH_UNIT = re.compile(r"(\d[\d.,'_]*)([^\W\d_]{1,4})")
EXPONENT = re.compile(r"\d+(?:\.\d+)?e[+-]\d{1,3}(?!\w)", re.IGNORECASE)
WORDLIKE = re.compile(r"\w")
TWO_LETTERS = re.compile(r"[^\W\d_]{2}")


@dataclass(frozen=True, slots=True)
class Token:
    """A word, a number, a sign, or a run of words without spaces between them.

    `forms` are the spellings of a word, and in a text also those without what is attached to it. `values` are what a
    number may mean, and `written` are its digits. `ignored` is true for emphasis, quotation marks and the hyphen of a
    word, which count only for a keyword that consists of them or begins or ends with emphasis.
    """

    written: str
    forms: frozenset[str] = frozenset()
    values: frozenset[Decimal] = frozenset()
    run: bool = False
    sign: bool = False
    ignored: bool = False
    spaced: bool = False


class _Tokens(list[Token]):
    """Tokens of a text; equal ones are one object, so that a long text of few words leaves few objects behind."""

    def __init__(self) -> None:
        super().__init__()
        self._words: dict[tuple[str, bool], Token] = {}
        self._numbers: dict[tuple[str, str, bool], list[Token]] = {}
        self._signs: dict[tuple[str, bool, bool], Token] = {}

    def add_word(self, piece: str, spaced: bool) -> None:
        """Add a word in the spellings by which it is found."""
        word = self._words.get((piece, spaced))
        if word is None:
            word = self._words[piece, spaced] = _word(piece, spaced)
        self.append(word)

    def add_number(self, lead: str, piece: str, spaced: bool) -> None:
        """Add what begins with a digit."""
        found = self._numbers.get((lead, piece, spaced))
        if found is None:
            found = self._numbers[lead, piece, spaced] = _number(lead, piece, spaced)
        self.extend(found)

    def add_sign(self, sign: str, ignored: bool = False, spaced: bool = False) -> None:
        """Add a sign."""
        token = self._signs.get((sign, ignored, spaced))
        if token is None:
            token = self._signs[sign, ignored, spaced] = Token(sign, sign=True, ignored=ignored, spaced=spaced)
        self.append(token)


def tokens_of(text: str) -> list[Token]:
    """The tokens of a text, in time proportional to its length."""
    tokens = _Tokens()
    spaced = True
    signs = ""
    for piece, separate in _pieces(EMPHASIS.sub(r"\2", cleaned(text))):
        if piece.isspace():
            _add_signs(tokens, signs, spaced, "")
            signs, spaced = "", True
        elif not WORDLIKE.search(piece) or piece.strip("_") == "":
            signs += piece
        else:
            after_signs = bool(signs)
            lead = _add_signs(tokens, signs, spaced, piece)
            _add_word(tokens, lead, piece, spaced and not after_signs, separate)
            signs, spaced = "", False
    _add_signs(tokens, signs, spaced, "")
    return list(tokens)


def _pieces(text: str) -> Iterator[tuple[str, bool]]:
    """The segments of a text, and whether each is a stretch of Hangul or of a script without spaces."""
    for part in STRETCH.split(text):
        if not part:
            continue
        if STRETCH.fullmatch(part):
            yield part, True
            continue
        start = done = 0
        for segment in WordBreaker(part, "root"):
            if start >= done:
                exponent = EXPONENT.match(part, start) if segment[0].isdigit() else None
                done = exponent.end() if exponent else start + len(segment)
                yield part[start:done], False
            start += len(segment)


def _add_signs(tokens: _Tokens, signs: str, spaced: bool, following: str) -> str:
    """Add operators and punctuation; return the sign or point that belongs to the word or number that follows."""
    before = tokens[-1] if tokens and not spaced else None
    found = OPERATOR.findall(signs)
    if found and before and not before.sign and (name := _name_with(before, signs)):
        forms = frozenset(form + name for form in spellings(before.written))
        before = tokens[-1] = Token(before.written + name, forms, spaced=before.spaced)
        found = OPERATOR.findall(signs[len(name) :])
    lead = ""
    if found and found[-1] in "+-." and following[:1].isalnum() and _leads(found, before, following):
        lead = found.pop()
    if lead == "." and found and found[-1] in "+-" and following[:1].isdigit() and _leads(found, before, following):
        lead = found.pop() + lead
    for number, sign in enumerate(found):
        left = number == 0 and before is not None and not before.sign
        right = number == len(found) - 1 and not lead and following != ""
        hyphen = sign == "-" and left and right and _joins(before, following)
        ignored = sign in QUOTING or (sign in EMPHASIZING and left != right) or hyphen
        tokens.add_sign(sign, ignored, spaced and number == 0)
    return lead


def _name_with(word: Token, signs: str) -> str:
    for name, words in NAMED_WITH.items():
        if signs.startswith(name) and word.written.casefold() in words:
            return name
    return ""


def _leads(found: list[str], before: Token | None, following: str) -> bool:
    """Whether the last of some signs is the sign of a number, or the point of .5 or .NET: nothing before it ends."""
    if found[-1] != "." and not following[0].isdigit():
        return False
    if len(found) > 1:
        return found[-2] not in CLOSING
    return before is None or before.run


def _joins(before: Token | None, following: str) -> bool:
    """Whether a hyphen is within a word such as round-trip, and not in n-1."""
    if before is None or not before.forms or not before.written[-1:].isalpha() or not following[:1].isalpha():
        return False
    return bool(TWO_LETTERS.search(before.written) or TWO_LETTERS.search(following))


def _add_word(tokens: _Tokens, lead: str, piece: str, spaced: bool, separate: bool) -> None:
    if separate and ONLY_UNSPACED.fullmatch(piece):
        tokens.append(Token(piece, run=True, spaced=spaced))
    elif separate and ONLY_HANGUL.fullmatch(piece):
        tokens.add_word(piece, spaced)
    elif piece[0].isdigit():
        tokens.add_number(lead, piece, spaced)
    elif lead == ".":
        # .NET is one name, and .env.local is two.
        first, *rest = SEPARATOR.split(piece)
        tokens.append(Token(f".{first}", frozenset(f".{form}" for form in spellings(first)), spaced=spaced))
        if rest:
            tokens.add_sign(rest[0])
            _add_parts(tokens, "".join(rest[1:]), spaced=False)
    else:
        _add_parts(tokens, piece, spaced)


def _number(lead: str, piece: str, spaced: bool) -> list[Token]:
    """A number with its sign, and its unit as a word; several numbers if commas only separate them."""
    written = f"0.{piece}" if lead.endswith(".") and piece.isdigit() else piece
    unit = ""
    values = values_of(written)
    if not values and (parts := WITH_UNIT.fullmatch(written)) and parts[2].casefold() in UNITS:
        values = values_of(parts[1])
        if values:
            written, unit = parts[1], parts[2]
    if not values and "," in piece and piece[0] != "0":
        listed = [part for part in piece.split(",") if part]
        return [
            token
            for place, part in enumerate(listed)
            for token in _number("" if place else lead, part, spaced and not place)
        ]
    if lead.startswith("-"):
        values = frozenset(-value for value in values)
    sign = "-" if lead.startswith("-") else ""
    number = Token(sign + written, frozenset() if values else spellings(piece), values, spaced=spaced)
    return [number, _word(unit, spaced=False)] if unit else [number]


def _add_parts(tokens: _Tokens, piece: str, spaced: bool) -> None:
    """Add the words of a segment that has full stops, colons or apostrophes between letters."""
    if HEBREW_LETTER.search(piece) or piece.casefold().endswith("n't"):
        tokens.add_word(piece, spaced)
        return
    parts = SEPARATOR.split(piece)
    for number in range(0, len(parts), 2):
        before = parts[number - 1] if number else ""
        after = parts[number + 1] if number + 1 < len(parts) else ""
        word = parts[number].casefold()
        if (after == "'" and word in ELIDED) or (before == "'" and word in SHORTENED):
            continue
        if before in (".", ":"):
            tokens.add_sign(before)
        tokens.add_word(parts[number], spaced and number == 0)


def _word(piece: str, spaced: bool) -> Token:
    forms = set(spellings(piece))
    if piece[0] == "_" or piece[-1] == "_":
        forms |= spellings(piece.strip("_"))
    for form in tuple(forms):
        forms.update(without_attached(form))
    return Token(piece, frozenset(forms), spaced=spaced)
