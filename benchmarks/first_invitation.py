"""A recruiter's first invitation: from the sign-up to invited candidates, at a person's pace, against five minutes.

`.venv/bin/python -m benchmarks.first_invitation` starts what `make run` starts, with new data and on free ports. In
Chromium it does what a recruiter does who has read nothing but the pages: creates an account and an organization,
invites a colleague, writes three questions and takes two from a file, publishes after two faults were pointed out, and
invites three addresses without accounts, and anybody with one link. The pace is that of `benchmarks.first_interview`;
the file and the addresses are pasted. The clock begins when the page for signing in is on the screen.
"""

import shutil
import sys
import tempfile
import time
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks import first_interview as pace
from benchmarks.first_interview import Stranger, Timeline, running
from local.settings import ROOT
from tests.support.chromium import MISSING, find_chromium

GOAL_SECONDS = 300
FILE = (
    "kind,prompt,points,keywords\n"
    "short_answer,What does an index cost?,10,writes\n"
    "short_answer,When is a queue better than a call?,10,retry\n"
)
ADDRESSES = "kim@example.com\nsam@example.com\nlee@example.com"


class Recruiter(Stranger):
    """A person who also fills in forms."""

    def write(self, label: str, text: str) -> None:
        """Type into a field."""
        field = self.page.get_by_label(label, exact=True)
        self.press(field)
        field.press_sequentially(text, delay=1000 / pace.CHARACTERS_PER_SECOND)

    def paste(self, label: str, text: str) -> None:
        """Paste into a field."""
        field = self.page.get_by_label(label, exact=True)
        self.press(field)
        field.fill(text)

    def choose(self, label: str, value: str) -> None:
        """Choose from a list."""
        time.sleep(pace.PAUSE_SECONDS)
        self.page.get_by_label(label, exact=True).select_option(value)

    def link(self, name: str) -> None:
        """Follow a link."""
        self.press(self.page.get_by_role("link", name=name, exact=True).first)

    def sees(self, text: str) -> None:
        """Wait for a text."""
        self.page.get_by_text(text).first.wait_for()


def invite(page: Page, timeline: Timeline) -> None:
    """From the sign-in page to invited candidates."""
    recruiter = Recruiter(page)
    recruiter.button("^Create an account")
    recruiter.write("Your name", "Robin")
    recruiter.write("E-mail address", "robin@northwind.example")
    recruiter.write("Password", "correct horse")
    recruiter.button("^Create account")
    recruiter.heading("Hello, Robin")
    timeline.mark("signed up")
    recruiter.press(page.get_by_role("link", name="Interview others"))
    recruiter.write("Name", "Northwind")
    recruiter.button("^Create organization")
    recruiter.heading("^Northwind")
    recruiter.write("E-mail addresses", "max@northwind.example")
    recruiter.button("^Invite$")
    recruiter.sees("1 invitation made")
    timeline.mark("organization created, colleague invited")
    _write_interview(recruiter, timeline)
    recruiter.link("Candidates")
    recruiter.link("Invite")
    recruiter.paste("E-mail addresses", ADDRESSES)
    recruiter.button("^Invite$")
    recruiter.sees("3 invitations made")
    timeline.mark("three candidates invited")
    recruiter.press(page.get_by_label("With one link for several people"))
    recruiter.button("^Make the link")
    recruiter.sees("1 invitation made")
    timeline.mark("link made")


def _write_interview(recruiter: Recruiter, timeline: Timeline) -> None:
    page = recruiter.page
    recruiter.link("Questions")
    recruiter.link("Import")
    recruiter.choose("Format", "csv")
    recruiter.paste("Text", FILE)
    recruiter.write("Kind of interview", "backend")
    recruiter.write("Topic", "databases")
    recruiter.button("^Import$")
    recruiter.sees("2 questions imported.")
    timeline.mark("two questions imported")
    recruiter.link("Recruiting")
    recruiter.button("^New interview")
    recruiter.write("Title", "Backend engineer")
    recruiter.button("^Create$")
    recruiter.heading("Backend engineer")
    recruiter.button("^Publish")
    recruiter.sees("Add at least one question.")
    timeline.mark("first fault: it asks nothing")
    for number, (kind, prompt) in enumerate(
        [("mcq", "Which index serves a range?"), ("open", "How do you find a slow query?"), ("code", "Reverse a list.")]
    ):
        recruiter.link("Write a new question")
        recruiter.choose("Kind of question", kind)
        recruiter.write("Question", prompt)
        if kind == "mcq":
            recruiter.write("Option 1", "B-tree")
            recruiter.write("Option 2", "Hash")
        else:
            recruiter.write("Sample solution", "With a trace." if kind == "open" else "list[::-1]")
        recruiter.write("Kind of interview", "backend")
        recruiter.write("Topic", "databases")
        recruiter.button("^Save and add")
        if kind == "mcq":
            recruiter.sees("Choose which option is right.")
            timeline.mark("second fault: no option is right")
            recruiter.press(page.get_by_label("Option 1 is right"))
            recruiter.button("^Save and add")
        recruiter.sees(f"{number + 1} question")
        timeline.mark(f"question {number + 1} written")
    recruiter.button("^Add from the bank")
    for prompt in ("What does an index cost?", "When is a queue better than a call?"):
        recruiter.press(page.get_by_role("dialog").get_by_role("button", name=f"Add: {prompt}"))
    recruiter.press(page.get_by_role("dialog").get_by_role("button", name="Done"))
    recruiter.sees("5 questions")
    recruiter.button("^Publish")
    recruiter.sees("Published. Candidates can start it now.")
    timeline.mark("published")


def main() -> int:
    """Invite and print the timeline; returns the exit code."""
    scratch = Path(tempfile.mkdtemp(prefix="reprise-first-"))
    command = [sys.executable, "-m", "local", "--stop-with-parent", f"--env-file={scratch / 'env'}"]
    try:
        with sync_playwright() as playwright:
            executable = find_chromium(playwright)
            if executable is None:
                sys.stderr.write(f"{MISSING}\n")
                return 1
            browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])
            page = browser.new_page()
            page.set_default_timeout(60_000)
            with running(command, ROOT, scratch / "data", Timeline()) as url:
                page.goto(url)
                page.get_by_role("heading", name="Sign in").wait_for()
                timeline = Timeline()
                timeline.mark("sign-in is on the screen")
                invite(page, timeline)
                seconds = timeline.seconds
            browser.close()
    finally:
        shutil.rmtree(scratch, ignore_errors=True)
    print(f"\n{seconds:.0f} s, goal {GOAL_SECONDS} s.")
    return 0 if seconds < GOAL_SECONDS else 1


if __name__ == "__main__":
    sys.exit(main())
