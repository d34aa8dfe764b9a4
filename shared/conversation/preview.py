"""Shows a reply while it is being written: text that is safe to show, in pieces."""

import json
import re
from collections.abc import Callable

from shared.conversation.instruction_guard import InstructionGuard
from shared.llm.presentable import CONTROL, MAX_TEXT, SURROGATES

# Stop reading a reply that is far too long.
MAX_JSON = 16 * 1024
# With secret instructions, the text is checked whenever it has grown by this much, or by half of what is held back.
# Text that can't be shown yet is checked again from its start, so the step grows with it.
WINDOW = 100
# `reply` is the first field of the shape we ask for; only white space comes before it.
START = re.compile(r'\s*\{\s*"reply"\s*:\s*"')
MAX_START = 200
# The complete part of a JSON string: waits for the rest of an escape, and for the second half of a surrogate pair.
CHARACTERS = re.compile(
    r'(?:[^"\\]+|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[0-9a-fA-F]{4}|\\u(?![dD][89abAB])[0-9a-fA-F]{4}|\\[^u])*'
)


class ReplyPreview:
    """Reads `reply` out of incomplete JSON, and passes on new text.

    With secret instructions, text is held back and checked in windows. Its end waits until it is clear that no passage
    starts there, in any disguise. On the first match, streaming stops and buffered text is dropped. Streamed text is a
    preview; the stored reply is authoritative. Each piece is parsed once.
    """

    def __init__(self, guard: InstructionGuard, show: Callable[[str], None]) -> None:
        self._guard = guard
        self._show = show
        self._read = 0
        self._unread = ""
        self._started = False
        self._text = ""
        self._shown = 0
        self._checked = 0
        self._over = False

    def add(self, piece: str) -> None:
        """Take the next piece of the JSON."""
        if self._over or self._read > MAX_JSON:
            return
        self._read += len(piece)
        self._unread += piece
        if not self._started and not self._find_start():
            return
        whole = self._take()
        length = None if whole is None else self._certain(self._text, whole=whole)
        self._over = bool(whole) or length is None
        length = min(length or 0, MAX_TEXT - 1)
        if length > self._shown:
            self._show(self._text[self._shown : length])
            self._shown = length

    def _find_start(self) -> bool:
        """Skip to the start of the text. If something else comes first, nothing is shown."""
        start = START.match(self._unread)
        if start is not None:
            self._unread = self._unread[start.end() :]
            self._started = True
        elif len(self._unread) > MAX_START:
            self._over = True
        return self._started

    def _take(self) -> bool | None:
        """Move complete characters from JSON to the text. Returns whether the text ends there; None if malformed."""
        characters = CHARACTERS.match(self._unread)
        end = characters.end() if characters else 0
        try:
            text: str = json.loads(f'"{self._unread[:end]}"')
        except ValueError:
            return None
        whole = self._unread.startswith('"', end)
        self._unread = self._unread[end:]
        text = SURROGATES.sub("", CONTROL.sub("", text))
        self._text = (self._text + text if self._text else text.lstrip())[:MAX_TEXT]
        return whole

    def _certain(self, text: str, *, whole: bool) -> int | None:
        """How much of the text can be shown; None if it contains, or may hide, a secret."""
        if not self._guard.has_secrets:
            return len(text.rstrip()) if whole else len(text)
        if whole:
            return None if self._guard.recites(text) else len(text.rstrip())
        if len(text) < self._checked + max(WINDOW, (len(text) - self._shown) // 2):
            return self._shown
        self._checked = len(text)
        return self._guard.shown_length(text, self._shown)
