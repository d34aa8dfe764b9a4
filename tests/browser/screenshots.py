"""`make screenshots`: every page in light and dark, into docs/images (or FOLDER, and there on a small phone as well).

Walks through pages with realistic content: an interview with everything that can happen in one, practice, preparation,
a conversation, what recruiters see of six candidates, and how they write an interview.
"""

import sys
from pathlib import Path

from playwright.sync_api import expect, sync_playwright

from local.settings import ROOT
from tests.browser.interview_tab import InterviewTab
from tests.browser.screenshots_authoring import walk_authoring
from tests.browser.screenshots_inviting import walk_inviting
from tests.browser.screenshots_preparing import walk_conversation, walk_practice, walk_preparation
from tests.browser.screenshots_recruiting import walk_recruiting
from tests.browser.screenshots_studio import CANDIDATE, Studio, open_studio
from tests.support.chromium import MISSING, find_chromium

FOLDER = ROOT / "docs" / "images"
CODE = (
    "function debounce(fn, wait) {\nlet timer;\nreturn (...args) => {\nclearTimeout(timer);\n"
    "timer = setTimeout(fn, wait, ...args);"
)


def walk_interview(studio: Studio) -> None:
    """A candidate's interview, with everything that can happen in one."""
    context, take = studio.context(), studio.take
    page = context.new_page()
    page.goto("/")
    expect(page.get_by_role("button", name="Try it as a candidate")).to_be_visible()
    take(page, "sign-in")
    page.goto("/no-such-page")
    take(page, "not-found")
    page.goto("/")
    page.get_by_role("button", name="Try it as a candidate").click()
    expect(page.get_by_role("heading", name="Full Stack Developer")).to_be_visible()
    take(page, "home")
    page.get_by_role("button", name="Start Full Stack Developer").click()
    take(page, "before-start")
    page.get_by_role("button", name="Start now").click()
    tab = InterviewTab(page)
    tab.sees_question(1)
    tab.choose(2)
    tab.is_saved()
    take(page, "interview-choice")
    tab.send()
    tab.sees_question(2)
    tab.write("Authentication establishes who you are; when it fails, the answer is 401.")
    tab.is_saved()
    context.set_offline(True)
    tab.send()
    expect(page.locator(".waiting")).to_contain_text("safe on this device")
    take(page, "interview-offline")
    context.set_offline(False)
    tab.sees_question(3)
    tab.write("The N+1 problem: one round trip for each order.")
    tab.is_saved()
    context.set_offline(True)
    tab.write("The N+1 problem: one round trip for each order. A join removes it, or one query for all customers.")
    tab.send()
    expect(page.locator(".waiting")).to_contain_text("safe on this device")
    studio.database.let_time_pass(tab.session_id, 100)
    context.set_offline(False)
    tab.sees_question(4)
    tab.field.press_sequentially(CODE)
    tab.is_saved()
    take(page, "interview-late")
    page.reload()
    tab.sees_question(4)
    take(page, "interview-code")
    other = context.new_page()
    other.goto(page.url)
    expect(other.locator("#elsewhere")).to_be_visible()
    take(other, "interview-second-tab")
    other.get_by_role("button", name="Continue here").click()
    expect(page.locator("#moved")).to_be_visible()
    take(page, "interview-moved")
    other.close()
    page.goto("/home.html")
    expect(page.get_by_role("dialog", name="Welcome back")).to_be_visible()
    take(page, "welcome-back")
    page.get_by_role("button", name="Not now").click()
    take(page, "previous-session")
    page.get_by_role("region", name="Previous session").get_by_role("button", name="Resume").click()
    tab.sees_question(4)
    tab.send()
    tab.sees_question(5)
    tab.write("Measure first: a trace shows where the eight seconds go.")
    tab.send()
    tab.sees_question(6)
    tab.choose(4)
    tab.send()
    tab.sees_the_end()
    take(page, "completion")
    studio.graders.grade(0.7)
    context.close()


def main(folder: Path) -> int:
    """Take all pictures; returns the exit code."""
    # Allow more time on a busy machine.
    expect.set_options(timeout=20_000)
    with sync_playwright() as playwright:
        executable = find_chromium(playwright)
        if executable is None:
            sys.stderr.write(f"{MISSING}\n")
            return 1
        browser = playwright.chromium.launch(executable_path=executable)
        with open_studio(browser, folder, phone=folder != FOLDER) as studio:
            walk_interview(studio)
            context = studio.context(CANDIDATE)
            walk_practice(studio, context)
            walk_conversation(studio, context)
            walk_preparation(studio, context)
            walk_recruiting(studio)
            walk_inviting(studio)
            # Last: it leaves a draft, and an interview whose key is not complete.
            walk_authoring(studio)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER))
