"""``python -m local`` as a user runs it, in a process that tests can watch and kill."""

import os
import shlex
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from local.processes import exists, process_table, wait_until
from local.settings import OUTSIDE_NAMES, ROOT

READY_SECONDS = 240.0
OWN_NAMES = (*OUTSIDE_NAMES, "SCHEDULER_SECRET", "FUNCTIONS_URL", "SUPABASE_JWT_SECRET")


class Supervised:
    """One run of the local stack on free ports, with its data and env file in ``folder``."""

    def __init__(self, folder: Path, environ: Mapping[str, str] | None = None) -> None:
        folder.mkdir(exist_ok=True)
        self.env_file = folder / "env"
        self.data_dir = folder / "data"
        self._output_path = folder / "output"
        inherited = {name: value for name, value in os.environ.items() if name not in OWN_NAMES}
        with self._output_path.open("w") as output:
            self._process = subprocess.Popen(
                [sys.executable, "-m", "local", "--env-file", str(self.env_file), "--stop-with-parent"],
                cwd=ROOT,
                env={
                    **inherited,
                    "REPRISE_DATA_DIR": str(self.data_dir),
                    "FUNCTIONS_PORT": "0",
                    "SUPABASE_PORT": "0",
                    "DATABASE_PORT": "0",
                    "WEB_PORT": "0",
                    "CLEANUP_EVERY_SECONDS": "0",
                    **(environ or {}),
                },
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )

    @property
    def output(self) -> str:
        """Everything that the process has printed."""
        return self._output_path.read_text()

    def wait_ready(self) -> dict[str, str]:
        """Wait for the env file of this run; returns the variables that a shell would read from it."""
        ready = wait_until(lambda: "Ready." in self.output or self._process.poll() is not None, READY_SECONDS)
        assert ready, f"not ready: {self.output}"
        assert self._process.poll() is None, self.output
        return dict(line.split("=", 1) for line in shlex.split(self.env_file.read_text()))

    def wait_ended(self) -> int:
        """Wait until the process has ended; returns its exit code."""
        return self._process.wait(READY_SECONDS)

    def says(self, words: str) -> bool:
        """Wait until the process has printed this text."""
        return wait_until(lambda: words in self.output, READY_SECONDS)

    def children(self) -> dict[int, str]:
        """Every descendant of the supervisor, with its command line."""
        table = process_table()
        family = {self._process.pid}
        found: dict[int, str] = {}
        while True:
            more = {p.pid: p.command for p in table if p.parent in family and p.pid not in found}
            if not more:
                return found
            found |= more
            family |= set(more)

    def kill_supervisor(self) -> None:
        """Send SIGKILL to the supervisor alone."""
        self._process.kill()
        self._process.wait()

    def kill_everything(self) -> None:
        """Send SIGKILL to the supervisor and all its descendants."""
        self._process.send_signal(signal.SIGSTOP)
        children = self.children()
        self.kill_supervisor()
        for pid in children:
            if exists(pid):
                os.kill(pid, signal.SIGKILL)

    def stop(self, number: signal.Signals = signal.SIGTERM) -> int:
        """Ask the process to stop, as Ctrl-C or ``kill`` do; returns its exit code."""
        if self._process.poll() is None:
            self._process.send_signal(number)
        return self.wait_ended()

    def __enter__(self) -> "Supervised":
        return self

    def __exit__(self, *_details: object) -> None:
        try:
            self.stop()
        finally:
            if self._process.poll() is None:
                self.kill_everything()
