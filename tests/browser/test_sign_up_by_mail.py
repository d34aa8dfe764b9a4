"""Signing up where Auth confirms addresses: invitation and code arrive at a real mail server."""

import re
from collections.abc import Iterator
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, Page, Route, expect

from local.processes import wait_until
from local.stack import Stack
from tests.browser.device import Device
from tests.support.copied_stack import copied_stack
from tests.support.interviews import FULL_STACK
from tests.support.people import People
from tests.support.plain_http import http
from tests.support.postbox import Postbox, open_postbox

SENDER = "Example <people@example.org>"
OWN, FOREIGN = "a long password", "the attacker's password"
CODE = re.compile(r"\b(\d{6})\b")
LINK = re.compile(r"/invitation\.html#[0-9a-f]{64}")


@pytest.fixture(scope="module")
def postbox() -> Iterator[Postbox]:
    """A mail server."""
    with open_postbox() as opened:
        yield opened


@pytest.fixture(scope="module")
def mailing(postbox: Postbox) -> Iterator[Stack]:
    """A stack whose functions and whose Auth send their e-mails there."""
    with copied_stack({"SMTP_URL": postbox.url, "MAIL_FROM": SENDER}) as running:
        yield running


@pytest.fixture
def stranger(browser: Browser, mailing: Stack, people: People) -> Iterator[Device]:
    """A device on which nobody is signed in."""
    made = Device(browser, mailing, people, None)
    yield made
    made.context.unroute_all(behavior="ignoreErrors")
    made.context.close()
    assert made.faults == []


def text_of(postbox: Postbox, email: str, number: int = 1) -> str:
    """The text of the newest e-mail to an address, once there are so many."""
    assert wait_until(lambda: len(postbox.of(email)) >= number, 60)
    body = postbox.of(email)[number - 1].get_body(("plain", "html"))
    assert body is not None
    return str(body.get_content())


def code_in(text: str) -> str:
    """The code of an e-mail; its links are left out, because they hold digits, too."""
    found = CODE.search(re.sub(r"https?://\S+", "", re.sub("<[^>]*>", " ", text)))
    assert found, text
    return found.group(1)


def invite(device: Device, mailing: Stack, email: str) -> None:
    """The recruiter of the seed invites an address; the scheduler has it mailed, twice."""
    page = device.open("/")
    page.get_by_role("button", name="Try it as a recruiter").click()
    expect(page.get_by_role("heading", name="Recruiting")).to_be_visible()
    page.goto(f"/invite.html?id={FULL_STACK}")
    page.get_by_label("E-mail addresses").fill(email)
    page.get_by_role("button", name="Invite", exact=True).click()
    expect(page.get_by_text("An e-mail with a link is on its way")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    page.close()
    headers = {"authorization": f"Bearer {mailing.scheduler_secret}"}
    for delivered in (1, 0):
        sent = http.post(f"{mailing.functions_url}/notify", headers=headers).raise_for_status().json()
        assert sent["delivered"] == delivered


def open_link(device: Device, postbox: Postbox, email: str) -> Page:
    """Open the link of the invitation, and fill in the form of a new account."""
    found = LINK.search(text_of(postbox, email))
    assert found
    page = device.open(found.group(0))
    expect(page.get_by_label("E-mail address")).to_have_value(email)
    page.get_by_label("Your name").fill("Kim Candidate")
    page.get_by_label("Password").fill(OWN)
    return page


def enter(page: Page, code: str) -> None:
    """Enter the code that confirms the address."""
    expect(page.get_by_text("We have sent you an e-mail with a code")).to_be_visible()
    page.get_by_label("Code from the e-mail").fill(f" {code} ")
    page.get_by_role("button", name="Sign in", exact=True).click()


def signs_in(mailing: Stack, email: str, password: str) -> bool:
    """Whether Auth takes the password."""
    url = f"{mailing.supabase_url}/auth/v1/token?grant_type=password"
    headers = {"apikey": mailing.publishable_key}
    return http.post(url, headers=headers, json={"email": email, "password": password}).is_success


def test_invitation_and_code_arrive_by_mail_and_only_the_code_gives_the_interview(
    stranger: Device, mailing: Stack, postbox: Postbox
) -> None:
    email = f"kim.{uuid4().hex}@example.com"
    invite(stranger, mailing, email)
    page = open_link(stranger, postbox, email)
    page.get_by_role("button", name="Create account").click()
    enter(page, "000000")
    expect(page.get_by_role("alert")).to_contain_text("This code does not match")
    assert not signs_in(mailing, email, OWN), "nobody has confirmed the address"
    code = text_of(postbox, email, 2)
    assert postbox.of(email)[1]["From"] == SENDER
    enter(page, code_in(code))
    expect(page.get_by_role("heading", name="Accepted")).to_be_visible()
    assert signs_in(mailing, email, OWN)
    assert len(postbox.of(email)) == 2


def take_over(stranger: Device, mailing: Stack, postbox: Postbox) -> str:
    """Somebody signs up with an invited address before its owner does; returns the address, which is theirs now."""
    email = f"kim.{uuid4().hex}@example.com"
    invite(stranger, mailing, email)
    attacker = {"email": email, "password": FOREIGN, "data": {"full_name": "Mallory"}}
    headers = {"apikey": mailing.publishable_key}
    signed_up = http.post(f"{mailing.supabase_url}/auth/v1/signup", headers=headers, json=attacker)
    user = signed_up.raise_for_status().json()

    def as_hosted(route: Route) -> None:
        """Hosted, Auth sends another code and keeps the first password; the local one refuses for a minute."""
        route.fulfill(json=user)

    page = open_link(stranger, postbox, email)
    page.route("**/auth/v1/signup*", as_hosted)
    page.get_by_role("button", name="Create account").click()
    enter(page, code_in(text_of(postbox, email, 2)))
    expect(page.get_by_role("heading", name="Accepted")).to_be_visible()
    return email


def test_who_signed_up_with_an_invited_address_before_its_owner_has_no_part_in_the_account(
    stranger: Device, mailing: Stack, postbox: Postbox
) -> None:
    email = take_over(stranger, mailing, postbox)
    assert not signs_in(mailing, email, FOREIGN)
    assert signs_in(mailing, email, OWN)
    page = stranger.open("/home.html")
    expect(page.get_by_role("link", name="Kim Candidate: your account")).to_be_visible()


@pytest.mark.prove
def test_control_without_storing_the_owners_password_the_first_one_opens_the_account(
    stranger: Device, mailing: Stack, postbox: Postbox
) -> None:
    stranger.change_script("app/sign-in/account.js", "await auth.updateUser({ password });", "{ error: null };")
    email = take_over(stranger, mailing, postbox)
    assert signs_in(mailing, email, FOREIGN)
