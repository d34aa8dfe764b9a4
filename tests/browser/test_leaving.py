"""Signing out and in again: text belongs to its author, and is offered again only to that person."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.device import MakeDevice
from tests.browser.interview_tab import InterviewTab
from tests.support.database import Database
from tests.support.interviews import make_interview
from tests.support.people import People, Person

_SIGNED_IN = "JSON.parse(localStorage.getItem('reprise-auth')).user.email"


def continue_here(page: Page) -> InterviewTab:
    page.get_by_role("button", name="Continue here").click()
    tab = InterviewTab(page)
    tab.sees_question(1)
    return tab


@pytest.mark.prove
def test_late_text_stored_at_sign_out_is_offered_to_its_author(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    laptop, phone = device(candidate), device(candidate)
    tab = InterviewTab.start(laptop, make_interview(database, ["open"], time_limit_seconds=300))
    session_id, address = tab.session_id, tab.page.url
    tab.write("In time")
    tab.is_saved()
    tab.network_answers("heartbeat", spoil=True)
    tab.write("On the laptop only")
    tab.is_on_device("On the laptop only")
    laptop.kill(tab.page)
    other = continue_here(phone.open(address))
    other.write("On the phone")
    other.is_saved()
    home = laptop.open("/home.html")
    home.get_by_role("button", name="Sign out", exact=True).click()
    home.wait_for_url(re.compile("/$"))
    assert [text["answer"] for text in database.kept(session_id)] == ["On the laptop only"]
    laptop.sign_in(candidate)
    again = continue_here(laptop.open(address))
    expect(again.field).to_have_value("On the phone")
    expect(again.notice("other-text")).to_contain_text("On the laptop only")


def test_link_with_tokens_does_not_sign_anybody_in(device: MakeDevice, candidate: Person, people: People) -> None:
    other = people.candidate()
    token = people.token({"sub": str(other.user_id), "email": other.email})
    address = f"/home.html#access_token={token}&refresh_token=x&expires_in=3600&token_type=bearer&type=magiclink"
    page = device(candidate).open(address)
    expect(page.get_by_role("heading", level=1)).to_contain_text("Hello")
    expect(page.get_by_role("heading", name="Interviews", exact=True)).to_be_visible()
    assert page.evaluate(_SIGNED_IN) == candidate.email
