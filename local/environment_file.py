"""``.local/env``: the addresses and keys of a running stack, in shell syntax."""

import fcntl
import os
import shlex
from pathlib import Path

from local.keys import write_private
from local.stack import Stack


def variables(stack: Stack) -> dict[str, str]:
    """The documented variables, in the order a person wants to read them."""
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
    """The file exists only while its stack runs and is ready.

    ``owner`` next to it is locked by the stack that owns the file and holds its process id. A file that a killed stack
    left behind is deleted first (by the Makefile even before this module is loaded). A second stack in the same folder
    leaves the file of a running one alone until it is ready itself.
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
        """Write the file atomically."""
        self._text = "".join(f"{name}={shlex.quote(value)}\n" for name, value in values.items())
        write_private(self._path, self._text)

    def remove(self) -> None:
        """Delete the file, unless another stack has replaced it."""
        if self._text and self._path.exists() and self._path.read_text() == self._text:
            self._path.unlink(missing_ok=True)

    def __exit__(self, *_: object) -> None:
        self.remove()
        self._owner.close()
