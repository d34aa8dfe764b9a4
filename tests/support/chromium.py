"""Finds the Chromium for the browser tests. `python -m tests.support.chromium` downloads one if there is none."""

import os
import shutil
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Playwright, sync_playwright

from tests.support import fetched_chromium

# The headless shell first: the same engine at three fifths of the work.
_NAMES = ("chromium-headless-shell", "chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MISSING = (
    "The browser tests need Chromium, and there is none: install it (Debian: apt-get install chromium-headless-shell;"
    " anywhere: .venv/bin/python -m playwright install --with-deps chromium), or name one in REPRISE_CHROMIUM."
)


def find_chromium(playwright: Playwright, environ: Mapping[str, str] = os.environ) -> str | None:
    """The executable: the configured, the system's, Playwright's or the downloaded one; None if there is none."""
    named = environ.get("REPRISE_CHROMIUM")
    if named:
        return named if Path(named).is_file() else None
    on_path = [found for name in _NAMES if (found := shutil.which(name))]
    others = [playwright.chromium.executable_path, str(fetched_chromium.EXECUTABLE)]
    return next((path for path in (*on_path, *others) if _runs(path)), None)


def _runs(path: str) -> bool:
    """Whether this is a browser: Ubuntu's `chromium-browser` may only point to a snap."""
    if not Path(path).is_file():
        return False
    try:
        asked = subprocess.run([path, "--version"], capture_output=True, timeout=20, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return False
    return asked.returncode == 0 and b"hrom" in asked.stdout


def main() -> int:
    """Make sure that there is a Chromium; returns the exit code."""
    named = os.environ.get("REPRISE_CHROMIUM")
    with sync_playwright() as playwright:
        if find_chromium(playwright):
            return 0
        if named:
            sys.stderr.write(f"REPRISE_CHROMIUM names {named}, and there is no such file.\n")
            return 1
        try:
            _fetch()
        except (subprocess.CalledProcessError, ValueError) as error:
            sys.stderr.write(f"{error}\n")
        if find_chromium(playwright):
            return 0
    sys.stderr.write(f"{MISSING}\n")
    return 1


def _fetch() -> None:
    if fetched_chromium.fits():
        sys.stdout.write("Fetching Chromium for the browser tests (once, about 70 MB)\n")
        sys.stdout.flush()
        fetched_chromium.fetch()
    else:
        subprocess.run([sys.executable, "-m", "playwright", "install", "chromium"], check=True)


if __name__ == "__main__":
    sys.exit(main())
