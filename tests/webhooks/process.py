"""The sender of events as a process."""

import signal
import sys
from pathlib import Path
from uuid import uuid4

from local.processes import Child, wait_until
from local.settings import ROOT
from local.stack import Stack


class Sender(Child):
    """A run of the sender."""

    def __init__(self, stack: Stack, folder: Path) -> None:
        environ = {
            "SUPABASE_URL": stack.supabase_url,
            "SUPABASE_PUBLISHABLE_KEY": stack.publishable_key,
            "SUPABASE_SECRET_KEY": stack.secret_key,
            "DATABASE_TIMEOUT_SECONDS": "30",
        }
        self.file = folder / f"{uuid4().hex}.log"
        command = [sys.executable, "-m", "tests.webhooks.sender"]
        super().__init__("The sender", command, self.file, ROOT, environ, orphan_signal=signal.SIGKILL)

    def finish(self) -> None:
        """Let it end by itself."""
        self.start()
        assert wait_until(lambda: not self.running(), 180), self.file.read_text()
        assert self.exit_code == 0, self.file.read_text()
