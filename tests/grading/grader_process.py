"""A grader as an OS process, `python -m shared.grading`, that can be killed, stopped and continued."""

import json
import os
import signal
import sys
from collections import Counter
from pathlib import Path
from typing import Self
from uuid import uuid4

from local.processes import Child, send, wait_until
from local.settings import ROOT
from local.stack import Stack


class GraderProcess:
    """Runs inside `with`; always killed at the end."""

    def __init__(self, stack: Stack, model_url: str, supabase_url: str | None = None) -> None:
        self._log: Path = stack.logs_dir / f"grader-{uuid4().hex}.log"
        environ = {
            "SUPABASE_URL": supabase_url or stack.supabase_url,
            "SUPABASE_PUBLISHABLE_KEY": stack.publishable_key,
            "SUPABASE_SECRET_KEY": stack.secret_key,
            "OPENAI_API_KEY": "test-key",
            "OPENAI_BASE_URL": model_url,
            "EVALUATION_DAILY_TOKENS": str(10**9),
        }
        command = [sys.executable, "-m", "shared.grading"]
        # A stopped process would not react to SIGTERM.
        self._child = Child("A grader", command, self._log, ROOT, environ, orphan_signal=signal.SIGKILL)

    def __enter__(self) -> Self:
        self._child.start()
        return self

    def __exit__(self, *_: object) -> None:
        self._child.kill()

    def kill(self) -> None:
        """Send SIGKILL; fails if the process had already ended."""
        assert self._child.running(), self._log.read_text()
        self._child.kill()
        assert self._child.exit_code == -signal.SIGKILL

    def freeze(self) -> None:
        """Send SIGSTOP; returns when every thread has stopped."""
        send(self._child.pid, signal.SIGSTOP)
        _, status = os.waitpid(self._child.pid, os.WUNTRACED)
        assert os.WIFSTOPPED(status), self._log.read_text()

    def wake_up(self) -> Counter[str]:
        """Send SIGCONT, wait for the process to end, and return the counts that it reports."""
        send(self._child.pid, signal.SIGCONT)
        assert wait_until(lambda: not self._child.running(), 120), self._log.read_text()
        assert self._child.exit_code == 0, self._log.read_text()
        reported: Counter[str] = Counter()
        for line in self._log.read_text().splitlines():
            said = json.loads(line)
            reported.update(said if "claimed" in said else {})
        return reported
