"""Makes any stored text safe to lay out: shows invisible characters, and collapses runs of empty lines."""

import re
import unicodedata
from collections.abc import Iterator

TAB_COLUMNS = 4
MAX_EMPTY_LINES = 5
LINE_ENDS = re.compile(r"\r\n|[\r\x0b\x0c\x85\u2028\u2029]")
# Controls other than tab and line end, invisible reordering characters, and characters that no document can hold.
UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x84\x86-\x9f\u202a-\u202e\u2066-\u2069\ufeff\ud800-\udfff"
    "\ufdd0-\ufdef\ufff9-\ufffb"
    + "".join(chr(plane | end) for plane in range(0, 0x110000, 0x10000) for end in (0xFFFE, 0xFFFF))
    + "]"
)
RIGHT_TO_LEFT = ("R", "AL")


def readable(text: str) -> str:
    """The text with one kind of line end, and with every invisible character spelled out, such as [U+202E]."""
    return UNSEEN.sub(lambda match: f"[U+{ord(match[0]):04X}]", LINE_ENDS.sub("\n", text))


def one_line(text: str) -> str:
    """The readable text in one line."""
    return " ".join(readable(text).split())


def lines_of(text: str, *, code: bool = False) -> Iterator[str]:
    """The readable lines; a long run of empty lines becomes a remark, and tabs in code become columns.

    Trailing line ends are left out.
    """
    empty = 0
    for line in readable(text).rstrip("\n").split("\n"):
        if not line.strip():
            empty += 1
            continue
        yield from _empty_lines(empty)
        empty = 0
        yield line.expandtabs(TAB_COLUMNS) if code else line.replace("\t", " " * TAB_COLUMNS)
    yield from _empty_lines(empty)


def is_right_to_left(line: str) -> bool:
    """Whether a line reads from right to left, by its first letter with a direction."""
    directions = (unicodedata.bidirectional(character) for character in line)
    return next((found for found in directions if found in ("L", *RIGHT_TO_LEFT)), "L") != "L"


def _empty_lines(count: int) -> Iterator[str]:
    if count > MAX_EMPTY_LINES:
        yield f"[{count} empty lines]"
    else:
        yield from [""] * count
