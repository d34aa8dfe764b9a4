"""A message sent with Accept: text/event-stream, read event by event."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID, uuid4

from tests.support.apis import FunctionsApi
from tests.support.conversations import Talk


class Stream:
    """One message sent with Accept: text/event-stream, read event by event."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines

    def next(self) -> tuple[str, dict[str, Any]]:
        """Read the next event; returns its name and data."""
        name = ""
        for line in self._lines:
            if line.startswith("event: "):
                name = line.removeprefix("event: ")
            elif line.startswith("data: "):
                data: dict[str, Any] = json.loads(line.removeprefix("data: "))
                return name, data
        raise AssertionError("The stream has ended.")

    def rest(self) -> list[tuple[str, dict[str, Any]]]:
        """Read every event until the end."""
        found = []
        while True:
            try:
                found.append(self.next())
            except AssertionError:
                return found


@contextmanager
def streamed(talk: Talk, text: str = "I built a queue.", message_id: UUID | None = None) -> Iterator[Stream]:
    """Send a message and read its events."""
    api = talk.api
    assert isinstance(api, FunctionsApi)
    body = {
        "session_id": str(talk.session_id),
        "lease": talk.lease,
        "message_id": str(message_id or uuid4()),
        "content": text,
    }
    headers = api.headers(talk.person) | {"accept": "text/event-stream"}
    with api.http.stream("POST", "/message", json=body, headers=headers) as response:
        assert response.status_code == 200, response.read()
        assert response.headers["content-type"].startswith("text/event-stream")
        yield Stream(response.iter_lines())
