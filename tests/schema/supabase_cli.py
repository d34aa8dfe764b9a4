"""The real Supabase CLI, with a home directory of its own."""

import os
import subprocess
from pathlib import Path

from local.settings import ROOT

PROGRAM = ROOT / "node_modules" / ".bin" / "supabase"
QUIET = {
    "DO_NOT_TRACK": "1",
    "SUPABASE_TELEMETRY_DISABLED": "1",
    "SUPABASE_NO_UPDATE_NOTIFIER": "1",
}

Completed = subprocess.CompletedProcess[str]


def run_cli(home: Path, url: str, *arguments: str, folder: Path = ROOT) -> Completed:
    """Run `supabase …` of a project's folder against a database."""
    return subprocess.run(
        [str(PROGRAM), *arguments, f"--remote={url}?sslmode=disable", "--agent=no"],
        cwd=folder,
        env={**os.environ, **QUIET, "HOME": str(home)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
