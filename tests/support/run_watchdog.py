"""Ends the processes of a test run that can't do so itself: ``python -m tests.support.run_watchdog <process id>``.

A run ended by SIGKILL cleans up nothing. The kernel then ends what ``local.processes.Child`` started, but no stopped
process and nothing that another program started. The watchdog checks every few seconds for descendants of the run and
for the mark that child processes inherit. Its standard input is a pipe that only the run holds. If the pipe closes
before the run has dismissed the watchdog, the watchdog kills what is left.
"""

import os
import select
import signal
import subprocess
import sys
from collections.abc import Callable, Collection, Sequence
from uuid import uuid4

from local.processes import RUN_MARK, Process, process_table, send, started_by, wait_until
from local.settings import ROOT

# Sent by the run before it ends normally.
_DISMISSED = b"dismissed"
_LOOK_SECONDS = 5.0
# How long descendants may take to end by themselves: of a run that waits for them, and of a run that was killed.
_END_SECONDS = 30.0
_LEAVE_SECONDS = 8.0
# How long a killed process may take to disappear.
_KILL_SECONDS = 60.0


class RunWatchdog:
    """The run's side: starts the watchdog, and finds what is still alive at the end."""

    def __init__(self) -> None:
        self._mark = os.environ[RUN_MARK] = uuid4().hex
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.support.run_watchdog", str(os.getpid()), self._mark],
            cwd=ROOT,
            stdin=subprocess.PIPE,
            start_new_session=True,
        )

    def end_what_is_left(self) -> list[str]:
        """Kill the descendants that do not end by themselves; returns their command lines."""
        wait_until(lambda: not self._left(), _END_SECONDS, every=0.05)
        commands = sorted(process.command for process in self._left())
        _kill_until_none_is(self._left)
        return commands

    def dismiss(self) -> None:
        """Tell the watchdog that the run ended normally."""
        self._process.communicate(_DISMISSED)

    def _left(self) -> list[Process]:
        return _without([*family([os.getpid()]), *started_by(self._mark)], os.getpid(), self._process.pid)


def family(roots: Collection[int]) -> list[Process]:
    """The living descendants of these processes."""
    children: dict[int, list[Process]] = {}
    for process in process_table():
        children.setdefault(process.parent, []).append(process)
    found: dict[int, Process] = {}
    parents = list(roots)
    while parents:
        for process in children.get(parents.pop(), []):
            if process.pid not in found:
                found[process.pid] = process
                parents.append(process.pid)
    return list(found.values())


def watch(run: int, mark: str) -> None:
    """Wait for the run to end; kill its descendants unless it dismissed the watchdog."""
    known: list[Process] = []
    while not select.select([0], [], [], _LOOK_SECONDS)[0]:
        known = _without(family([run]), os.getpid())
    if os.read(0, len(_DISMISSED)):
        return

    def left() -> list[Process]:
        """The descendants seen so far and what those have started; once the run is dead, it is nobody's parent."""
        nonlocal known
        before = {(process.pid, process.started) for process in known}
        alive = [process for process in process_table() if (process.pid, process.started) in before]
        alive += started_by(mark)
        known = _without([*alive, *family([process.pid for process in alive])], os.getpid())
        return known

    wait_until(lambda: not left(), _LEAVE_SECONDS, every=0.1)
    _kill_until_none_is(left)


def _without(processes: Sequence[Process], *pids: int) -> list[Process]:
    return list({process.pid: process for process in processes if process.pid not in pids}.values())


def _kill_until_none_is(left: Callable[[], Collection[Process]]) -> None:
    def none() -> bool:
        found = left()
        for process in found:
            send(process.pid, signal.SIGKILL)
        return not found

    assert wait_until(none, _KILL_SECONDS, every=0.05), [process.command for process in left()]


if __name__ == "__main__":
    watch(int(sys.argv[1]), sys.argv[2])
