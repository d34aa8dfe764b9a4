"""Shows a reply while it is still being written: the text that is certain, in pieces."""

from collections.abc import Callable

from pydantic_core import from_json

from shared.conversation.confidence import InstructionGuard
from shared.grading.text import CONTROL, MAX_TEXT, SURROGATES

# A reply is read anew with each piece: one that is far too long is not shown to its end.
MAX_JSON = 16 * 1024
# With instructions to keep, the text is looked through each time it has grown by so much: that is work.
WINDOW = 100


class Unfolding:
    """Reads `reply` out of JSON that is not complete yet, and tells what is new of it.

    With instructions to keep, the text is held back and looked through in windows. The end of it waits until it is
    clear that it begins no passage of them, in whatever disguise; at the first suspicion the telling ends, and what was
    held back is not told. What is told is a preview: the stored reply is what counts.
    """

    def __init__(self, guard: InstructionGuard, tell: Callable[[str], None]) -> None:
        self._guard = guard
        self._tell = tell
        self._json = ""
        self._told = 0
        self._looked_through = 0
        self._over = False

    def add(self, piece: str) -> None:
        """Take the next piece of the JSON."""
        if self._over or len(self._json) > MAX_JSON:
            return
        self._json += piece
        try:
            partial = from_json(self._json, allow_partial="trailing-strings")
        except ValueError:
            return
        if not isinstance(partial, dict) or not isinstance(partial.get("reply"), str):
            return
        whole = len(partial) > 1
        text = SURROGATES.sub("", CONTROL.sub("", partial["reply"])).lstrip()
        length = self._certain(text[:MAX_TEXT], whole=whole)
        self._over = whole or length is None
        text = text[: min(length or 0, MAX_TEXT - 1)]
        if len(text) > self._told:
            self._tell(text[self._told :])
            self._told = len(text)

    def _certain(self, text: str, *, whole: bool) -> int | None:
        """How much of the text can be told; None when it tells, or may hide, what must not be told."""
        if not self._guard.keeps:
            return len(text.rstrip()) if whole else len(text)
        if whole:
            return None if self._guard.recites(text) else len(text.rstrip())
        if len(text) < self._looked_through + WINDOW:
            return self._told
        self._looked_through = len(text)
        return self._guard.shown_length(text, self._told)
