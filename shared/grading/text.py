"""Normal forms of a text, in which different spellings of the same thing are equal."""

import re
import unicodedata

from shared.stream_safe import normalize

MAX_TEXT = 2000
SPACES = re.compile(r"\s+")
NOT_WORD = re.compile(r"[\W_]+")
CONTROL = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
SURROGATES = re.compile("[\ud800-\udfff]")
SAME_SIGN = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
        **dict.fromkeys("\u2018\u2019\u201a\u2032\u00b4`", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb\u2033", '"'),
    }
)


def folded(text: str) -> str:
    """The text without case, accents and variants of width, dash or quotation mark; with single spaces."""
    return SPACES.sub(" ", _bare(_bare(text).casefold()).translate(SAME_SIGN)).strip()


def squashed(text: str) -> str:
    """Only the letters and digits of `folded`."""
    return NOT_WORD.sub("", folded(text))


def unspaced(text: str) -> str:
    """The text with single spaces and straight quotation marks, otherwise as written."""
    composed = normalize("NFC", text).translate(SAME_SIGN)
    return SPACES.sub(" ", composed).strip()


def presentable(text: str) -> str:
    """A model's text, safe to store and show: no control characters, bounded length."""
    clean = SURROGATES.sub("", CONTROL.sub("", text.replace("\r\n", "\n"))).strip()
    return clean if len(clean) <= MAX_TEXT else clean[: MAX_TEXT - 1].rstrip() + "…"


def _bare(text: str) -> str:
    if text.isascii():
        return text
    decomposed = normalize("NFKD", text)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))
