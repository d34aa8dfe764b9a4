"""The recorded history of a run: one JSON object a line, in order of time.

Each line has `type` and `at` (seconds since the first line). The types:

- `run`: `seed`, and `schedule`: the planned faults, as dictionaries with `fault`
- `invoke`: `call` (a number), `process` (the candidate), `function`, and what was sent: `session`, `position`, `text`,
  `message`
- `ok`: the call succeeded: `receipt`, `reply` or `answers` of the response
- `fail`: the call was refused for good: `status`, `code`
- `info`: nobody knows whether the call took effect: `status`, `code`, `retry_after`; without `status` no response came
- `health`: `status` of GET /health
- `began`, `ended`: a fault, by its index in the schedule; `ended` has what proves that the fault took effect
- `stored`: at the end of the run, a row of `table` (`answers`, `messages`) of a session of the run
"""

import json
import threading
import time
from collections.abc import Iterable, Mapping
from itertools import count
from pathlib import Path
from typing import Any, Self

Line = dict[str, Any]


class History:
    """Writes the lines of one run to a file, inside `with`; for many threads."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.acknowledged = 0
        self._calls = count(1)
        self._changed = threading.Condition()
        self._began = time.monotonic()

    def __enter__(self) -> Self:
        self._file = self.path.open("w")
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def add(self, kind: str, **fields: Any) -> None:
        """Write a line, and wake those who wait for calls."""
        with self._changed:
            line = {"type": kind, "at": round(time.monotonic() - self._began, 4), **fields}
            self._file.write(json.dumps(line, default=str) + "\n")
            self.acknowledged += kind == "ok"
            self._changed.notify_all()

    def invoke(self, **fields: Any) -> int:
        """Write that a call is being sent; returns its number."""
        number = next(self._calls)
        self.add("invoke", call=number, **fields)
        return number

    def wait_for(self, successes: int, seconds: float = 60.0) -> bool:
        """Return once so many more calls have succeeded; False if time is up."""
        wanted = self.acknowledged + successes
        with self._changed:
            return self._changed.wait_for(lambda: self.acknowledged >= wanted, seconds)


def read(path: Path) -> list[Line]:
    """The lines of a recorded history."""
    return [json.loads(line) for line in path.read_text().splitlines()]


def of_type(lines: Iterable[Mapping[str, Any]], *types: str) -> list[Mapping[str, Any]]:
    """The lines of these types."""
    return [line for line in lines if line["type"] in types]
