"""A recruiter and a candidate who use no mouse: every page of authoring, of people and of the account."""

import re
from collections.abc import Callable
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.device import MakeDevice
from tests.browser.keyboard import Keyboard
from tests.browser.looks import LOOKS, faults_in_every_look

PASSWORD = "a long password"
FILE = "kind,prompt,points\nopen,Why is it slow?,10\n"
See = Callable[[str, Page], None]


def nothing(_state: str, _page: Page) -> None:
    """Look at no page."""


def hire(device: MakeDevice, see: See) -> None:
    """From the sign-up to an accepted invitation, with keys only; `see` is called with every page in its last state."""
    mark = uuid4().hex[:8]
    company, lee = f"Northwind {mark}", f"lee.{mark}@example.com"
    page = device().open("/")
    keys = Keyboard(page)
    _sign_up(keys, see, f"robin.{mark}@example.com")
    _make_organization(keys, see, company, f"max.{mark}@example.com")
    _fill_the_bank(keys, see)
    _write_interview(keys, see)
    link = _invite(keys, see, lee)
    _accept(Keyboard(device().open(link)), see, company)
    _change_account(keys, see)


def _sign_up(keys: Keyboard, see: See, email: str) -> None:
    page = keys.page
    expect(page.get_by_role("button", name="Try it as a candidate")).to_be_visible()
    keys.press("Create an account")
    keys.holds_the_focus()
    keys.write("Your name", "Robin Recruiter")
    keys.write("E-mail address", email)
    keys.write("Password", "short")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("at least 8 characters")
    keys.holds_the_focus()
    see("sign-up", page)
    keys.write("Password", PASSWORD)
    keys.press("Create account")
    expect(page.get_by_role("link", name="Interview others")).to_be_visible()
    see("home", page)


def _make_organization(keys: Keyboard, see: See, company: str, colleague: str) -> None:
    page = keys.page
    keys.press("Interview others…")
    expect(page.get_by_role("button", name="Create organization")).to_be_visible()
    see("no organization", page)
    keys.write("Name", company)
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name=company)).to_be_visible()
    keys.write("E-mail addresses", colleague)
    keys.choose("Role", "Owner")
    keys.press("Invite")
    expect(page.get_by_role("textbox", name=f"Link for {colleague}")).to_be_visible()
    keys.holds_the_focus()
    keys.press(f"Revoke: {colleague}")
    keys.press("Revoke")
    expect(page.get_by_role("listitem").filter(has_text=colleague).last).to_contain_text("Revoked")
    keys.holds_the_focus()
    # The only owner stays one; the dialog closes, and the focus returns.
    keys.press("Change role: Robin Recruiter")
    keys.choose("Role", "Reviewer")
    keys.press("Save")
    expect(page.get_by_role("dialog").get_by_role("alert")).not_to_be_empty()
    see("change of a role", page)
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Change role: Robin Recruiter")).to_be_focused()
    keys.press("Change role: Robin Recruiter")
    keys.choose("Role", "Owner")
    keys.press("Save")
    expect(page.get_by_role("dialog")).to_have_count(0)
    keys.holds_the_focus()
    expect(page.get_by_role("button", name="Change role: Robin Recruiter")).to_be_visible()
    see("organization", page)


def _fill_the_bank(keys: Keyboard, see: See) -> None:
    page = keys.page
    keys.press("Questions")
    expect(page.get_by_role("heading", name="No question found")).to_be_visible()
    keys.press("Import")
    expect(page.get_by_role("heading", name="Import questions")).to_be_visible()
    keys.choose("Format", "CSV")
    keys.write("Kind of interview", "backend")
    keys.write("Topic", "databases")
    keys.go_to("Text")
    page.keyboard.insert_text(FILE.replace("10", "none"))
    keys.press("Import")
    expect(page.get_by_text("Nothing was imported")).to_be_visible()
    keys.holds_the_focus()
    see("import with a fault", page)
    keys.go_to("Text")
    page.keyboard.press("Control+a")
    page.keyboard.insert_text(FILE)
    keys.press("Import")
    expect(page.get_by_text("1 question imported.")).to_be_visible()
    keys.press("Show the questions")
    deactivate = page.get_by_role("button", name="Deactivate: Why is it slow?")
    expect(deactivate).to_be_visible()
    for name in ("Deactivate: Why is it slow?", "Activate: Why is it slow?"):
        keys.press(name)
        expect(page.get_by_role("button", name=name, exact=True)).to_have_count(0)
        keys.holds_the_focus()
    keys.write("Search", "slow")
    expect(page).to_have_url(re.compile("q=slow"))
    see("question bank", page)
    keys.press("New question")
    expect(page.get_by_label("Question", exact=True)).to_be_visible()
    keys.choose("Kind of question", "Short")
    keys.write("Question", "What does an index cost?")
    keys.press("Add a keyword")
    page.keyboard.type("writes")
    keys.press("Add a keyword")
    keys.press("Remove keyword 2")
    keys.holds_the_focus()
    keys.write("Kind of interview", "backend")
    keys.write("Topic", "databases")
    keys.press("Save")
    expect(page.get_by_text("Saved.")).to_be_visible()
    keys.holds_the_focus()
    see("question", page)


def _write_interview(keys: Keyboard, see: See) -> None:
    page = keys.page
    keys.press("Recruiting", back=True)
    expect(page.get_by_role("button", name="New interview")).to_be_visible()
    keys.press("New interview")
    keys.write("Title", "Backend engineer")
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="Backend engineer")).to_be_visible()
    keys.press("Add from the bank")
    expect(page.get_by_role("dialog").get_by_role("button", name="Add:")).to_have_count(2)
    for left in (1, 0):
        keys.press("Add:")
        expect(page.get_by_role("dialog").get_by_role("button", name="Add:")).to_have_count(left)
    see("picking questions", page)
    keys.press("Done")
    expect(page.locator("#total")).to_contain_text("2 questions")
    keys.go_to("Move up: question 2")
    page.keyboard.press("Enter")
    keys.holds_the_focus()
    keys.write("Time for breaks, in seconds", "60")
    keys.press("Publish", back=True)
    expect(page.get_by_text("Published. Candidates can start it now.")).to_be_visible()
    keys.holds_the_focus()
    see("interview editor", page)
    keys.press("Preview")
    expect(page.get_by_role("heading", name="Question 1 of 2")).to_be_visible()
    keys.press("Next question")
    expect(page.get_by_role("heading", name="Question 2 of 2")).to_be_focused()
    see("preview", page)
    keys.press("Back to the interview", back=True)
    expect(page.get_by_role("link", name="Candidates", exact=True)).to_be_visible()


def _invite(keys: Keyboard, see: See, email: str) -> str:
    page = keys.page
    keys.press("Candidates")
    expect(page.get_by_role("link", name="Invite")).to_be_visible()
    see("candidates", page)
    keys.press("Invite")
    expect(page.get_by_role("heading", name="Invite candidates")).to_be_visible()
    # The arrow keys choose between addresses and a link.
    keys.go_to("By e-mail address")
    page.keyboard.press("ArrowDown")
    keys.write("Places", "2")
    keys.press("Make the link")
    expect(page.get_by_role("textbox", name="Link for everybody")).to_be_visible()
    keys.go_to("With one link for several people", back=True)
    page.keyboard.press("ArrowUp")
    keys.write("E-mail addresses", email)
    keys.press("Invite")
    shown = page.get_by_role("textbox", name=f"Link for {email}")
    expect(shown).to_be_visible()
    keys.holds_the_focus()
    link = shown.input_value()
    keys.press(f"Change: {email}")
    keys.write("Extra time (%)", "25")
    page.keyboard.press("Enter")
    expect(page.get_by_role("listitem").filter(has_text=email).last).to_contain_text("25 % extra time")
    keys.holds_the_focus()
    see("inviting", page)
    return re.sub("^.*?(?=/invitation)", "", link)


def _accept(keys: Keyboard, see: See, company: str) -> None:
    page = keys.page
    expect(page.get_by_text(f"{company} invites you")).to_be_visible()
    expect(page.get_by_text("Network: the server answers in")).to_be_visible()
    see("invitation", page)
    # The first key leads past the header, and the address keeps its token.
    keys.press("Skip to the content")
    expect(page.get_by_role("main")).to_be_focused()
    keys.write("Your name", "Lee Candidate")
    keys.write("Password", PASSWORD)
    keys.press("Create account")
    expect(page.get_by_role("heading", name="Accepted")).to_be_visible()
    keys.holds_the_focus()
    see("accepted invitation", page)
    keys.press("Start")
    expect(page.get_by_role("dialog")).to_contain_text("Network: the server answers in")
    keys.press("Not now")
    expect(page.get_by_role("button", name="Start")).to_be_focused()


def _change_account(keys: Keyboard, see: See) -> None:
    page = keys.page
    keys.press("Robin Recruiter: your account", back=True)
    expect(page.get_by_role("button", name="Delete my account")).to_be_visible()
    keys.write("Your name", "Robin Rename")
    page.keyboard.press("Enter")
    expect(page.get_by_text("Saved. Pages that you open now show it.")).to_be_visible()
    keys.holds_the_focus()
    keys.write("New password", "short")
    page.keyboard.press("Enter")
    expect(page.get_by_role("alert").filter(has_text="at least 8 characters")).to_be_visible()
    keys.press("Delete my account")
    keys.press("Cancel")
    expect(page.get_by_role("button", name="Delete my account")).to_be_focused()
    see("account", page)


def test_every_page_of_authoring_people_and_account_is_used_with_the_keyboard_alone(device: MakeDevice) -> None:
    hire(device, nothing)


@pytest.mark.prove
def test_every_page_of_authoring_people_and_account_is_accessible_at_both_sizes_in_both_themes(
    device: MakeDevice,
) -> None:
    found: list[str] = []

    def see(state: str, page: Page) -> None:
        for look in LOOKS:
            found.extend(f"{state}: {fault}" for fault in faults_in_every_look(page, look))
        page.set_viewport_size({"width": 1280, "height": 800})

    hire(device, see)
    assert not found, "\n".join(found)
