"""The page of one's own account: download, deletion with its day, and keeping the account after all."""

import json
import re

import pytest
from playwright.sync_api import expect

from tests.browser.accessibility import violations
from tests.browser.device import MakeDevice
from tests.browser.looks import PHONE
from tests.support.apis import Api
from tests.support.database import Database
from tests.support.interviews import make_interview, make_organization, start
from tests.support.people import People, Person


def test_person_downloads_their_data_and_keeps_the_account_they_wanted_to_delete(
    device: MakeDevice, candidate: Person, database: Database, functions_api: Api
) -> None:
    start(functions_api, candidate, make_interview(database, ["open"]).interview_id).submit("my own words").ok()
    page = device(candidate).open("/home.html")
    page.get_by_role("link", name="your account").click()
    expect(page.get_by_role("heading", name="Your account", exact=True)).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("button", name="Download my data").click()
    document = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert document["account"]["email"] == candidate.email
    assert document["questions"][0]["answer"]["answer"] == "my own words"

    delete = page.get_by_role("button", name="Delete my account")
    delete.click()
    page.get_by_role("dialog").get_by_role("button", name="Cancel").click()
    assert _requests(database, candidate) == 0
    delete.click()
    page.get_by_role("dialog").get_by_role("button", name="Delete my account").click()
    expect(page.get_by_text(re.compile(r"Your account will be deleted on \d+ \w+ \d{4}\."))).to_be_visible()
    assert _requests(database, candidate) == 1
    page.reload()
    page.get_by_role("button", name="Keep my account").click()
    expect(delete).to_be_focused()
    assert _requests(database, candidate) == 0


def test_only_owner_reads_why_the_account_cannot_be_deleted(
    device: MakeDevice, people: People, database: Database
) -> None:
    page = device(people.member(make_organization(database), "owner")).open("/account.html")
    page.get_by_role("button", name="Delete my account").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete my account").click()
    expect(page.get_by_text("An organization needs an owner. Make another member an owner first.")).to_be_visible()
    expect(page.get_by_role("button", name="Delete my account")).to_be_visible()


@pytest.mark.prove
@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_account_page_is_accessible_on_a_small_phone(device: MakeDevice, candidate: Person, scheme: str) -> None:
    page = device(candidate, viewport=PHONE, color_scheme=scheme).open("/account.html")
    expect(page.get_by_role("button", name="Delete my account")).to_be_visible()
    assert violations(page) == []


def _requests(database: Database, person: Person) -> int:
    return int(
        database.value("select count(*) from reprise_private.account_deletions where user_id = %s", person.user_id)
    )
