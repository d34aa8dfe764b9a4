"""Which Chromium the browser tests drive."""

import os
import shutil
from collections.abc import Mapping
from pathlib import Path

from playwright.sync_api import Playwright

DEBIAN = Path("/usr/bin/chromium")
_NAMES = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "chrome")
MISSING = (
    "The browser tests need Chromium, and there is none: install it (Debian and Ubuntu: apt-get install chromium;"
    " anywhere: .venv/bin/python -m playwright install chromium), or name one in REPRISE_CHROMIUM."
)


def find_chromium(playwright: Playwright, environ: Mapping[str, str] = os.environ) -> str | None:
    """The executable: the one named, the system's, or Playwright's own; None when there is none."""
    named = environ.get("REPRISE_CHROMIUM")
    if named:
        return named if Path(named).is_file() else None
    if DEBIAN.is_file():
        return str(DEBIAN)
    for name in _NAMES:
        found = shutil.which(name)
        if found:
            return found
    own = Path(playwright.chromium.executable_path)
    return str(own) if own.is_file() else None
