"""Shows a reply while it is being written, in pieces."""

import json
import re
from collections.abc import Callable

from shared.llm.presentable import CONTROL, MAX_TEXT, SURROGATES

# Stop reading a reply that is far too long.
MAX_JSON = 16 * 1024
# `reply` is the first field of the shape we ask for; only white space comes before it.
START = re.compile(r'\s*\{\s*"reply"\s*:\s*"')
MAX_START = 200
# The complete part of a JSON string: waits for the rest of an escape, and for the second half of a surrogate pair.
CHARACTERS = re.compile(
    r'(?:[^"\\]+|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[0-9a-fA-F]{4}|\\u(?![dD][89abAB])[0-9a-fA-F]{4}|\\[^u])*'
)


class ReplyPreview:
    """Reads `reply` out of incomplete JSON, and passes on new text. Each piece is parsed once.

    Streamed text is a preview; the stored reply is authoritative.
    """

    def __init__(self, show: Callable[[str], None]) -> None:
        self._show = show
        self._read = 0
        self._unread = ""
        self._started = False
        self._text = ""
        self._shown = 0
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
        self._over = whole is not False
        if whole is None:
            return
        length = min(len(self._text.rstrip() if whole else self._text), MAX_TEXT - 1)
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
