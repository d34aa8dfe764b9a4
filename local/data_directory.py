"""The data directory: one owner at a time, and no processes left over from an earlier one."""

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from local import functions_host, gateway, postgres
from local.errors import StackError
from local.keys import read_keys
from local.processes import find_processes, kill_all

_LOG_BYTES = 10_000_000
_MARKER = "reprise"


@contextmanager
def take_directory(directory: Path) -> Iterator[None]:
    """Create the directory if needed and lock it; the kernel releases the lock when we die."""
    try:
        directory.mkdir(mode=0o700, parents=True, exist_ok=True)
        _mark(directory)
        lock = (directory / "lock").open("a+")
    except OSError as error:
        raise StackError(
            f"The data directory {directory} cannot be used ({error.strerror}); set "
            "REPRISE_DATA_DIR to a directory you may write to."
        ) from error
    with lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            lock.seek(0)
            raise StackError(
                f"Another stack (process {lock.read().strip() or 'unknown'}) is using {directory}; "
                "stop it first, or set REPRISE_DATA_DIR to another directory."
            ) from error
        lock.seek(0)
        lock.truncate()
        lock.write(f"{os.getpid()}\n")
        lock.flush()
        yield


def _mark(directory: Path) -> None:
    """Mark an empty directory as ours; refuse one that holds other files."""
    marker = directory / _MARKER
    if marker.exists():
        return
    if any(directory.iterdir()) and read_keys(directory / "keys.json") is None:
        raise StackError(
            f"The data directory {directory} holds files that are not Reprise's; set REPRISE_DATA_DIR "
            "to a new or an empty directory."
        )
    marker.write_text("The data of Reprise's local stack.\n")


def end_leftovers(directory: Path) -> None:
    """End the processes of a stack whose supervisor was killed; the caller must own the directory."""
    # Repeated, because a process may have started another one just before it was killed.
    while found := [
        *find_processes("python", functions_host.marker(directory)),
        *find_processes("node", gateway.marker(directory)),
    ]:
        kill_all(found)
    postgres.end_leftovers(directory / "postgres")


def shorten_logs(directory: Path) -> None:
    """Rotate long logs, keeping the last one as ``*.log.1``."""
    directory.mkdir(exist_ok=True)
    for log in directory.glob("*.log"):
        if log.stat().st_size > _LOG_BYTES:
            log.replace(log.with_name(f"{log.name}.1"))
