"""What database, gateway, functions host and web server have in common."""

from abc import ABC, abstractmethod
from pathlib import Path
from types import TracebackType
from typing import Self

from local.processes import Child


class Service(ABC):
    """One of our servers: a child process plus the knowledge of when it really answers."""

    def __init__(self, child: Child) -> None:
        self._child = child

    @property
    def name(self) -> str:
        """What a person calls it, as the start of a sentence."""
        return self._child.name

    @property
    def log(self) -> Path:
        """Where it writes."""
        return self._child.log

    @property
    def pid(self) -> int:
        """The process id; 0 before the first start."""
        return self._child.pid

    @property
    def exit_code(self) -> int | None:
        """``None`` while it runs; negative for the signal that ended it."""
        return self._child.exit_code

    def running(self) -> bool:
        """Has it been started, and not ended since?"""
        return self._child.running()

    def __enter__(self) -> Self:
        """Started, and stopped afterwards, also when it does not answer."""
        try:
            self.start()
        except BaseException:
            self.kill()
            raise
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.stop()

    @abstractmethod
    def start(self) -> None:
        """Start it and return when it really answers."""

    def stop(self) -> None:
        """Let it finish what it does, then end it."""
        self._child.stop()

    def kill(self) -> None:
        """SIGKILL for it and everything it started; returns when all of it is gone."""
        self._child.kill()
