"""What a run attacks: candidates, a faulty network, functions of its own, and behind them the database.

candidates → proxy → functions → proxy → pool as PostgREST's → PostgreSQL of the stack
candidates → proxy → functions → Supabase of the user's choice
"""

import os
import shutil
import struct
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path

from local.functions_host import FunctionsHost
from local.ports import ReservedPort
from local.processes import exists
from local.settings import ROOT, OutsideSupabase, Settings
from local.stack import Stack
from tests.faults.nemesis.candidates import Offer
from tests.faults.postgrest_pool import PostgrestPool
from tests.faults.proxy import SpoilingProxy
from tests.support.copied_stack import copy_database
from tests.support.database import Database
from tests.support.interviews import make_interview
from tests.support.limits import change_limits, restore_limits
from tests.support.people import People, Person
from tests.support.question_bank import Bank
from tests.support.stored_answers import owner

QUESTIONS = 20
DISK_BYTES = 600_000_000
DISK_PREFIX = "reprise-disk-"
# Replaces the clock that Python code reads by one that a file sets forward or back.
CLOCK = """
import mmap, struct, time
with open({path!r}, "rb") as _file:
    _offset = mmap.mmap(_file.fileno(), 8, access=mmap.ACCESS_READ)
_seconds, _nanoseconds = time.time, time.time_ns
time.time = lambda: _seconds() + struct.unpack("d", _offset[:])[0]
time.time_ns = lambda: _nanoseconds() + int(struct.unpack("d", _offset[:])[0] * 1e9)
"""


@dataclass
class Target:
    """A running system under test. `inner` and `disk` are None if the database is not ours to break."""

    stack: Stack
    host: FunctionsHost
    outer: SpoilingProxy
    inner: SpoilingProxy | None
    disk: Path | None
    offer: Offer
    clock: Path
    people: list[Person] = field(default_factory=list)

    @property
    def is_ours(self) -> bool:
        """Whether the database may be killed, stopped and filled."""
        return self.inner is not None

    def set_clock(self, offset_seconds: float) -> None:
        """Step the clock of the functions' process to this distance from the real one."""
        with self.clock.open("r+b") as file:
            file.write(struct.pack("d", offset_seconds))

    def hire(self, count: int) -> None:
        """Create this many candidates for the next run."""
        with owner(self.stack) as database:
            self.people = [People(self.stack, database).candidate() for _ in range(count)]


@cache
def can_mount_a_disk() -> bool:
    """Whether this process may mount a file system: as root on Linux, unless a container forbids it."""
    with small_disk() as disk:
        return disk is not None


@contextmanager
def small_disk() -> Iterator[Path | None]:
    """A directory on a small disk of its own (tmpfs); None where that can't be mounted."""
    unmount_leftovers()
    directory = Path(tempfile.mkdtemp(prefix=f"{DISK_PREFIX}{os.getpid()}-"))
    command = ["mount", "-t", "tmpfs", "-o", f"size={DISK_BYTES},mode=0755", "tmpfs", str(directory)]
    mounted = shutil.which("mount") and subprocess.run(command, capture_output=True, check=False).returncode == 0
    try:
        yield directory if mounted else None
    finally:
        if mounted:
            subprocess.run(["umount", "--lazy", str(directory)], check=True)
        directory.rmdir()


def unmount_leftovers() -> None:
    """Unmount the disks of test runs that were killed: a tmpfs keeps its memory until then."""
    for directory in Path(tempfile.gettempdir()).glob(f"{DISK_PREFIX}*"):
        owner_pid = int(directory.name.removeprefix(DISK_PREFIX).partition("-")[0])
        if not exists(owner_pid):
            # Another worker of this run may do the same at this moment.
            with suppress(FileNotFoundError):
                subprocess.run(["umount", "--lazy", str(directory)], check=False, capture_output=True)
                directory.rmdir()


@contextmanager
def open_target(outside: OutsideSupabase | None) -> Iterator[Target]:
    """Start everything that a run needs; the embedded stack, or functions in front of another Supabase."""
    with ExitStack() as held:
        disk = None if outside else held.enter_context(small_disk())
        folder = Path(held.enter_context(tempfile.TemporaryDirectory(prefix="reprise-nemesis-")))
        settings = None
        if disk:
            # The disk that fills up is the database's; logs are elsewhere, as on any host.
            (folder / "logs").mkdir()
            (disk / "data").mkdir()
            (disk / "data" / "logs").symlink_to(folder / "logs")
            settings = Settings(disk / "data", 0, 0, 0, 0, cleanup_every_seconds=0)
            (disk / "data" / "reprise").write_text("The data of Reprise's local stack.\n")
            copy_database(disk / "data")
        stack = held.enter_context(Stack(settings, outside=outside))
        inner = None
        if outside is None:
            pool = held.enter_context(PostgrestPool(stack.database_url))
            inner = held.enter_context(SpoilingProxy(pool.url))
        clock = folder / "clock"
        clock.write_bytes(struct.pack("d", 0.0))
        (folder / "sitecustomize.py").write_text(CLOCK.format(path=str(clock)))
        environ = {
            "SUPABASE_URL": inner.url if inner else stack.supabase_url,
            "SUPABASE_PUBLISHABLE_KEY": stack.publishable_key,
            "SUPABASE_SECRET_KEY": stack.secret_key,
            "PYTHONPATH": str(folder),
        }
        port = held.enter_context(ReservedPort(0, "FUNCTIONS_PORT"))
        host = FunctionsHost(ROOT, stack.data_dir, folder / "functions.log", port.number, environ)
        held.enter_context(host)
        outer = held.enter_context(SpoilingProxy(host.url))
        with owner(stack) as database:
            offer = make_offer(database)
        held.enter_context(without_message_limits(stack))
        yield Target(stack, host, outer, inner, disk, offer, clock)


def make_offer(database: Database) -> Offer:
    """An interview and practice questions with an hour for each question."""
    interview = make_interview(database, ["open"] * QUESTIONS, time_limit_seconds=3600)
    bank = Bank(database)
    bank.add(QUESTIONS, kind="open", time_limit_seconds=3600)
    return Offer(interview.interview_id, bank.interview_type, QUESTIONS)


@contextmanager
def without_message_limits(stack: Stack) -> Iterator[None]:
    """Lift the limits of messages per minute, replies per hour and sessions per hour: a run is faster than a person."""
    with owner(stack) as database:
        before = change_limits(database, 1_000_000, ["message", "reply", "start", "start_day"])
    try:
        yield
    finally:
        # Another connection: faults have ended the first.
        with owner(stack) as database:
            restore_limits(database, before)
