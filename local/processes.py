"""Child processes that never outlive the stack, and helpers for the process table."""

import contextlib
import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from local.errors import StackError
from local.tether import PR_SET_PDEATHSIG

_PROC = Path("/proc")
# Every child inherits it, so it identifies everything a run started, even after a parent has died.
RUN_MARK = "REPRISE_RUN"
# A busy machine needs a while to remove a large process.
_KILL_SECONDS = 60.0


@dataclass(frozen=True)
class Process:
    """A living process. On Linux, ``started`` distinguishes it from a later one with the same process id."""

    pid: int
    parent: int
    group: int
    program: str
    command: str
    started: str = ""


@dataclass
class Child:
    """A server we start, in its own process group, with its own log file.

    The kernel sends it ``orphan_signal`` when we die (Linux). Start it from a thread that lives as long as the stack,
    because the kernel watches the starting thread, not the process.
    """

    name: str
    command: Sequence[str]
    log: Path
    cwd: Path
    environ: Mapping[str, str] = field(default_factory=lambda: inherited_environ())
    stop_signal: signal.Signals = signal.SIGTERM
    stop_seconds: float = 10.0
    orphan_signal: signal.Signals | None = signal.SIGTERM
    _process: subprocess.Popen[bytes] | None = None

    @property
    def pid(self) -> int:
        """The process id, which is also the group's; 0 before the first start."""
        return self._process.pid if self._process else 0

    @property
    def exit_code(self) -> int | None:
        """``None`` while it runs; negative if a signal ended it."""
        return self._process.poll() if self._process else 0

    def start(self) -> None:
        """Start the program and append its output to the log."""
        self.log.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(self.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        try:
            self._process = subprocess.Popen(
                _tied(self.command, self.orphan_signal),
                cwd=self.cwd,
                env={**_marked(), **self.environ},
                stdin=subprocess.DEVNULL,
                stdout=descriptor,
                stderr=descriptor,
                start_new_session=True,
            )
        except OSError as error:
            raise StackError(f"{self.command[0]} cannot be started: {error.strerror}.") from error
        finally:
            os.close(descriptor)

    def running(self) -> bool:
        """Whether it was started and has not ended since."""
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        """Ask it to end, and kill it after ``stop_seconds``; nothing of its group remains."""
        if self._process is not None and self.running():
            self._process.send_signal(self.stop_signal)
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(self.stop_seconds)
        self.kill()

    def kill(self) -> None:
        """Kill the process and its whole group with SIGKILL; returns when all of it is gone."""
        if self._process is None:
            return
        group = self._process.pid
        # One signal for the whole group: killed one by one, a server could start another worker in between.
        if _group_exists(group):
            os.killpg(group, signal.SIGKILL)
        self._process.wait()
        if not wait_until(lambda: not _group_exists(group), _KILL_SECONDS):
            raise StackError(f"Processes of group {group} do not end, not even with kill -9.")


def inherited_environ() -> dict[str, str]:
    """Our environment for a child, without ``PG…`` variables such as ``PGSSLMODE``: the database URL is complete."""
    return {name: value for name, value in os.environ.items() if not name.startswith("PG")}


def forget_database_variables() -> None:
    """Remove the same variables for our own connections, because libpq reads them from the environment."""
    for name in [name for name in os.environ if name.startswith("PG")]:
        del os.environ[name]


def kill_all(pids: Iterable[int], seconds: float = _KILL_SECONDS) -> None:
    """Kill with SIGKILL, then wait until every process is gone."""
    targets = set(pids)
    for pid in targets:
        send(pid, signal.SIGKILL)
    if not wait_until(lambda: not any(exists(pid) for pid in targets), seconds):
        raise StackError(f"Processes {sorted(targets)} do not end, not even with kill -9.")


def send(pid: int, number: signal.Signals) -> None:
    """Send a signal; ignores a process that is already gone."""
    try:
        os.kill(pid, number)
    except ProcessLookupError:
        return


def exists(pid: int) -> bool:
    """Whether the process is alive; a zombie, which has ended and waits for its parent, is not."""
    if _PROC.is_dir():
        return _read_proc(pid) is not None
    return any(process.pid == pid for process in process_table())


def process_table() -> list[Process]:
    """All living processes, from /proc, or from ``ps`` where there is no /proc."""
    if _PROC.is_dir():
        found = (_read_proc(int(entry.name)) for entry in _PROC.iterdir() if entry.name.isdigit())
        return [process for process in found if process is not None]
    listing = subprocess.run(
        ["ps", "-A", "-o", "pid=,ppid=,pgid=,state=,ucomm=,command="],
        capture_output=True,
        text=True,
        check=True,
    ).stdout
    rows = (line.split(None, 5) for line in listing.splitlines())
    return [
        Process(int(row[0]), int(row[1]), int(row[2]), row[4].lower(), row[5])
        for row in rows
        if len(row) == 6 and not row[3].startswith("Z")
    ]


def find_processes(program: str, marker: str) -> list[int]:
    """The processes of a program (``python`` also matches ``python3.11``) whose command line contains ``marker``."""
    return [
        process.pid
        for process in process_table()
        if process.program.startswith(program) and f"{marker} " in f"{process.command} "
    ]


def _read_proc(pid: int) -> Process | None:
    try:
        status = (_PROC / str(pid) / "stat").read_text(errors="replace")
        command = (_PROC / str(pid) / "cmdline").read_bytes()
    except (FileNotFoundError, ProcessLookupError, PermissionError):
        return None
    fields = status.rpartition(")")[2].split()
    state, parent, group = fields[:3]
    if state in "ZX":
        return None
    words = command.rstrip(b"\0").decode(errors="replace").split("\0")
    # A PostgreSQL backend shows its task in its title: "postgres: checkpointer".
    program = words[0].split(": ", 1)[0].rpartition("/")[2]
    return Process(pid, int(parent), int(group), program, " ".join(words), started=fields[19])


def working_directory(pid: int) -> Path | None:
    """The working directory of a process; ``None`` if the system does not tell."""
    try:
        return (_PROC / str(pid) / "cwd").readlink()
    except OSError:
        return None


def wait_until(condition: Callable[[], bool], seconds: float, every: float = 0.01) -> bool:
    """Poll until the condition holds or the time is up; returns whether it holds."""
    deadline = time.monotonic() + seconds
    while not condition():
        if time.monotonic() >= deadline:
            return False
        time.sleep(every)
    return True


def last_lines(path: Path, count: int = 5, start: int = 0) -> str:
    """The last lines of a log, from byte ``start`` on."""
    try:
        with path.open("rb") as file:
            file.seek(max(start, path.stat().st_size - 20_000))
            text = file.read().decode(errors="replace")
    except FileNotFoundError:
        return ""
    return "\n".join([line for line in text.splitlines() if line.strip()][-count:])


def end_with_parent(number: signal.Signals) -> None:
    """Have the kernel send us a signal when the process that started us dies (Linux)."""
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(number))


def forks_tied(module: str, *arguments: str) -> list[str]:
    """The command for a Python module whose forks end with it, such as gunicorn's workers."""
    return ["-P", str(Path(__file__).with_name("tied_module.py")), module, *arguments]


def started_by(mark: str) -> list[Process]:
    """The living processes that carry this mark (Linux)."""
    wanted = f"{RUN_MARK}={mark}".encode()
    return [process for process in process_table() if wanted in _environ_of(process.pid)]


def _environ_of(pid: int) -> list[bytes]:
    try:
        return (_PROC / str(pid) / "environ").read_bytes().split(b"\0")
    except OSError:
        return []


def _marked() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name == RUN_MARK}


def _group_exists(group: int) -> bool:
    return any(process.group == group for process in process_table())


def _tied(command: Sequence[str], number: signal.Signals | None) -> list[str]:
    if number is None or sys.platform != "linux":
        return list(command)
    tether = Path(__file__).with_name("tether.py")
    return [sys.executable, "-ISE", str(tether), str(int(number)), str(os.getpid()), *command]
