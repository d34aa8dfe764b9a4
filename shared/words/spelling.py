"""Spellings of the same word: case, accents, width, hidden characters and variants of punctuation."""

import re

from shared.stream_safe import normalize
from shared.words.scripts import UNSEEN

SAME_SIGN = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2212\u05be\ufe63\uff0d", "-"),
        **dict.fromkeys("\u2018\u2019\u201a\u2032\u00b4\u02bc\u05f3", "'"),
        **dict.fromkeys("\u201c\u201d\u201e\u00ab\u00bb\u2033\u05f4", '"'),
        **dict.fromkeys("\u2122\u00ae\u00a9\u0640", ""),
        "\u0130": "i",
        "\u2044": "/",
        "\u2116": "#",
        "\u066a": "%",
        "\u066b": ".",
        "\u066c": ",",
        "\u00d7": "*",
    }
)
SUPERSCRIPTS = str.maketrans("\u2070\u00b9\u00b2\u00b3\u2074\u2075\u2076\u2077\u2078\u2079\u207f", "0123456789n")
RAISED = "\u2070\u00b9\u00b2\u00b3\u2074-\u2079\u207f"
POWER = re.compile(rf"(?<=\d)([{RAISED}]+)")
POWER_OF_LETTER = re.compile(rf"((?<![^\W\d_])[^\W\d_]|\))([{RAISED}]+)")
SURROGATE = re.compile("[\ud800-\udfff]")
FOOTNOTE = re.compile(f"[{RAISED}]+")
# `n^2` and `n**2` are written for what is printed as n raised to 2.
WRITTEN_POWER = re.compile(r"(?<=[^\W_])\*\*(?=[^\W_])")
LETTER_TO_POWER = re.compile(r"((?<![^\W_])[^\W\d_]|\))\^(?=[^\W_])")
# Words of three or more kana are written with and without the sign for a long vowel at their end.
LONG_VOWEL = re.compile("([\u30a1-\u30fa\u30fc]{3,})\u30fc(?![\u30a1-\u30fa\u30fc])")
# A mark that makes another letter stays: \u00f1 is not n, and \u00fc not u. All others are accents, points or stress.
MARKS = re.compile(
    "([nN]\u0303|[aouAOU]\u0308|[aA]\u030a|[\u0438\u0418\u0443\u0423]\u0306|[\u0456\u0406]\u0308)"
    "|[\u0300-\u036f\u0483-\u0487\u0591-\u05bd\u05bf-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed\u093c"
    "\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\ufe20-\ufe2f]"
)
TWO_LETTERS_FOR_ONE = str.maketrans({"\u00e4": "ae", "\u00f6": "oe", "\u00fc": "ue", "\u0153": "oe", "\u00e6": "ae"})
NUKTA_AND_MOON = str.maketrans({"\u0901": "\u0902"})


def cleaned(text: str) -> str:
    """The text without hidden characters and variants of width, digit, dash, quotation mark or power; case stays."""
    if text.isascii():
        return LETTER_TO_POWER.sub(r"\1", WRITTEN_POWER.sub("^", text))
    # ICU takes no half of a character.
    text = SURROGATE.sub("\ufffd", UNSEEN.sub("", text)).translate(SAME_SIGN)
    text = POWER_OF_LETTER.sub(lambda match: match[1] + match[2].translate(SUPERSCRIPTS), text)
    text = POWER.sub(lambda match: "^" + match[1].translate(SUPERSCRIPTS), text)
    text = FOOTNOTE.sub("", text)
    # Once more: a compatibility form can consist of such signs, and two runs of marks merge when a sign is dropped.
    text = MARKS.sub(lambda match: match[1] or "", normalize("NFKD", text))
    text = normalize("NFC", UNSEEN.sub("", text)).translate(SAME_SIGN).translate(NUKTA_AND_MOON)
    return LONG_VOWEL.sub(r"\1", LETTER_TO_POWER.sub(r"\1", WRITTEN_POWER.sub("^", _western_digits(text))))


def spellings(word: str) -> frozenset[str]:
    """How a word of a `cleaned` text may be written otherwise, in lower case.

    A capital I is the capital of i and, in Turkish, of the dotless \u0131; \u00fc may be written ue in German.
    """
    found = {word.casefold()}
    if "I" in word:
        found.add(word.replace("I", "\u0131").casefold())
    if not word.isascii():
        found |= {form.translate(TWO_LETTERS_FOR_ONE) for form in tuple(found)}
    return frozenset(found)


def _western_digits(text: str) -> str:
    return re.sub(r"[^\W\D]", lambda match: str(int(match[0])), text) if not text.isascii() else text
