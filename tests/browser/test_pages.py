"""Pages in general: weight, speed, keyboard use, messages. How each one looks is tested in `test_every_page.py`."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.device import MakeDevice
from tests.browser.interview_tab import InterviewTab
from tests.support.database import Database
from tests.support.interviews import make_interview
from tests.support.people import Person

FIRST_PAGE_BYTES = 150_000
INTERACTIVE_MS = 1_000


def test_first_page_is_light_and_soon_interactive(device: MakeDevice) -> None:
    moments = []
    for _ in range(3):
        mine = device()
        page = mine.context.new_page()
        session = mine.context.new_cdp_session(page)
        session.send("Network.enable")
        transferred: list[float] = []
        session.on("Network.loadingFinished", lambda event: transferred.append(event["encodedDataLength"]))  # noqa: B023
        page.goto("/", wait_until="networkidle")
        assert 0 < sum(transferred) < FIRST_PAGE_BYTES, "the first page transfers too much"
        moments.append(page.evaluate("performance.getEntriesByName('interactive')[0].startTime"))
        page.close()
    # The machine may be busy once or twice.
    assert min(moments) < INTERACTIVE_MS, moments


def test_code_editor_indents_with_tab_and_lets_the_keyboard_out_with_escape(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    tab = InterviewTab.start(device(candidate), make_interview(database, ["code"]))
    tab.field.focus()
    keyboard = tab.page.keyboard
    keyboard.type("if (a) {")
    keyboard.press("Enter")
    keyboard.type("b();")
    expect(tab.field).to_have_value("if (a) {\n  b();")
    keyboard.press("Tab")
    expect(tab.field).to_have_value("if (a) {\n  b();  ")
    keyboard.press("Control+a")
    keyboard.press("Tab")
    expect(tab.field).to_have_value("  if (a) {\n    b();  ")
    keyboard.press("Shift+Tab")
    expect(tab.field).to_have_value("if (a) {\n  b();  ")
    keyboard.press("Escape")
    keyboard.press("Tab")
    expect(tab.page.get_by_role("button", name="Send and finish")).to_be_focused()


def test_interview_is_done_with_the_keyboard_alone(device: MakeDevice, candidate: Person, database: Database) -> None:
    tab = InterviewTab.start(device(candidate), make_interview(database, ["mcq", "open"]))
    expect(tab.page.get_by_role("heading", name="Question 1 of 2")).to_be_focused()
    keyboard = tab.page.keyboard
    keyboard.press("Tab")
    keyboard.press("ArrowDown")
    keyboard.press("Enter")
    tab.sees_question(2)
    expect(tab.page.get_by_role("heading", name="Question 2 of 2")).to_be_focused()
    keyboard.press("Tab")
    keyboard.type("Typed")
    keyboard.press("Tab")
    keyboard.press("Enter")
    tab.sees_the_end()
    assert [answer["answer"] for answer in database.answers(tab.session_id)] == ["b", "Typed"]


@pytest.mark.prove
def test_unknown_interview_address_leads_home_without_a_loop(device: MakeDevice, candidate: Person) -> None:
    page = device(candidate).open("/interview.html?session=bad")
    expect(page.get_by_role("heading", name="There is nothing to continue here")).to_be_visible()
    page.goto("/interview.html?interview=bad")
    expect(page.get_by_role("alert")).to_contain_text("The address of this page is not complete")
    expect(page.get_by_role("button", name="Try again")).to_have_count(0)
    page.get_by_role("link", name="Back to home").click()
    expect(page).to_have_url(re.compile("/home.html$"))


@pytest.mark.prove
def test_notice_stays_while_it_is_read_and_closes_with_the_keyboard(device: MakeDevice) -> None:
    page = device().context.new_page()
    page.clock.install()
    page.goto("/")
    # The region must exist before its text, or screen readers announce nothing.
    expect(page.locator(".toasts[role=status]")).to_be_attached()
    page.get_by_label("Password").focus()
    message = page.locator(".toast")
    say(page, "toast", "The link is copied.")
    page.clock.run_for(4_500)
    expect(message).to_be_visible()
    message.hover()
    page.clock.run_for(60_000)
    page.mouse.move(0, 0)
    message.get_by_role("button", name="Close this message").focus()
    page.clock.run_for(60_000)
    page.keyboard.press("Enter")
    expect(message).to_have_count(0)
    expect(page.get_by_label("Password")).to_be_focused()
    say(page, "toast", "The link is copied.")
    page.clock.run_for(10_000)
    expect(message).to_have_count(0)


@pytest.mark.prove
def test_announcement_is_made_inside_an_open_dialog_and_removed_later(device: MakeDevice) -> None:
    page = device().context.new_page()
    page.clock.install()
    page.goto("/")
    expect(page.locator("#announcements[aria-live=polite]")).to_be_attached()
    say(page, "ask", {"title": "Sure?", "actions": [{"value": "yes", "label": "Yes"}]})
    say(page, "announce", "30 seconds left.")
    expect(page.get_by_role("dialog").get_by_text("30 seconds left.")).to_have_count(1)
    page.keyboard.press("Escape")
    say(page, "announce", "10 seconds left.")
    expect(page.locator("#announcements")).to_have_text("10 seconds left.")
    page.clock.run_for(11_000)
    expect(page.locator("#announcements")).to_be_empty()


def say(page: Page, function: str, argument: object) -> None:
    """Call a function of the page's own `dialog.js`."""
    page.evaluate(f"async (argument) => {{ (await import('/app/ui/dialog.js')).{function}(argument); }}", argument)
