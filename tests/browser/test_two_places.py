"""Two tabs, two devices, and other people who change the session."""

import re

import pytest
from playwright.sync_api import expect

from tests.browser.device import MakeDevice
from tests.browser.interview_tab import InterviewTab, shows_the_right_time
from tests.support.apis import Api
from tests.support.cleanup import clean_up
from tests.support.database import Database
from tests.support.interviews import make_interview
from tests.support.people import People, Person


def test_takeover_brings_the_text_and_the_old_device_keeps_its_own(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    laptop = InterviewTab.start(device(candidate), make_interview(database, ["open", "open"], time_limit_seconds=300))
    session_id = laptop.session_id
    laptop.write("Begun on the laptop")
    laptop.is_saved()

    page = device(candidate, viewport={"width": 360, "height": 740}).open("/home.html")
    card = page.get_by_role("region", name="Previous session detected")
    expect(card).to_contain_text("on another device")
    card.get_by_role("button", name="Continue here").click()
    phone = InterviewTab(page)
    phone.sees_question(1)
    expect(phone.field).to_have_value("Begun on the laptop")
    shows_the_right_time(phone.seconds_left, database, session_id)

    laptop.field.press("End")
    laptop.field.press_sequentially(", and on")
    moved = laptop.page.locator("#moved")
    expect(moved).to_contain_text("This interview moved to another tab or device")
    expect(moved.locator("pre")).to_have_text("Begun on the laptop, and on")
    expect(moved.get_by_role("link", name="Back to home")).to_be_visible()
    assert [row["answer"] for row in database.kept(session_id)] == ["Begun on the laptop, and on"]

    phone.write("Begun on the laptop, finished on the phone")
    phone.send()
    phone.sees_question(2)
    moved.get_by_role("button", name="Continue here").click()
    laptop.sees_question(2)
    expect(phone.page.locator("#moved")).to_be_hidden()
    assert database.answers(session_id)[0]["answer"] == "Begun on the laptop, finished on the phone"
    # The laptop's text was not submitted again when the laptop returned.
    assert len(database.kept(session_id)) == 1


def test_second_tab_is_notified_at_once_and_can_take_over_without_the_server(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    mine = device(candidate)
    first = InterviewTab.start(mine, make_interview(database, ["open"], time_limit_seconds=300))
    first.write("In the first tab")
    first.is_saved()
    # From now on the server's responses to the first tab are lost.
    first.page.route(re.compile("/heartbeat$"), lambda route: route.abort())

    second = InterviewTab(mine.open(f"/interview.html?session={first.session_id}"))
    expect(second.page.get_by_role("heading", name="This interview is open in another tab")).to_be_visible()
    second.page.get_by_role("button", name="Continue here").click()
    second.sees_question(1)
    expect(second.field).to_have_value("In the first tab")
    expect(first.page.locator("#moved")).to_contain_text("In the first tab")


def test_waiting_tab_is_notified_when_the_other_closes(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    mine = device(candidate)
    first = InterviewTab.start(mine, make_interview(database, ["open"]))
    second = mine.open(f"/interview.html?session={first.session_id}")
    expect(second.get_by_role("heading", name="This interview is open in another tab")).to_be_visible()
    mine.kill(first.page)
    expect(second.get_by_role("heading", name="The other tab has closed")).to_be_visible()


@pytest.mark.prove
def test_duplicated_tab_is_a_separate_client(device: MakeDevice, candidate: Person, database: Database) -> None:
    mine = device(candidate)
    first = InterviewTab.start(mine, make_interview(database, ["open"]))
    with mine.context.expect_page() as opened:
        # Like "Duplicate tab", a window opened by a page starts with a copy of its sessionStorage.
        first.page.evaluate("() => { window.open(location.href) }")
    copy = opened.value
    expect(copy.get_by_role("heading", name="This interview is open in another tab")).to_be_visible()
    first.write("Still mine")
    first.is_saved()
    identities = [page.evaluate("sessionStorage.getItem('reprise-client')") for page in (first.page, copy)]
    assert len(set(identities)) == 2


def test_extra_time_reaches_the_running_countdown_and_says_why(
    device: MakeDevice, candidate: Person, people: People, functions_api: Api, database: Database
) -> None:
    interview = make_interview(database, ["open", "open"], time_limit_seconds=100)
    recruiter = people.member(interview.organization_id)
    tab = InterviewTab.start(device(candidate), interview)
    assert tab.seconds_left() <= 100
    functions_api.call(
        "review",
        recruiter,
        {"action": "extend_time", "session_id": tab.session_id, "extra_time_percent": 50, "reason": "A fire alarm."},
    ).ok()
    # The next heartbeat returns it.
    tab.write("x")
    before = tab.field.bounding_box()
    expect(tab.notice("extra-time")).to_contain_text("You have been given extra time")
    assert tab.field.bounding_box() == before, "the field moved while somebody was typing"
    expect(tab.notice("extra-time")).to_contain_text("50 % more time")
    assert tab.seconds_left() > 110, "the countdown has no extra time"
    shows_the_right_time(tab.seconds_left, database, tab.session_id)


@pytest.mark.prove
def test_previous_session_is_cleared_with_one_click(device: MakeDevice, candidate: Person, database: Database) -> None:
    interview = make_interview(database, ["open"])
    stuck = InterviewTab.start(device(candidate), interview)
    page = device(candidate).open("/home.html")
    card = page.get_by_role("region", name="Previous session detected")
    expect(card).to_contain_text("Clearing it ends this attempt for good, and its answers do not count.")
    card.get_by_role("button", name="Clear it").click()
    expect(card).to_be_hidden()
    expect(page.get_by_text("Cleared. You can start afresh.")).to_be_visible()
    assert database.session(stuck.session_id)["closed_reason"] == "cleared"
    assert database.live_row(candidate.user_id) is None


def test_start_over_asks_for_confirmation_and_restarts(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    interview = make_interview(database, ["open", "open"])
    mine = device(candidate)
    first = InterviewTab.start(mine, interview)
    before = first.session_id
    first.write("To be abandoned")
    first.send()
    first.sees_question(2)
    first.page.close()
    page = mine.open("/home.html")
    page.get_by_role("dialog", name="Welcome back").get_by_role("button", name="Start over").click()
    page.get_by_role("dialog", name="Start over from question 1?").get_by_role("button", name="Start over").click()
    again = InterviewTab(page)
    again.sees_question(1)
    assert again.session_id != before
    assert database.session(before)["closed_reason"] == "start_over"


@pytest.mark.prove
def test_welcome_back_says_that_an_unserved_question_has_no_running_clock(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    interview = make_interview(database, ["open", "open"], time_limit_seconds=60)
    mine = device(candidate)
    tab = InterviewTab.start(mine, interview)
    session_id = tab.session_id
    mine.kill(tab.page)
    database.let_time_pass(session_id, 70)
    clean_up(database)
    dialog = mine.open("/home.html").get_by_role("dialog", name="Welcome back")
    expect(dialog).to_contain_text("2 of 2")
    expect(dialog).to_contain_text("starts when you continue")
    expect(dialog.locator("#welcome-remaining")).to_have_text("1:00")
