"""``.local/env``: where everything is and which keys open it, in shell syntax."""

import fcntl
import os
import shlex
from pathlib import Path
from types import TracebackType

from local.keys import write_private
from local.stack import Stack


def variables(stack: Stack) -> dict[str, str]:
    """The names of the contract, in the order a person wants to read them."""
    return {
        "FUNCTIONS_URL": stack.functions_url,
        "SUPABASE_URL": stack.supabase_url,
        "SUPABASE_PUBLISHABLE_KEY": stack.publishable_key,
        "SUPABASE_SECRET_KEY": stack.secret_key,
        "DATABASE_URL": stack.database_url,
        "SCHEDULER_SECRET": stack.scheduler_secret,
        "WEB_URL": stack.web_url,
    }


class EnvironmentFile:
    """The file, while a stack runs: there only when that stack is ready.

    ``owner`` beside it is locked by the stack that owns the file and holds its process id. What a
    killed stack left behind is deleted first (by the Makefile even before this module is loaded);
    a second stack in the same folder leaves the file of a living one alone until it is ready.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._text = ""

    def __enter__(self) -> "EnvironmentFile":
        self._path.parent.mkdir(exist_ok=True)
        self._owner = self._path.with_name("owner").open("a+")
        try:
            fcntl.flock(self._owner, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return self
        self._owner.truncate(0)
        self._owner.write(f"{os.getpid()}\n")
        self._owner.flush()
        self._path.unlink(missing_ok=True)
        return self

    def write(self, values: dict[str, str]) -> None:
        """Write all of it in one step."""
        self._text = "".join(f"{name}={shlex.quote(value)}\n" for name, value in values.items())
        write_private(self._path, self._text)

    def remove(self) -> None:
        """Delete the file, unless another stack has written its own by now."""
        if self._text and self._path.exists() and self._path.read_text() == self._text:
            self._path.unlink(missing_ok=True)

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self.remove()
        self._owner.close()
