"""A stranger's first interview: from `make run` to the results, at a person's pace, against the goal of two minutes.

`.venv/bin/python -m benchmarks.first_interview` starts what `make run` starts, with new data and on free ports, opens
the printed address in Chromium, and takes the seed's interview as somebody would who has read nothing but the pages: a
glance of three seconds at every question, a second and a half before every click, six characters a second. With
`--clone` it runs in a fresh clone of the last commit, and says how long the installation takes, which is not counted.
"""

import argparse
import os
import re
import shutil
import signal
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Locator, Page, sync_playwright

from local.settings import ROOT
from tests.support.chromium import MISSING, find_chromium

GOAL_SECONDS = 120
READY_SECONDS = 120
INSTALL_SECONDS = 900
GLANCE_SECONDS = 3.0
PAUSE_SECONDS = 1.5
CHARACTERS_PER_SECOND = 6
# One answer for each question; a number selects an option.
ANSWERS: list[int | str] = [
    2,
    "Who you are, and what you may do: 401 and 403.",
    "N+1: too many round trips. A join, or one query for all.",
    "const debounce = (fn, ms) => { let t; return () => {} }",
    "Trace it, find the slow query, add an index, measure.",
    3,
]


class Timeline:
    """Prints what happened when, in seconds since the command was given."""

    def __init__(self) -> None:
        self._begun = time.monotonic()

    @property
    def seconds(self) -> float:
        """Seconds since the command was given."""
        return time.monotonic() - self._begun

    def mark(self, what: str) -> None:
        """Print one line."""
        print(f"{self.seconds:6.1f} s  {what}", flush=True)


class Stranger:
    """A first-time user in a browser, who reads before clicking."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def press(self, target: Locator) -> None:
        """Find the target, pause to read it, click."""
        target.wait_for()
        time.sleep(PAUSE_SECONDS)
        target.click()

    def button(self, name: str) -> None:
        """Click a button by its label."""
        self.press(self.page.get_by_role("button", name=re.compile(name)).first)

    def heading(self, name: str) -> None:
        """Wait until a heading is visible."""
        self.page.get_by_role("heading", name=re.compile(name)).first.wait_for()

    def answer(self, answer: int | str) -> None:
        """Select or type an answer, and submit it."""
        if isinstance(answer, int):
            self.press(self.page.get_by_role("radio").nth(answer - 1))
        else:
            field = self.page.get_by_role("textbox")
            self.press(field)
            field.press_sequentially(answer, delay=1000 / CHARACTERS_PER_SECOND)
        self.button("^Send")


def take_interview(page: Page, url: str, timeline: Timeline) -> None:
    """Take the interview, from the printed address to the results."""
    stranger = Stranger(page)
    page.goto(url)
    stranger.heading("Sign in")
    timeline.mark("sign-in is on the screen")
    stranger.button("Try it as a candidate")
    stranger.heading("Hello")
    timeline.mark("signed in")
    stranger.button("^Start Full Stack Developer")
    stranger.button("Start now")
    for number, answer in enumerate(ANSWERS, 1):
        stranger.heading(f"Question {number} of {len(ANSWERS)}")
        timeline.mark("first question" if number == 1 else f"question {number}")
        time.sleep(GLANCE_SECONDS)
        stranger.answer(answer)
    stranger.heading("All done")
    timeline.mark("all six answers have their receipts")
    stranger.press(page.get_by_role("link", name="See your results"))
    stranger.heading("Full Stack Developer")
    page.get_by_role("article").first.wait_for()
    timeline.mark("results")


@contextmanager
def running(command: list[str], folder: Path, data: Path, timeline: Timeline) -> Iterator[str]:
    """Run the command and yield the address it prints; stops it with Ctrl-C at the end."""
    ports = dict.fromkeys(("FUNCTIONS_PORT", "SUPABASE_PORT", "DATABASE_PORT", "WEB_PORT"), "0")
    environ = {**os.environ, **ports, "REPRISE_DATA_DIR": str(data)}
    process = subprocess.Popen(
        command,
        cwd=folder,
        env=environ,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    too_late = threading.Timer(READY_SECONDS, lambda: os.killpg(process.pid, signal.SIGINT))
    too_late.start()
    try:
        said = []
        for line in process.stdout or ():
            said.append(line)
            found = re.search(r"Ready\. Open (http://\S+)", line)
            if found:
                break
        else:
            sys.exit(f"It did not get ready:\n{''.join(said)}")
        too_late.cancel()
        timeline.mark(f"ready at {found[1]}")
        # Drain the remaining output; a full pipe would block the process.
        threading.Thread(target=lambda: [None for _ in process.stdout or ()], daemon=True).start()
        yield found[1]
    finally:
        too_late.cancel()
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)
        try:
            process.wait(30)
        except subprocess.TimeoutExpired:
            os.killpg(process.pid, signal.SIGKILL)


def clone(folder: Path) -> None:
    """Make a fresh clone with everything installed, and print how long that took."""
    subprocess.run(["git", "clone", "--quiet", str(ROOT), str(folder)], check=True, timeout=60)
    begun = time.monotonic()
    subprocess.run(["make", "--silent", "install"], cwd=folder, check=True, timeout=INSTALL_SECONDS)
    print(f"Installed in {time.monotonic() - begun:.0f} s, which is not counted.\n", flush=True)


def main() -> int:
    """Take the interview and print the timeline; returns the exit code."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.first_interview", description=__doc__)
    parser.add_argument("--clone", action="store_true", help="run in a fresh clone with its own installation")
    options = parser.parse_args()
    scratch = Path(tempfile.mkdtemp(prefix="reprise-first-"))
    folder, command = ROOT, [sys.executable, "-m", "local", "--stop-with-parent", f"--env-file={scratch / 'env'}"]
    try:
        if options.clone:
            folder, command = scratch / "reprise", ["make", "--silent", "run"]
            clone(folder)
        with sync_playwright() as playwright:
            executable = find_chromium(playwright)
            if executable is None:
                sys.stderr.write(f"{MISSING}\n")
                return 1
            # Launched before the clock starts: a person who tries it out already has a browser open.
            browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
            page = browser.new_page()
            page.set_default_timeout(60_000)
            timeline = Timeline()
            timeline.mark("make run")
            with running(command, folder, scratch / "data", timeline) as url:
                take_interview(page, url, timeline)
                seconds = timeline.seconds
            browser.close()
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    print(f"\n{seconds:.0f} s, goal {GOAL_SECONDS} s.")
    return 0 if seconds < GOAL_SECONDS else 1


if __name__ == "__main__":
    sys.exit(main())
