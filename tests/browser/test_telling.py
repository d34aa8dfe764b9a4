"""Owners have events sent to their systems, members read what happened, and everybody chooses their e-mails."""

import re
from uuid import uuid4

import pytest
from playwright.sync_api import Page, expect

from tests.browser.device import MakeDevice
from tests.browser.looks import LOOKS, faults_in_every_look
from tests.support.database import Database
from tests.support.interviews import make_interview
from tests.support.people import People, Person
from tests.support.receiver import open_receiver

SECRET = re.compile(r"^whsec_[A-Za-z0-9+/]{43}=$")


def no_faults(page: Page) -> None:
    """In light and dark, on a desktop and on a phone."""
    found = [fault for look in LOOKS for fault in faults_in_every_look(page, look)]
    assert not found, "\n".join(found)


@pytest.fixture
def owner(people: People, database: Database) -> Person:
    """The owner of an organization in which something has happened."""
    interview = make_interview(database, ["open"])
    person = people.member(interview.organization_id, "owner")
    for kind in ("result.ready", "evaluation.needs_review"):
        database.execute(
            "select reprise_private.append_organization_event(%s, %s, %s, null, null,"
            " jsonb_build_object('interview_id', %s::uuid))",
            interview.organization_id,
            kind,
            uuid4(),
            interview.interview_id,
        )
    return person


def test_owner_adds_a_webhook_sees_its_secret_once_tests_it_and_deletes_it(
    device: MakeDevice, owner: Person, database: Database
) -> None:
    database.execute("update reprise_private.settings set webhook_loopback = true")
    try:
        with open_receiver() as receiver:
            page = device(owner).open("/organization.html")
            page.get_by_role("button", name="Add a webhook").click()
            dialog = page.get_by_role("dialog")
            dialog.get_by_label("Address").fill("http://hooks.example.com/")
            dialog.get_by_role("button", name="Add webhook").click()
            expect(dialog.get_by_text("must be an https address")).to_be_visible()
            dialog.get_by_label("Address").fill(f"{receiver.url}/hook")
            dialog.get_by_label("result.ready").check()
            dialog.get_by_role("button", name="Add webhook").click()
            secret = page.get_by_label("Secret", exact=True)
            expect(secret).to_have_value(SECRET)
            receiver.secrets["/hook"] = secret.input_value()
            page.get_by_role("button", name="I have stored it").click()
            webhooks = page.get_by_role("list", name="Webhooks")
            expect(webhooks).to_contain_text("result.ready, session.completed")
            assert receiver.secrets["/hook"] not in page.content()
            page.get_by_role("button", name=re.compile("^Send a test")).click()
            expect(page.get_by_text("The test was delivered.")).to_be_visible()
            assert [request.verified for request in receiver.requests] == [True]
            receiver.answers["/hook"] = 500
            page.get_by_role("button", name=re.compile("^Send a test")).click()
            expect(page.get_by_text("The test was not delivered: HTTP 500.")).to_be_visible()
            page.locator("summary", has_text="Deliveries").click()
            expect(webhooks).to_contain_text("webhook.test")
            no_faults(page)
            page.get_by_role("button", name=re.compile("^Pause")).click()
            expect(webhooks).to_contain_text("Paused")
            page.get_by_role("button", name=re.compile("^Delete")).click()
            page.get_by_role("dialog").get_by_role("button", name="Delete").click()
            expect(page.get_by_text("No webhooks yet.")).to_be_visible()
    finally:
        database.execute("update reprise_private.settings set webhook_loopback = false")


def test_member_reads_news_on_the_home_page_and_marks_them_as_read(device: MakeDevice, owner: Person) -> None:
    page = device(owner).open("/home.html")
    news = page.get_by_role("list", name="News")
    expect(news.get_by_role("listitem")).to_have_count(2)
    expect(news).to_contain_text("A result of “Test interview” is ready")
    no_faults(page)
    page.get_by_role("button", name="Mark all as read").click()
    expect(news).to_be_hidden()
    page.reload()
    expect(page.get_by_role("heading", name="Recruiting")).to_be_visible()
    expect(news).to_be_hidden()


def test_person_chooses_their_emails_and_a_candidate_is_asked_about_reminders_only(
    device: MakeDevice, owner: Person, candidate: Person
) -> None:
    page = device(owner).open("/account.html")
    page.get_by_label("A result is ready").select_option("off")
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.reload()
    expect(page.get_by_label("A result is ready")).to_have_value("off")
    no_faults(page)
    page = device(candidate).open("/account.html")
    expect(page.get_by_label("An interview of mine ends within a day")).to_have_value("soon")
    expect(page.get_by_label("A result is ready")).to_have_count(0)


def test_link_of_an_email_ends_it_only_when_its_button_is_pressed(
    device: MakeDevice, owner: Person, database: Database
) -> None:
    database.execute(
        "insert into reprise_private.notice_mails (user_id, organization_id, pace, status, unsubscribe_sha256)"
        " select user_id, organization_id, 'daily', 'sent', encode(sha256('a-token'), 'hex')"
        " from reprise.organization_members where user_id = %s",
        owner.user_id,
    )
    off = "select count(*) from reprise_private.notice_preferences where user_id = %s and pace = 'off'"
    page = device().open("/unsubscribe.html#a-token")
    button = page.get_by_role("button", name="Unsubscribe")
    expect(button).to_be_visible()
    assert database.value(off, owner.user_id) == 0
    no_faults(page)
    button.click()
    expect(page.get_by_role("heading", name="You are unsubscribed")).to_be_visible()
    assert database.value(off, owner.user_id) == 5
