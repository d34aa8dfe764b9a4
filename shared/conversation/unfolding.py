"""Shows a reply while it is still being written: the text that is certain, in pieces."""

from collections.abc import Callable

from pydantic_core import from_json

from shared.conversation.confidence import InstructionGuard
from shared.grading.text import CONTROL, MAX_TEXT, SURROGATES

# A reply is read anew with each piece: one that is far too long is not shown to its end.
MAX_JSON = 16 * 1024


class Unfolding:
    """Reads `reply` out of JSON that is not complete yet, and tells what is new of it.

    With instructions to keep, the end of the text waits until it is clear that it begins no passage of them; once one
    is found, nothing more is told. What is told is a preview: the stored reply is what counts.
    """

    def __init__(self, guard: InstructionGuard, tell: Callable[[str], None]) -> None:
        self._guard = guard
        self._tell = tell
        self._json = ""
        self._told = 0
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
        if self._guard.recites(text, disguises=whole):
            self._over = True
            return
        text = (text.rstrip() if whole else text[: self._guard.shown_length(text)])[: MAX_TEXT - 1]
        if len(text) > self._told:
            self._tell(text[self._told :])
            self._told = len(text)
        self._over = whole
