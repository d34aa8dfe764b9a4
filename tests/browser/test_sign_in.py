"""The first page."""

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import violations
from tests.browser.conftest import MakeDevice


def test_wrong_password_is_told_in_plain_words_and_the_right_one_opens_home(device: MakeDevice) -> None:
    page = device().open("/")
    page.get_by_label("E-mail address").fill("candidate@example.com")
    page.get_by_label("Password").fill("not-the-password")
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("alert")).to_contain_text("do not belong together")
    page.get_by_label("Password").fill("reprise-demo")
    page.get_by_label("Password").press("Enter")
    page.wait_for_url("**/home.html")
    expect(page.get_by_role("banner")).to_contain_text("Casey Candidate")


def test_page_for_signed_in_people_comes_back_after_the_sign_in(device: MakeDevice) -> None:
    page = device().open("/home.html?x=1")
    page.get_by_role("button", name="Try it as a candidate").click()
    page.wait_for_url("**/home.html?x=1")


def test_address_of_another_site_is_not_followed_after_the_sign_in(device: MakeDevice) -> None:
    page = device().open("/?next=https%3A%2F%2Fexample.com%2Fhome.html")
    page.get_by_role("button", name="Try it as a candidate").click()
    page.wait_for_url("**/home.html")
    assert page.url.startswith(page.context.pages[0].evaluate("location.origin"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_sign_in_has_no_serious_accessibility_violation(device: MakeDevice, scheme: str) -> None:
    page = device(color_scheme=scheme).open("/")
    expect(page.get_by_role("button", name="Try it as a candidate")).to_be_visible()
    assert violations(page) == []
