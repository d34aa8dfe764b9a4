"""What the database, gateway, functions host and web server have in common."""

from abc import ABC, abstractmethod
from pathlib import Path
from typing import Self

from local.processes import Child


class Service(ABC):
    """One of our servers: a child process, and a check that it really responds."""

    def __init__(self, child: Child) -> None:
        self._child = child

    @property
    def name(self) -> str:
        """Its name for people, to start a sentence with."""
        return self._child.name

    @property
    def log(self) -> Path:
        """Its log file."""
        return self._child.log

    @property
    def pid(self) -> int:
        """The process id; 0 before the first start."""
        return self._child.pid

    @property
    def exit_code(self) -> int | None:
        """``None`` while it runs; negative if a signal ended it."""
        return self._child.exit_code

    def running(self) -> bool:
        """Whether it was started and has not ended since."""
        return self._child.running()

    def __enter__(self) -> Self:
        """Start it; it is stopped afterwards, even if it does not respond."""
        try:
            self.start()
        except BaseException:
            self.kill()
            raise
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()

    @abstractmethod
    def start(self) -> None:
        """Start it and return when it really responds."""

    def stop(self) -> None:
        """Let it finish its work, then end it."""
        self._child.stop()

    def kill(self) -> None:
        """Kill it and everything it started with SIGKILL; returns when all of it is gone."""
        self._child.kill()
