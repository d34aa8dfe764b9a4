"""The header of every page for signed-in users."""

import pytest
from playwright.sync_api import Locator, expect

from tests.browser.accessibility import violations
from tests.browser.device import MakeDevice
from tests.browser.looks import DESK, PHONE
from tests.support.database import Database
from tests.support.interviews import make_organization
from tests.support.people import People


def height(element: Locator) -> float:
    box = element.bounding_box()
    assert box is not None
    return box["height"]


@pytest.mark.prove
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_header_fits_one_row_on_a_small_phone_and_its_menu_works_with_the_keyboard(
    device: MakeDevice, people: People, database: Database, scheme: str
) -> None:
    recruiter = people.member(make_organization(database))
    page = device(recruiter, viewport=PHONE, color_scheme=scheme).open("/practice.html")
    header = page.get_by_role("banner")
    menu = header.get_by_role("button", name="Menu")
    recruiting = header.get_by_role("link", name="Recruiting")
    expect(menu).to_have_attribute("aria-expanded", "false")
    expect(recruiting).to_be_hidden()
    assert height(header) <= 72
    menu.press("Enter")
    expect(recruiting).to_be_visible()
    expect(header.get_by_role("link", name="Practice")).to_have_attribute("aria-current", "page")
    expect(header.get_by_role("button", name="Sign out")).to_be_visible()
    assert violations(page) == []
    page.keyboard.press("Tab")
    expect(header.get_by_role("link", name="Home")).to_be_focused()
    page.keyboard.press("Escape")
    expect(menu).to_be_focused()
    expect(recruiting).to_be_hidden()


@pytest.mark.prove
def test_header_has_no_menu_button_on_a_wide_screen(device: MakeDevice, people: People, database: Database) -> None:
    recruiter = people.member(make_organization(database))
    header = device(recruiter, viewport=DESK).open("/practice.html").get_by_role("banner")
    expect(header.get_by_role("link", name="Recruiting")).to_be_visible()
    expect(header.get_by_role("button", name="Menu")).to_be_hidden()
    assert height(header) <= 72
