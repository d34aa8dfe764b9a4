"""Normal forms of a text, in which different spellings of the same thing are equal."""

import re
import unicodedata

from shared.stream_safe import normalize

SPACES = re.compile(r"\s+")
SAME_SIGN = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212", "-"),
        **dict.fromkeys("\u2018\u2019\u201a\u2032\u00b4`", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb\u2033", '"'),
    }
)


def unspaced(text: str) -> str:
    """The text with single spaces and straight quotation marks, otherwise as written."""
    composed = normalize("NFC", text).translate(SAME_SIGN)
    return SPACES.sub(" ", composed).strip()


def unaccented(text: str) -> str:
    """The text in its compatibility decomposition, without accents and other combining marks of any script."""
    if text.isascii():
        return text
    decomposed = normalize("NFKD", text)
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))
