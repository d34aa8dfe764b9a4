"""`make screenshots`: every page in light, dark and on a small phone, into docs/images.

A walk through the pages as the people of the seed see them. A page that shows itself without a walk needs one line in
`PAGES`.
"""

import sys
from collections.abc import Callable
from io import BytesIO
from pathlib import Path

import psycopg
from PIL import Image
from playwright.sync_api import Page, expect, sync_playwright

from local.settings import ROOT
from local.stack import Stack
from tests.browser.chromium import MISSING, find_chromium
from tests.browser.device import Device
from tests.browser.interview_tab import InterviewTab
from tests.browser.screenshots_recruiting import walk_recruiting
from tests.support.database import Database
from tests.support.people import People, Person

FOLDER = ROOT / "docs" / "images"
DESK = (1280, 800)
PHONE = (360, 740)
CANDIDATE, RECRUITER = "candidate", "recruiter"

# Name, whose, address: pages that show themselves without a walk, when they are there.
PAGES = [
    ("practice", CANDIDATE, "/practice.html"),
    ("results", CANDIDATE, "/results.html"),
    ("prep", CANDIDATE, "/prep.html"),
    ("recruiter", RECRUITER, "/recruiter.html"),
]

CODE = (
    "function debounce(fn, wait) {\nlet timer;\nreturn (...args) => {\nclearTimeout(timer);\n"
    "timer = setTimeout(fn, wait, ...args);"
)


class Camera:
    """Takes pictures of a page into a folder."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def take(self, page: Page, name: str) -> None:
        """Three pictures: `<name>-light.png`, `<name>-dark.png`, `<name>-phone.png`."""
        for look, scheme, (width, height) in (
            ("dark", "dark", DESK),
            ("phone", "light", PHONE),
            ("light", "light", DESK),
        ):
            page.set_viewport_size({"width": width, "height": height})
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light", reduced_motion="reduce")
            picture = Image.open(BytesIO(page.screenshot(animations="disabled")))
            picture.convert("RGB").quantize(192).save(self.folder / f"{name}-{look}.png", optimize=True)


def walk(new_page: Callable[[], Page], camera: Camera) -> None:
    """A candidate's interview, with what can happen in one."""
    page = new_page()
    page.goto("/")
    camera.take(page, "sign-in")
    page.get_by_role("button", name="Try it as a candidate").click()
    expect(page.get_by_role("heading", name="Full Stack Developer")).to_be_visible()
    camera.take(page, "home")
    page.get_by_role("button", name="Start Full Stack Developer").click()
    page.get_by_role("button", name="Start now").click()
    tab = InterviewTab(page)
    tab.sees_question(1)
    tab.choose(2)
    tab.is_saved()
    camera.take(page, "interview-choice")
    tab.send()
    tab.sees_question(2)
    tab.write("Authentication establishes who you are; when it fails, the answer is 401.")
    tab.is_saved()
    page.context.set_offline(True)
    tab.send()
    expect(page.locator(".waiting")).to_contain_text("safe on this device")
    camera.take(page, "interview-offline")
    page.context.set_offline(False)
    tab.sees_question(3)
    tab.write("The N+1 problem: one round trip for each order.")
    tab.send()
    tab.sees_question(4)
    tab.field.press_sequentially(CODE)
    tab.is_saved()
    camera.take(page, "interview-code")
    other = page.context.new_page()
    other.goto(page.url)
    expect(other.locator("#elsewhere")).to_be_visible()
    camera.take(other, "interview-second-tab")
    other.get_by_role("button", name="Continue here").click()
    expect(page.locator("#moved")).to_be_visible()
    camera.take(page, "interview-moved")
    other.close()
    page.goto("/home.html")
    expect(page.get_by_role("dialog", name="Welcome back")).to_be_visible()
    camera.take(page, "welcome-back")
    page.get_by_role("button", name="Not now").click()
    camera.take(page, "previous-session")
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
    camera.take(page, "completion")


def main(folder: Path) -> int:
    """Take all pictures; returns the exit code."""
    folder.mkdir(parents=True, exist_ok=True)
    camera = Camera(folder)
    with Stack() as stack, sync_playwright() as playwright:
        executable = find_chromium(playwright)
        if executable is None:
            sys.stderr.write(f"{MISSING}\n")
            return 1
        browser = playwright.chromium.launch(executable_path=executable, args=["--no-sandbox"])

        def context_of(role: str | None) -> Callable[[], Page]:
            context = browser.new_context(base_url=stack.web_url, reduced_motion="reduce")
            if role:
                page = context.new_page()
                page.goto("/")
                page.get_by_role("button", name=f"Try it as a {role}").click()
                page.wait_for_url("**/home.html")
                page.close()
            return context.new_page

        walk(context_of(None), camera)
        for name, role, path in PAGES:
            if (ROOT / "web" / path.lstrip("/")).is_file():
                page = context_of(role)()
                page.goto(path, wait_until="networkidle")
                camera.take(page, name)

        def signed_in(person: Person) -> Page:
            with psycopg.connect(stack.database_url, autocommit=True) as connection:
                people = People(stack, Database(connection))
                return Device(browser, stack, people, person, reduced_motion="reduce").context.new_page()

        walk_recruiting(stack, context_of(RECRUITER), signed_in, camera.take)
        browser.close()
    return 0


if __name__ == "__main__":
    sys.exit(main(Path(sys.argv[1]) if len(sys.argv) > 1 else FOLDER))
