"""Breaks on the pages: the candidate rests between two questions, and reviewers see for how long."""

import pytest
from playwright.sync_api import expect

from tests.browser.device import MakeDevice
from tests.browser.interview_tab import InterviewTab, seconds_of
from tests.browser.looks import LOOKS, Look, faults_in_every_look
from tests.support.database import Database
from tests.support.interviews import make_interview
from tests.support.people import People, Person


@pytest.mark.parametrize("look", LOOKS[:1], ids=str)
def test_candidate_takes_a_break_reloads_and_continues_and_a_later_one_ends_by_itself(
    device: MakeDevice, candidate: Person, people: People, database: Database, look: Look
) -> None:
    interview = make_interview(database, ["open"] * 4, time_limit_seconds=600, break_seconds=300)
    tab = InterviewTab.start(device(candidate), interview)
    page, left = tab.page, tab.page.locator("#break-left")
    rest = page.get_by_role("button", name="Take a break after this answer")
    rest.click()
    expect(page.locator("#refusal")).to_contain_text("Please write an answer first")
    tab.write("The first answer")
    rest.click()
    expect(page.get_by_role("heading", name="You are on a break")).to_be_focused()
    expect(page.get_by_text("Question 2 of 4 opens when you continue")).to_be_visible()
    expect(tab.field).to_have_count(0)
    expect(page.locator(".timer")).to_be_hidden()
    assert 200 < seconds_of(left.inner_text()) <= 300
    assert faults_in_every_look(page, look) == []

    page.reload()
    expect(page.get_by_role("dialog")).to_contain_text("You are on a break")
    assert database.questions(tab.session_id)[1]["served_at"] is None
    page.get_by_role("button", name="Resume").click()
    tab.sees_question(2)
    assert tab.seconds_left() > 540

    tab.write("The second answer")
    rest.click()
    page.get_by_role("button", name="Continue now").click()
    tab.sees_question(3)
    tab.write("The third answer")
    rest.click()
    expect(left).to_be_visible()
    tab.time_runs_out(database, 330)
    tab.sees_question(4)
    assert tab.seconds_left() < 600 - 20
    expect(rest).to_be_hidden()

    page = device(people.member(interview.organization_id)).open(f"/recruiter.html?session={tab.session_id}")
    entries = page.locator("[data-credit=break]")
    expect(entries).to_have_count(3)
    expect(entries.last).to_contain_text("Taken by the candidate")
    expect(entries.get_by_role("button")).to_have_count(0)
