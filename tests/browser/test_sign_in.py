"""The sign-in page."""

from uuid import uuid4

import pytest
from playwright.sync_api import expect

from local.processes import wait_until
from tests.browser.device import MakeDevice


def test_wrong_password_is_explained_and_the_right_one_opens_home(device: MakeDevice) -> None:
    page = device().open("/")
    page.get_by_label("E-mail address").fill("candidate@example.com")
    page.get_by_label("Password").fill("not-the-password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("do not match")
    page.get_by_label("Password").fill("reprise-demo")
    page.get_by_label("Password").press("Enter")
    page.wait_for_url("**/home.html")
    expect(page.get_by_role("banner")).to_contain_text("Casey Candidate")


@pytest.mark.prove
def test_page_for_signed_in_people_comes_back_after_the_sign_in(device: MakeDevice) -> None:
    page = device().open("/home.html?x=1")
    page.get_by_role("button", name="Try it as a candidate").click()
    page.wait_for_url("**/home.html?x=1")


def test_address_of_another_site_is_not_followed_after_the_sign_in(device: MakeDevice) -> None:
    page = device().open("/?next=https%3A%2F%2Fexample.com%2Fhome.html")
    page.get_by_role("button", name="Try it as a candidate").click()
    page.wait_for_url("**/home.html")
    assert page.url.startswith(page.context.pages[0].evaluate("location.origin"))


def test_password_cannot_be_typed_while_the_script_has_not_loaded(device: MakeDevice) -> None:
    mine = device()
    page = mine.open("/")
    expect(page.get_by_label("Password")).to_be_visible()
    page.route("**/app/sign-in/sign-in.js", lambda route: route.abort())
    page.reload()
    expect(page.get_by_text("Your answers are safe from the first word.")).to_be_visible()
    expect(page.get_by_role("textbox")).to_have_count(0)
    expect(page.get_by_label("Password")).to_have_count(0)


@pytest.mark.prove
def test_password_counts_with_the_spaces_around_it(device: MakeDevice) -> None:
    page = device().open("/")
    email = f"{uuid4()}@example.com"
    page.get_by_role("button", name="Create an account").click()
    page.get_by_label("Your name").fill(" Sam Spaces ")
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill("  spaces  ")
    page.get_by_label("Password").press("Enter")
    expect(page.get_by_role("heading", name="Hello, Sam")).to_be_visible()
    page.get_by_role("button", name="Sign out").click()
    expect(page.get_by_role("heading", name="Sign in")).to_be_visible()
    assert wait_until(lambda: page.evaluate("performance.getEntriesByName('interactive').length === 1"), 60)
    page.get_by_label("E-mail address").fill(email)
    page.get_by_label("Password").fill("spaces")
    page.get_by_label("Password").press("Enter")
    expect(page.get_by_role("alert")).to_contain_text("do not match")
    page.get_by_label("Password").fill("  spaces  ")
    page.get_by_label("Password").press("Enter")
    expect(page.get_by_role("heading", name="Hello, Sam")).to_be_visible()


@pytest.mark.prove
def test_other_sign_in_refusals_are_not_reported_as_a_wrong_password(device: MakeDevice) -> None:
    page = device().open("/")
    refusals = [
        (
            400,
            {"code": 400, "error_code": "email_not_confirmed", "msg": "Email not confirmed"},
            "link we have sent you",
        ),
        (400, {"code": 400, "error_code": "user_banned", "msg": "User is banned"}, "User is banned"),
        (429, {"code": 429, "error_code": "over_request_rate_limit", "msg": "Rate limit"}, "wait a minute"),
        (500, {"code": 500, "msg": "Oh no"}, "cannot be reached right now"),
    ]
    page.route("**/auth/v1/token*", lambda route: route.fulfill(status=refusals[0][0], json=refusals[0][1]))
    page.get_by_label("E-mail address").fill("candidate@example.com")
    page.get_by_label("Password").fill("reprise-demo")
    while refusals:
        page.get_by_role("button", name="Sign in", exact=True).click()
        expect(page.get_by_role("alert")).to_contain_text(refusals[0][2])
        refusals.pop(0)


@pytest.mark.prove
def test_browser_without_storage_is_reported_at_sign_in(device: MakeDevice) -> None:
    mine = device()
    mine.context.add_init_script(
        "Storage.prototype.setItem = () => { throw new DOMException('It is full.', 'QuotaExceededError'); };"
    )
    page = mine.open("/")
    page.get_by_role("button", name="Try it as a candidate").click()
    expect(page.get_by_role("alert")).to_contain_text("does not let us remember that you are signed in")
