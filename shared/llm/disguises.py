"""Finds text hidden in a text: encoded, spelled with other characters, or made of invisible characters."""

import base64
import binascii
import codecs
import html
import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import unquote

from shared.stream_safe import is_inflated, is_stream_safe, normalize

MAX_DECODED = 40
BASE64 = re.compile(r"[A-Za-z0-9+/_-]{16,}={0,2}")
HEX = re.compile(r"(?:0x)?(?:[0-9a-fA-F]{2}[\s:,]?){10,}")
BINARY = re.compile(r"(?:[01]{8}\s?){8,}")
DECIMAL = re.compile(r"(?:\b\d{2,3}[\s,;]+){9,}\d{2,3}\b")
PERCENT = re.compile(r"%[0-9a-fA-F]{2}")
ESCAPES = re.compile(r"\\(?:u([0-9a-fA-F]{4})|x([0-9a-fA-F]{2})|u\{([0-9a-fA-F]{1,6})\})")
# The number of a character reference; Python parses no integer of more than 4,300 digits.
REFERENCE = re.compile(r"&#([0-9]+)")
ENTITIES = re.compile(r"&(?:#\d{2,6}|#x[0-9a-f]{2,6}|[a-z]{2,8});", re.IGNORECASE)
SPELLED = re.compile(r"(?<![^\W_])(?:[^\W_][ .\-_*·|/]{1,2}){4,}[^\W_](?![^\W_])")
UNSEEN = re.compile(
    "[\u00ad\u034f\u061c\u115f\u1160\u17b4\u17b5\u180e\u200b-\u200f\u2060-\u2065\u206a-\u206f"
    "\u202a-\u202e\u2066-\u2069\ufe00-\ufe0f\ufeff\U000e0000-\U000e0fff]"
)
OVERRIDES = re.compile("[\u202d\u202e]")
INSIDE_A_WORD = re.compile("[A-Za-z][\u00ad\u180e\u200b-\u200d\u2060-\u2064\ufeff]+[A-Za-z]")
SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]{2,}")
TAGS = re.compile("(?<!\U0001f3f4)[\U000e0020-\U000e007f]{2,}")
TAG_TEXT = re.compile("[\U000e0020-\U000e007e]+")
MANY_UNSEEN = re.compile("[\u200b-\u200f\u2060-\u2064]{4,}")
HIDDEN = (OVERRIDES, SELECTORS, MANY_UNSEEN)
LEET = str.maketrans("01345678@$!|", "oieasgtbasil")
LOOKALIKES = str.maketrans(
    "аеорсухіјѕһԁԛԝкмтнвгӏαβεικνορτυχζ",
    "aeopcyxijshdqwkmthbrlabeikvoptuxz",
)
OTHER_SCRIPT = re.compile("[\u0370-\u03ff\u0400-\u052f]")
SPACES = re.compile(r"[^\S\n]+")
LATIN = re.compile("[a-z]")


def hides_characters(text: str) -> bool:
    """Whether the text hides characters on purpose; emoji and right-to-left scripts do not count.

    A letter with more combining marks than any language uses counts as hidden, and so do many characters that each
    expand to a lot of letters: nobody can read such a text, and searching it would take far longer than its size
    suggests.
    """
    if any(pattern.search(text) for pattern in HIDDEN):
        return True
    if not is_stream_safe(UNSEEN.sub("", text)) or is_inflated(text):
        return True
    # The flag of Scotland is spelled with tags too; anything longer is not a flag.
    tags = [match[0] for match in TAGS.finditer(text)]
    if any(len(run) > 7 or not run.endswith("\U000e007f") for run in tags):
        return True
    return len(INSIDE_A_WORD.findall(text)) >= 2


def unaccented(text: str) -> str:
    """The text without accents and other combining marks, in every script."""
    split = normalize("NFKD", text)
    return normalize("NFC", "".join(c for c in split if not unicodedata.combining(c)))


def plain(text: str) -> str:
    """Lower case, without accents, invisible characters and look-alike letters; line ends stay."""
    if text.isascii():
        return SPACES.sub(" ", text.lower())
    seen = UNSEEN.sub("", normalize("NFKC", text))
    lowered = unaccented(seen).casefold()
    if OTHER_SCRIPT.search(lowered) and LATIN.search(lowered):
        lowered = re.sub(r"\w+", _latin_where_mixed, lowered)
    return SPACES.sub(" ", lowered)


def _latin_where_mixed(match: re.Match[str]) -> str:
    word = match[0]
    mixed = OTHER_SCRIPT.search(word) and LATIN.search(word)
    return word.translate(LOOKALIKES) if mixed else word


def disguised(text: str) -> Iterator[str]:
    """Every text that `text` may be a disguise of. Most are nonsense, which matches nothing."""
    if tags := "".join(TAG_TEXT.findall(text)):
        yield "".join(chr(ord(sign) - 0xE0000) for sign in tags)
    if ENTITIES.search(text):
        yield html.unescape(REFERENCE.sub(_short_number, text))
    if len(PERCENT.findall(text)) >= 4:
        yield unquote(text, errors="replace")
    if ESCAPES.search(text):
        yield ESCAPES.sub(_unescaped, text)
    yield from _decoded(text)
    if SPELLED.search(text):
        yield SPELLED.sub(lambda run: re.sub(r"[ .\-_*·|/]", "", run[0]), text)
    if OTHER_SCRIPT.search(text):
        yield text.translate(LOOKALIKES)
    yield text.translate(LEET)
    yield text[::-1]
    yield codecs.encode(text, "rot13")


def encoded(text: str) -> bool:
    """Whether the text holds readable text in base64, or anything that looks like character codes."""
    if any(pattern.search(text) for pattern in (HEX, BINARY, DECIMAL)):
        return True
    return next(_decoded(text), None) is not None


def all_decoded(text: str) -> str:
    """Everything the text holds in base64 or character codes, joined: a secret may be split into pieces."""
    return "".join(_decoded(text))


def _decoded(text: str) -> Iterator[str]:
    """Decoded base64 and hexadecimal, binary or decimal character codes, where the result is readable."""
    found = 0
    for pattern, decode in DECODERS:
        for match in pattern.finditer(text):
            decoded = decode(match[0])
            if decoded is not None and (found := found + 1) <= MAX_DECODED:
                yield decoded


def _from_base64(run: str) -> str | None:
    standard = run.rstrip("=").replace("-", "+").replace("_", "/")
    try:
        return _readable(base64.b64decode(standard + "=" * (-len(standard) % 4)))
    except binascii.Error:
        return None


def _from_hex(run: str) -> str | None:
    digits = re.sub(r"[\s:,]|0x", "", run)
    return _readable(bytes.fromhex(digits)) if len(digits) % 2 == 0 else None


def _from_binary(run: str) -> str | None:
    return _readable(bytes(int(octet, 2) for octet in re.findall("[01]{8}", run)))


def _from_decimal(run: str) -> str | None:
    codes = [int(code) for code in re.findall(r"\d+", run)]
    return _readable(bytes(codes)) if max(codes) < 256 else None


def _readable(content: bytes) -> str | None:
    try:
        text = content.decode()
    except UnicodeDecodeError:
        return None
    return text if sum(c.isprintable() or c.isspace() for c in text) >= 0.9 * len(text) else None


def _short_number(match: re.Match[str]) -> str:
    # Eight digits already exceed every character, so the rest can go.
    return f"&#{(match[1].lstrip('0') or '0')[:8]}"


def _unescaped(match: re.Match[str]) -> str:
    code = int(match[1] or match[2] or match[3], 16)
    return chr(code) if code < 0x110000 and not 0xD800 <= code < 0xE000 else " "


DECODERS = (
    (BASE64, _from_base64),
    (HEX, _from_hex),
    (BINARY, _from_binary),
    (DECIMAL, _from_decimal),
)
