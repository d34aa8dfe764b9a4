"""From a recruiter's sign-up to every state of their invitations, and the pages of the people they invite."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect

from local.processes import wait_until
from tests.browser.device import Device, MakeDevice
from tests.browser.interview_tab import InterviewTab
from tests.browser.keyboard import Keyboard
from tests.support.database import Database
from tests.support.interviews import Interview, make_interview

PASSWORD = "a long password"


@pytest.mark.prove
def test_recruiter_without_an_operator_invites_people_without_accounts_and_sees_how_far_each_has_come(
    device: MakeDevice, database: Database
) -> None:
    mark = uuid4().hex[:8]
    company, robin, kim, sam, lee, max_ = (
        f"Northwind {mark}",
        *(f"{name}.{mark}@example.com" for name in ("robin", "kim", "sam", "lee", "max")),
    )
    page = device().open("/")
    page.get_by_role("button", name="Create an account").click()
    sign_up(page, "Robin Recruiter", robin)
    page.get_by_role("link", name="Interview others").click()
    page.get_by_label("Name").fill(company)
    page.get_by_role("button", name="Create organization").click()
    expect(page.get_by_role("heading", name=company)).to_be_visible()
    expect(row(page, "Robin Recruiter")).to_contain_text("Owner")
    page.get_by_label("E-mail addresses").fill(f"Max <{max_}>")
    page.get_by_label("Role", exact=True).select_option("reviewer")
    page.get_by_role("button", name="Invite", exact=True).click()
    colleague = link_for(page, max_)
    expect(row(page, max_)).to_contain_text("Invited")

    page.goto(f"/invite.html?id={invitable(database, company).interview_id}")
    page.get_by_label("E-mail addresses").fill(f"{kim}, {sam}\n{lee};not@an@address {kim.upper()}")
    expect(page.get_by_text("4 addresses found.")).to_be_visible()
    page.get_by_label("Extra time").fill("50")
    page.get_by_role("button", name="Invite", exact=True).click()
    expect(page.get_by_text("not@an@address: This is not an e-mail address.")).to_be_visible()
    to_kim, to_sam, to_lee = link_for(page, kim), link_for(page, sam), link_for(page, lee)
    page.get_by_label("With one link for several people").check()
    page.get_by_label("Places").fill("1")
    page.get_by_role("button", name="Make the link").click()
    to_anybody = link_for(page, "everybody")

    kims = device().open(to_kim)
    main = kims.get_by_role("main")
    expect(main).to_contain_text(f"{company} invites you")
    expect(main).to_contain_text("1 question, 1 minute 30 seconds")
    expect(main).to_contain_text("1 attempt, 50 % extra time")
    expect(main).to_contain_text("No camera, no microphone, no screen.")
    expect(main).to_contain_text("Network: the server answers in")
    expect(kims.get_by_label("E-mail address")).to_have_value(kim)
    sign_up(kims, "Kim Candidate")
    expect(kims.get_by_role("heading", name="Accepted")).to_be_visible()
    assert kims.evaluate("location.hash") == "", "the token leaves the address"
    kims.reload()
    kims.wait_for_url("**/home.html")
    kims.get_by_role("button", name="Start Backend Engineer").click()
    expect(kims.get_by_role("dialog")).to_contain_text("Network: the server answers in")
    take(kims)
    kims.goto("/home.html")
    card = kims.get_by_role("article").filter(has=kims.get_by_role("heading", name="Backend Engineer"))
    expect(card).to_contain_text(f"{company}")
    expect(card).to_contain_text("0 attempts left")
    expect(card.get_by_role("link", name="Your result: Backend Engineer")).to_be_visible()
    expect(card.get_by_role("button")).to_have_count(0)

    # Somebody else's link, and then the right one, which has expired.
    sams = device().open(to_lee)
    sign_up(sams, "Sam Candidate", sam)
    expect(sams.get_by_role("heading", name="This invitation is for another address")).to_be_visible()
    database.execute("update reprise.invitations set expires_at = now() where email = %s", sam)
    sams.goto("/404.html")
    sams.goto(to_sam)
    expect(sams.get_by_role("heading", name="This invitation has expired")).to_be_visible()
    sams.get_by_role("button", name="Ask for another invitation").click()
    expect(sams.get_by_role("heading", name="Your request was sent")).to_be_visible()

    walkin = device().open(to_anybody)
    sign_up(walkin, "Toni By-Link", f"toni.{mark}@example.com")
    walkin.get_by_role("button", name="Start").click()
    InterviewTab.begin(walkin)

    # The link has no place left: that is said before anybody signs up.
    late = device().open(to_anybody)
    expect(late.get_by_role("heading", name="All places are taken")).to_be_visible()
    expect(late.get_by_role("main")).to_contain_text(f"{company} · Backend Engineer")
    sign_up(late, "Lou Late", f"lou.{mark}@example.com")
    expect(late.get_by_role("heading", name="Your request was sent")).to_be_visible()

    colleagues = device().open(colleague)
    sign_up(colleagues, "Max Member")
    expect(colleagues.get_by_role("heading", name=company)).to_be_visible()
    expect(row(colleagues, "Max Member")).to_contain_text("Reviewer")

    page.reload()
    expect(row(page, "Kim Candidate")).to_contain_text("Completed")
    expect(row(page, "Toni By-Link")).to_contain_text("Started")
    expect(row(page, sam)).to_contain_text(re.compile("Sam Candidate asked for a new invitation on .*Expired"))
    expect(row(page, "1 of 1 place taken")).to_be_visible()
    keyboard = Keyboard(page)
    keyboard.press(f"Extend: {sam}")
    keyboard.press("Save")
    expect(row(page, sam)).to_contain_text("Invited")
    expect(row(page, sam).get_by_role("button").first).to_be_focused()
    keyboard.press(f"Revoke: {lee}")
    page.get_by_role("dialog").get_by_role("button", name="Revoke").click()
    expect(row(page, lee)).to_contain_text("Revoked")
    page.get_by_label("Show").select_option("completed")
    expect(page.get_by_role("list", name="Invitations").get_by_role("listitem")).to_have_count(1)
    sams.goto("/home.html")
    expect(sams.get_by_role("button", name="Start Backend Engineer")).to_be_visible()


def test_person_who_forgot_the_password_signs_in_with_a_code_and_sets_another_one(
    device: MakeDevice,
) -> None:
    email = f"{uuid4()}@example.com"
    mine = device()
    page = mine.open("/")
    page.get_by_role("button", name="Create an account").click()
    sign_up(page, "Fran Forgot", email)
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert wait_until(lambda: page.evaluate("performance.getEntriesByName('interactive').length === 1"), 60)
    page.get_by_role("button", name="Forgot your password?").click()
    page.get_by_label("E-mail address").fill(email)
    page.get_by_role("button", name="Send the code").click()
    page.get_by_label("Code from the e-mail").fill("000000")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("This code does not match")
    page.get_by_label("Code from the e-mail").fill(code_in_mail_to(mine, email))
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Hello, Fran")).to_be_visible()

    page.goto("/account.html")
    page.get_by_role("textbox", name="New password").fill(PASSWORD[::-1])
    page.get_by_role("button", name="Change password").click()
    expect(page.get_by_text("Your password is changed.")).to_be_visible()
    page.get_by_role("textbox", name="Your name").fill("Fran Found")
    page.get_by_role("button", name="Save name").click()
    expect(page.get_by_text("Saved. Pages that you open now show it.")).to_be_visible()
    page.get_by_role("button", name="Sign out everywhere").click()
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD[::-1])
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Hello, Fran")).to_be_visible()
    expect(page.get_by_role("link", name="Fran Found: your account")).to_be_visible()


def sign_up(page: Page, name: str, email: str | None = None) -> None:
    """Fill in the form of a new account; without an address, the one that is filled in already."""
    page.get_by_label("Your name").fill(name)
    if email:
        page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Create account").click()


def row(page: Page, text: str) -> Locator:
    """The row of a list with this text."""
    return page.get_by_role("listitem").filter(has_text=text).last


def link_for(page: Page, name: str) -> str:
    """The link that is shown for somebody, without the origin of the server that made it."""
    return re.sub("^.*?(?=/invitation)", "", page.get_by_role("textbox", name=f"Link for {name}").input_value())


def code_in_mail_to(mine: Device, email: str) -> str:
    """The newest code that the local Auth has printed instead of sending it."""
    log = mine.stack.logs_dir / "gateway.log"
    mail = re.compile(rf"To: {re.escape(email)}\n.*?code is: (\d{{6}})", re.S)
    assert wait_until(lambda: mail.search(log.read_text()) is not None, 60)
    return str(mail.findall(log.read_text())[-1])


def invitable(database: Database, organization: str) -> Interview:
    """An interview of an organization, by invitation only."""
    owner = database.value("select id from reprise.organizations where name = %s", organization)
    interview = make_interview(database, ["open"], organization_id=owner, is_public=False)
    database.execute("update reprise.interviews set title = 'Backend Engineer' where id = %s", interview.interview_id)
    return interview


def take(page: Page) -> None:
    """Answer the only question."""
    tab = InterviewTab.begin(page)
    tab.write("An answer")
    tab.send()
    tab.sees_the_end()
