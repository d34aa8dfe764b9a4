"""Keeps the organization's instructions out of what a candidate reads: a model has seen them, and may repeat them.

Two things are not secret: questions (sentences that end in a question mark, and quoted text), which the interviewer is
meant to ask, and anything the candidate has said.
"""

import codecs
import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence

from shared.llm.disguises import (
    ENTITIES,
    ESCAPES,
    LEET,
    LOOKALIKES,
    OTHER_SCRIPT,
    PERCENT,
    all_decoded,
    disguised,
    encoded,
    hides_characters,
)
from shared.llm.normal_forms import folded, squashed
from shared.llm.passages import LEAST_LETTERS, RECITED_WORDS, SENTENCE, Passages, word_runs
from shared.stream_safe import is_inflated

# A second opening mark ends the search for the closing one; otherwise a line of opening marks would take quadratic
# time.
QUOTED = re.compile(
    r'"[^"\n]*"|\u201c[^\u201c\u201d\n]*\u201d|\u00ab[^\u00ab\u00bb\n]*\u00bb'
    r"|\u201e[^\u201c-\u201e\n]*[\u201c\u201d]"
)
LONG_WORD = re.compile(r"[\w-]{8,}")
DIGIT = re.compile(r"\d")
LETTER = re.compile(r"[^\W\d]")
WORD = re.compile(r"\S+")
# Character codes: several in a row may be the start of an encoded text.
CHARACTER_CODES = re.compile(r"(?:(?:0x)?[0-9a-f]{2}[:,;]?)+|\d+(?:[,;]\d+)*[,;]?", re.IGNORECASE)
# Disguises that replace each letter by one character, so that the start of a passage can be recognized too.
LETTERWISE: tuple[Callable[[str], str], ...] = (
    str,
    lambda text: codecs.encode(text, "rot13"),
    lambda text: text.translate(LEET),
    lambda text: text.translate(LOOKALIKES) if OTHER_SCRIPT.search(text) else text,
)


class InstructionGuard:
    """Knows which parts of a conversation's instructions are secret."""

    def __init__(self, instructions: str | None, said: Iterable[str]) -> None:
        unquoted = QUOTED.sub(" ", instructions or "")
        orders = " ".join(part for part in SENTENCE.split(unquoted) if not part.rstrip().endswith("?"))
        no_secret = squashed(" ".join(message for message in said if not is_inflated(message)))
        runs = set(word_runs(orders, RECITED_WORDS)) or {squashed(orders)}
        codes = {squashed(word) for word in LONG_WORD.findall(orders) if _is_code(word)}
        found = {run for run in runs if len(run) >= LEAST_LETTERS} | codes
        secrets = set(Passages(found - {""}).without_those_in(no_secret))
        # In a text that is read as leetspeak, digits of a passage turn into letters too.
        secrets |= {spelled for secret in secrets if len(spelled := squashed(secret.translate(LEET))) >= LEAST_LETTERS}
        self._passages = Passages(secrets)
        self._secrets = sorted(secrets)
        self._reversed = sorted(secret[::-1] for secret in secrets)
        self._longest = max(map(len, secrets), default=0)

    @property
    def has_secrets(self) -> bool:
        """Whether the instructions contain anything secret."""
        return bool(self._secrets)

    def recites(self, text: str) -> bool:
        """Whether a text contains a passage of the instructions, plain or in disguise."""
        if not self._secrets:
            return False
        if is_inflated(text):
            return True
        texts = {squashed(form) for form in (text, all_decoded(text), *disguised(folded(text)), *disguised(text))}
        return any(self._passages.are_in(letters) for letters in texts)

    def shown_length(self, text: str, shown: int) -> int | None:
        """How much of an unfinished text can be shown; `shown` is the number of characters shown so far.

        Holds back the last word, and whatever may be the start of a passage, plain or in a letter-by-letter disguise.
        Returns None if the text contains a passage, or anything encoded, whatever it says: no more of it can be shown.
        """
        start = max(0, shown - self._longest)
        window = text[start:]
        if self._hides_something(window) or self.recites(window):
            return None
        words = list(WORD.finditer(text, shown))
        if words and words[-1].end() == len(text):
            last = words.pop()
            end = last.start()
        else:
            end = len(text)
        for word in reversed(words):
            if not CHARACTER_CODES.fullmatch(word[0]):
                break
            end = word.start()
        spelled = [(word.start(), folded(word[0])) for word in WORD.finditer(text, shown)]
        for disguise in LETTERWISE:
            letters = [(place, squashed(disguise(word))) for place, word in spelled]
            starts = (self._first_start(letters, self._secrets), self._first_start(letters, self._reversed))
            end = min([end, *(start for start in starts if start is not None)])
        return max(end, shown)

    def _hides_something(self, text: str) -> bool:
        return any(pattern.search(text) for pattern in (ENTITIES, PERCENT, ESCAPES)) or (
            hides_characters(text) or encoded(text)
        )

    def _first_start(self, words: Sequence[tuple[int, str]], passages: Sequence[str]) -> int | None:
        """The place of the first word at which a passage may start and run to the end of the text."""
        letters = "".join(word for _, word in words)
        # A tail longer than the longest passage can't be the start of one.
        first = len(letters) - self._longest
        index = 0
        for place, word in words:
            if any(_begins(letters[start:], passages) for start in range(max(index, first), index + len(word))):
                return place
            index += len(word)
        return None


def _is_code(word: str) -> bool:
    """Whether a word mixes digits and letters: a name or number that nobody would say by chance."""
    return bool(DIGIT.search(word) and LETTER.search(word))


def _begins(letters: str, passages: Sequence[str]) -> bool:
    """Whether one of the sorted passages begins with these letters."""
    place = bisect_left(passages, letters)
    return place < len(passages) and passages[place].startswith(letters)
