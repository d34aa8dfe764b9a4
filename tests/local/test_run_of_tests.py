"""No process outlives a test run, whether it passed, was interrupted or was killed."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

from local.processes import exists, process_table, send, wait_until
from local.settings import OUTSIDE_NAMES, ROOT
from tests.support.race import rounds
from tests.support.run_watchdog import family

READY_SECONDS = 240.0
GONE_SECONDS = 120.0
FOLDER = ROOT / "tests" / "local" / "runs"


class TestRun:
    """`pytest` with one worker on one file, in a process group of its own."""

    __test__ = False

    def __init__(self, file: str, folder: Path) -> None:
        self.ready = folder / "ready"
        self.output = folder / "output"
        command = [
            sys.executable,
            "-m",
            "pytest",
            "-p",
            "no:cacheprovider",
            "--numprocesses=1",
            "--max-worker-restart=0",
        ]
        environ = {
            name: value for name, value in os.environ.items() if not name.startswith(("PYTEST_", *OUTSIDE_NAMES))
        }
        with self.output.open("w") as output:
            self.process = subprocess.Popen(
                [*command, f"--basetemp={folder / 'temporary'}", str(FOLDER / file)],
                cwd=ROOT,
                env=environ | {"REPORT_READY_IN": str(self.ready)},
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def worker(self) -> int:
        """The process that runs the test."""
        (found,) = {
            p.pid for p in process_table() if p.parent == self.process.pid and "sys.stdin.readline" in p.command
        }
        return found

    def said(self) -> str:
        """Everything that the run has printed."""
        return self.output.read_text()


def kill_it(run: TestRun) -> None:
    send(run.process.pid, signal.SIGKILL)


def kill_its_worker(run: TestRun) -> None:
    send(run.worker(), signal.SIGKILL)


def kill_its_group(run: TestRun) -> None:
    os.killpg(run.process.pid, signal.SIGKILL)


def press_ctrl_c(run: TestRun) -> None:
    os.killpg(run.process.pid, signal.SIGINT)


# Killing only the main process leaves a worker that can clean up, which is the easiest case.
ENDS = [kill_its_group, kill_its_worker, press_ctrl_c, *[kill_it][: len(rounds(everyday=0, full=1))]]


@pytest.mark.prove
@pytest.mark.parametrize("end", ENDS)
def test_interrupted_or_killed_run_leaves_no_process(end: Callable[[TestRun], None], tmp_path: Path) -> None:
    run = TestRun("everything.py", tmp_path)
    try:
        assert wait_until(lambda: run.ready.exists() or run.process.poll() is not None, READY_SECONDS, every=0.1)
        assert run.process.poll() is None, run.said()
        started = {process.pid: process.command for process in family([run.process.pid])}
        for part in ("bin/postgres", "lite/dist", "functions_framework", "-m local", "chrom"):
            assert any(part in command for command in started.values()), part
        end(run)
        assert run.process.wait(GONE_SECONDS) != 0
        left = wait_until(lambda: not any(exists(pid) for pid in started), GONE_SECONDS, every=0.1)
        assert left, [command for pid, command in started.items() if exists(pid)]
    finally:
        run.process.kill()


@pytest.mark.prove
def test_run_that_leaves_a_process_fails_and_names_it(tmp_path: Path) -> None:
    run = TestRun("careless.py", tmp_path)
    try:
        assert run.process.wait(READY_SECONDS) == pytest.ExitCode.TESTS_FAILED, run.said()
    finally:
        run.process.kill()
    assert "1 passed, 1 error" in run.said()
    assert "no_process_outlives_the_run" in run.said()
    assert "sleep 3599" in run.said()
    assert not any("sleep 3599" in process.command for process in process_table())
