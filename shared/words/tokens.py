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


@dataclass(slots=True)
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


def tokens_of(text: str) -> list[Token]:
    """The tokens of a text, in time proportional to its length."""
    tokens: list[Token] = []
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
    return tokens


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


def _add_signs(tokens: list[Token], signs: str, spaced: bool, following: str) -> str:
    """Add operators and punctuation; return the sign or point that belongs to the word or number that follows."""
    before = tokens[-1] if tokens and not spaced else None
    found = OPERATOR.findall(signs)
    if found and before and not before.sign and (name := _name_with(before, signs)):
        before.forms = frozenset(form + name for form in spellings(before.written))
        before.written += name
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
        tokens.append(Token(sign, sign=True, ignored=ignored, spaced=spaced and number == 0))
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


def _add_word(tokens: list[Token], lead: str, piece: str, spaced: bool, separate: bool) -> None:
    if separate and ONLY_UNSPACED.fullmatch(piece):
        tokens.append(Token(piece, run=True, spaced=spaced))
    elif separate and ONLY_HANGUL.fullmatch(piece):
        tokens.append(_word(piece, spaced))
    elif piece[0].isdigit():
        _add_number(tokens, lead, piece, spaced)
    elif lead == ".":
        # .NET is one name, and .env.local is two.
        first, *rest = SEPARATOR.split(piece)
        tokens.append(Token(f".{first}", frozenset(f".{form}" for form in spellings(first)), spaced=spaced))
        if rest:
            tokens.append(Token(rest[0], sign=True))
            _add_parts(tokens, "".join(rest[1:]), spaced=False)
    else:
        _add_parts(tokens, piece, spaced)


def _add_number(tokens: list[Token], lead: str, piece: str, spaced: bool) -> None:
    written = f"0.{piece}" if lead.endswith(".") and piece.isdigit() else piece
    unit = ""
    values = values_of(written)
    if not values and (parts := WITH_UNIT.fullmatch(written)) and parts[2].casefold() in UNITS:
        written, unit = parts[1], parts[2]
        values = values_of(written)
        if not values:
            written, unit = piece, ""
    if not values and "," in piece and piece[0] != "0":
        for number, part in enumerate(piece.split(",")):
            if part:
                _add_number(tokens, lead if number == 0 else "", part, spaced and number == 0)
        return
    if lead.startswith("-"):
        values = frozenset(-value for value in values)
    forms = frozenset() if values else spellings(piece)
    tokens.append(Token(lead[:1].replace("+", "").replace(".", "") + written, forms, values, spaced=spaced))
    if unit:
        tokens.append(_word(unit, spaced=False))


def _add_parts(tokens: list[Token], piece: str, spaced: bool) -> None:
    """Add the words of a segment that has full stops, colons or apostrophes between letters."""
    if HEBREW_LETTER.search(piece) or piece.casefold().endswith("n't"):
        tokens.append(_word(piece, spaced))
        return
    parts = SEPARATOR.split(piece)
    for number in range(0, len(parts), 2):
        before = parts[number - 1] if number else ""
        after = parts[number + 1] if number + 1 < len(parts) else ""
        word = parts[number].casefold()
        if (after == "'" and word in ELIDED) or (before == "'" and word in SHORTENED):
            continue
        if before in (".", ":"):
            tokens.append(Token(before, sign=True))
        tokens.append(_word(parts[number], spaced and number == 0))


def _word(piece: str, spaced: bool) -> Token:
    forms = set(spellings(piece))
    if piece[0] == "_" or piece[-1] == "_":
        forms |= spellings(piece.strip("_"))
    for form in tuple(forms):
        forms.update(without_attached(form))
    return Token(piece, frozenset(forms), spaced=spaced)
