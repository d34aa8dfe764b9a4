"""Keeps the organization's instructions out of what a candidate reads: a model has seen them, and may repeat them.

Questions (a sentence that ends in a question mark, and what stands in quotation marks) are there to be asked: they are
no secret. Nor is what the candidate has said.
"""

import re
from bisect import bisect_left
from collections.abc import Iterable

from shared.grading.disguises import disguised
from shared.grading.leak import LEAST_LETTERS, RECITED_WORDS, SENTENCE, word_runs
from shared.grading.text import folded, squashed

QUOTED = re.compile(
    r'"[^"\n]*"|\u201c[^\u201d\n]*\u201d|\u00ab[^\u00bb\n]*\u00bb|\u201e[^\u201c\u201d\n]*[\u201c\u201d]'
)
# A name or number that nobody would say by chance: digits and letters in one word.
CODE = re.compile(r"(?=[\w-]*\d)(?=[\w-]*[^\W\d])[\w-]{8,}")
# Of a text that is still being written, so much of its end may be the start of a passage.
TAIL = 400
WORD = re.compile(r"\S+")


class InstructionGuard:
    """Knows the instructions of one conversation, and what of them is no secret."""

    def __init__(self, instructions: str | None, said: Iterable[str]) -> None:
        unquoted = QUOTED.sub(" ", instructions or "")
        orders = " ".join(part for part in SENTENCE.split(unquoted) if not part.rstrip().endswith("?"))
        no_secret = squashed(" ".join(said))
        runs = set(word_runs(orders, RECITED_WORDS)) or {squashed(orders)}
        codes = {squashed(code) for code in CODE.findall(orders)}
        secrets = {run for run in runs if len(run) >= LEAST_LETTERS} | codes
        self._secrets = sorted(secret for secret in secrets if secret and secret not in no_secret)

    def recites(self, text: str, *, disguises: bool = True) -> bool:
        """Whether a text holds a passage of the instructions, plainly or (slower) in disguise."""
        if not self._secrets:
            return False
        texts = [text, *(disguised(folded(text)) if disguises else ()), *(disguised(text) if disguises else ())]
        return any(secret in letters for letters in map(squashed, texts) for secret in self._secrets)

    def shown_length(self, text: str) -> int:
        """How much of a text that is still being written can be shown: what may be the start of a passage waits."""
        if not self._secrets:
            return len(text)
        start = max(0, len(text) - TAIL)
        places: list[int] = []
        letters = ""
        for word in WORD.finditer(text, start):
            spelled = squashed(word[0])
            letters += spelled
            places += [word.start()] * len(spelled)
        begun = (place for index, place in enumerate(places) if self._begins(letters[index:]))
        return next(begun, len(text))

    def _begins(self, letters: str) -> bool:
        """Whether a passage begins with these letters."""
        place = bisect_left(self._secrets, letters)
        return place < len(self._secrets) and self._secrets[place].startswith(letters)
