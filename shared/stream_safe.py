"""Unicode normalization in linear time; the only module that calls `unicodedata.normalize`.

Normalization sorts each run of combining marks by insertion, which takes the square of the run's length, and no other
thread runs meanwhile. UAX #15, "Stream-Safe Text Format", allows 30 non-starters in a row and puts a COMBINING GRAPHEME
JOINER into longer runs. We drop the rest of such a run instead: the joiner is one of the invisible characters that
guards remove, and without it the next normalization would meet the whole run. Only the checks ignore the dropped marks;
a stored text keeps them all.
"""

import re
import unicodedata
from functools import lru_cache
from typing import Literal

Form = Literal["NFC", "NFD", "NFKC", "NFKD"]

MAX_MARKS = 30
# Runs that may hold more than 30. Non-starters are neither letters nor digits, except two halfwidth Katakana sound
# marks; blocks without non-starters are left out. The character before a run ends in at most three non-starters, and
# each character of the run has at most two, so 13 of them never exceed 30.
PERHAPS_TOO_MANY = re.compile(
    r"(?:[^\w\x00-\u02ff\u2000-\u20cf\u2100-\u2cee\u3000-\u3029\u3100-\ua66e\U0001f000-\U0010ffff]|[\uff9e\uff9f]){14,}"
)
# Characters in NFKD for each byte of UTF-8. No text exceeds this ratio, except through a few characters that each
# expand to 5 to 18 letters. The allowance lets short texts contain some of those.
INFLATION = 1.5
INFLATION_ALLOWED = 256


def normalize(form: Form, text: str) -> str:
    """The `stream_safe` text in a normalization form, in time proportional to its length."""
    return unicodedata.normalize(form, stream_safe(text))


def stream_safe(text: str) -> str:
    """The text with at most 30 non-starters in a row in its NFKD form, otherwise unchanged.

    Texts in natural languages come back unchanged. Two runs merge as soon as the text between them is removed, which is
    why `normalize` calls this each time.
    """
    return text if text.isascii() else PERHAPS_TOO_MANY.sub(_cut, text)


def is_stream_safe(text: str) -> bool:
    """Whether `stream_safe` changes nothing."""
    return len(stream_safe(text)) == len(text)


def is_inflated(text: str) -> bool:
    """Whether the text is much longer in NFKD than it looks: U+FDFA alone, three bytes, becomes 18 letters."""
    if text.isascii():
        return False
    most = INFLATION * len(text.encode("utf-8", "surrogatepass")) + INFLATION_ALLOWED
    return len(normalize("NFKD", text)) > most


def _cut(run: re.Match[str]) -> str:
    """The run, cut at the limit as the Stream-Safe Text Process (UAX15-D4) counts it."""
    count, _ = _marks(run.string[run.start() - 1]) if run.start() else (0, True)
    kept = []
    for character in run[0]:
        marks, only_marks = _marks(character)
        if not only_marks:
            count = marks
        elif count + marks > MAX_MARKS:
            continue
        else:
            count += marks
        kept.append(character)
    return "".join(kept)


@lru_cache(maxsize=4096)
def _marks(character: str) -> tuple[int, bool]:
    """How many non-starters the NFKD form of a character ends in, and whether it holds nothing else."""
    decomposed = unicodedata.normalize("NFKD", character)
    count = 0
    for sign in reversed(decomposed):
        if not unicodedata.combining(sign):
            return count, False
        count += 1
    return count, True
