"""The structured log of the functions, as a test reads it."""

import json
import sys
from typing import Any

import pytest


class Log:
    """The structured log of the functions."""

    def __init__(self, capsys: pytest.CaptureFixture[str]) -> None:
        self._capsys = capsys

    def text(self) -> str:
        """Everything logged since the last call."""
        captured = self._capsys.readouterr()
        sys.stderr.write(captured.err)
        return captured.out

    def line(self) -> dict[str, Any]:
        """The only line logged."""
        [line] = self.text().splitlines()
        entry: dict[str, Any] = json.loads(line)
        return entry
