"""Assessments of conversations in the pages of reviewers and candidates, and their criteria in the editor."""

import re

from playwright.sync_api import Page, expect

from tests.browser.device import MakeDevice
from tests.browser.graders import Graders
from tests.browser.looks import DESK, LOOKS, faults_in_every_look
from tests.support.apis import Api
from tests.support.conversations import Talk, make_conversation_interview, start_talk
from tests.support.database import Database
from tests.support.interviews import Interview
from tests.support.people import People, Person

SAID = (
    "I rebuilt our billing queue with PostgreSQL and skip locked, because two workers had taken the same invoice.",
    "We measured first: a hundred and twenty jobs a second were lost to lock waits before the change.",
    "I do not know how it behaves on a replica; I would try that with a restored backup before I promise anything.",
)


def talked(api: Api, person: Person, interview: Interview | None = None, said: tuple[str, ...] = SAID) -> Talk:
    """A completed conversation."""
    talk = start_talk(api, person, {"interview_id": str(interview.interview_id)} if interview else None)
    for content in said:
        talk.say(content).ok()
    talk.finish().ok()
    return talk


def criterion(page: Page, title: str) -> str:
    """What the page shows of a criterion."""
    return page.locator(".assessed-criteria > li").filter(has_text=title).inner_text()


def test_reviewer_reads_the_assessment_beside_the_transcript_and_scores_it(
    device: MakeDevice, people: People, database: Database, functions_api: Api, graders: Graders
) -> None:
    interview = make_conversation_interview(database, "Go into queues.")
    recruiter = people.member(interview.organization_id)
    talk = talked(functions_api, people.candidate(), interview)
    page = device(recruiter, viewport=DESK).open(f"/recruiter.html?session={talk.session_id}")
    expect(page.get_by_text("Waiting to be assessed")).to_be_visible()
    assert graders.grade(0.5).graded == 1
    expect(page.locator("#assessed-score")).to_have_text("20 of 40 points")
    expect(page.locator("#total")).to_have_text("20 of 40 points")
    expect(page.get_by_text("How it ended")).to_be_visible()
    expect(page.locator(".overview")).to_contain_text("The candidate ended it")
    assert "5 of 10 points" in criterion(page, "Own experience")
    # A quote leads to the message that it is from.
    page.get_by_role("link", name="Message 2").first.click()
    target = page.locator(".transcript li:target")
    expect(target).to_contain_text(SAID[0])
    expect(target).to_be_in_viewport()
    assert faults_in_every_look(page, LOOKS[1]) == []
    page.set_viewport_size(DESK)
    page.get_by_role("button", name="Give your scores").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Clarity").fill("9.5")
    dialog.get_by_label("Reason", exact=True).fill("The last answer was very clear.")
    assert faults_in_every_look(page, LOOKS[0]) == []
    dialog.get_by_role("button", name="Save the scores").click()
    expect(page.locator("#assessed-score")).to_have_text("24.5 of 40 points")
    assert re.search(r"9\.5 of 10 points\s+Scored by a person\s+Machine: 5", criterion(page, "Clarity"))
    expect(page.locator(".assessment")).to_contain_text("The last answer was very clear.")
    expect(page.get_by_role("button", name="Assess again")).to_have_count(0)


def test_conversation_without_an_assessment_says_why(
    device: MakeDevice, people: People, database: Database, functions_api: Api, graders: Graders
) -> None:
    interview = make_conversation_interview(database, "Go into queues.")
    recruiter, candidate = people.member(interview.organization_id), people.candidate()
    talk = talked(functions_api, candidate, interview, ("Hello.",))
    graders.grade()
    page = device(recruiter).open(f"/recruiter.html?session={talk.session_id}")
    expect(page.locator(".assessment")).to_contain_text("Too short to assess")
    expect(page.locator("#total")).to_have_count(0)
    expect(page.get_by_role("button", name="Assess again")).to_have_count(0)
    trail = page.get_by_role("region", name="Record")
    expect(trail).to_contain_text("Completed: the candidate ended it")
    expect(trail.locator("[data-event=conversation_moved]")).to_contain_text("The interviewer")
    page = device(candidate).open(f"/results.html?session={talk.session_id}")
    expect(page.get_by_role("heading", name="This conversation is complete")).to_be_visible()
    expect(page.get_by_text("It was too short to be assessed")).to_be_visible()


def test_practice_conversation_ends_with_feedback(
    device: MakeDevice, candidate: Person, functions_api: Api, graders: Graders
) -> None:
    talk = talked(functions_api, candidate)
    page = device(candidate).open(f"/results.html?session={talk.session_id}")
    expect(page.get_by_text("It is being assessed")).to_be_visible()
    graders.grade(0.5)
    expect(page.locator(".big-score")).to_have_text("20 of 40 points")
    card = page.get_by_role("region", name="How it was assessed")
    expect(card).to_contain_text("The main idea is there.")
    expect(card).to_contain_text("Go into more detail.")
    expect(card.locator("dl")).to_contain_text("Knowledge of the subject5 of 10 points")
    assert faults_in_every_look(page, LOOKS[2]) == []


def test_recruiter_writes_the_criteria_of_a_conversation_and_its_candidates_are_assessed_by_them(
    device: MakeDevice, people: People, database: Database, functions_api: Api, graders: Graders
) -> None:
    interview = make_conversation_interview(database, "Go into queues.")
    recruiter = people.member(interview.organization_id)
    page = device(recruiter, viewport=DESK).open(f"/interview-editor.html?id={interview.interview_id}")
    expect(page.get_by_text("Without any, four criteria with 10 points each apply")).to_be_visible()
    page.get_by_role("button", name="Add a criterion").click()
    expect(page.get_by_label("Title of criterion 1")).to_be_focused()
    page.get_by_label("Points of criterion 1").fill("101")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Enter a title of up to 200 characters")).to_be_visible()
    expect(page.get_by_text("Enter a whole number from 1 to 100.")).to_be_visible()
    page.get_by_label("Title of criterion 1").fill("Queues")
    page.get_by_label("What to look for in criterion 1").fill("Names a lock that fits.")
    page.get_by_label("Points of criterion 1").fill("25")
    expect(page.get_by_text("25 points in all.")).to_be_visible()
    assert faults_in_every_look(page, LOOKS[3]) == []
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.reload()
    expect(page.get_by_label("What to look for in criterion 1")).to_have_value("Names a lock that fits.")
    talk = talked(functions_api, people.candidate(), interview)
    graders.grade(0.4)
    page.goto(f"/recruiter.html?session={talk.session_id}")
    expect(page.locator("#assessed-score")).to_have_text("10 of 25 points")
    assert "Queues" in criterion(page, "Queues")
