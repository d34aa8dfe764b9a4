"""Recruiters write questions and interviews, and publish them."""

from uuid import UUID

import pytest
from playwright.sync_api import expect

from tests.browser.device import MakeDevice
from tests.browser.keyboard import Keyboard
from tests.support.database import Database
from tests.support.interviews import make_interview, make_organization
from tests.support.people import People, Person
from tests.support.question_bank import Bank


@pytest.fixture
def organization_id(database: Database) -> UUID:
    """A new organization."""
    return make_organization(database)


@pytest.fixture
def recruiter(people: People, organization_id: UUID) -> Person:
    """A recruiter of the organization."""
    return people.member(organization_id)


def test_interview_is_written_corrected_and_published_with_the_keyboard_alone(
    device: MakeDevice, recruiter: Person, organization_id: UUID, database: Database
) -> None:
    faulty, ready = Bank(database).add(2, organization_id=organization_id)
    database.execute("update reprise.questions set prompt = 'No right option' where id = %s", faulty)
    database.execute("update reprise.question_keys set correct_option = null where question_id = %s", faulty)
    page = device(recruiter).open("/home.html")
    keys = Keyboard(page)
    expect(page.get_by_role("button", name="New interview")).to_be_visible()
    keys.press("New interview")
    expect(page.get_by_role("dialog")).to_be_visible()
    page.keyboard.type("Backend engineer")
    page.keyboard.press("Enter")

    # The first fault: nothing is asked. Its link leads to the list of questions.
    expect(page.get_by_role("heading", name="Backend engineer")).to_be_visible()
    keys.press("Publish")
    expect(page.get_by_text("Add at least one question.")).to_be_visible()
    keys.press("The interview")
    keys.press("Write a new question")

    # A question with faults, each shown at its field; the focus is on the first.
    expect(page.get_by_label("Question", exact=True)).to_be_visible()
    keys.write("Question", "Which of the two is larger?")
    keys.write("Option 1", "One")
    keys.write("Kind of interview", "backend")
    keys.press("Save and add to the interview")
    expect(page.get_by_text("Choose which option is right.")).to_be_visible()
    expect(page.get_by_text("Enter this option, up to 2,000 characters.")).to_have_count(1)
    expect(page.get_by_role("combobox", name="Topic")).to_have_attribute("aria-invalid", "true")
    keys.go_to("Option 1 is right")
    # From the radio buttons of a group, Tab goes on, and the arrow keys choose.
    page.keyboard.press("ArrowDown")
    keys.write("Option 2", "Two")
    keys.write("Topic", "numbers")
    keys.press("Save and add to the interview")

    # Two more from the bank. The focus returns to the button that opened the dialog.
    expect(page.locator("#total")).to_contain_text("1 question, 2 minutes in all")
    keys.press("Add from the bank")
    expect(page.get_by_role("dialog").get_by_role("button", name="Add:")).to_have_count(2)
    for number in (1, 0):
        keys.press("Add:")
        expect(page.get_by_role("dialog").get_by_role("button", name="Add:")).to_have_count(number)
    keys.press("Done")
    expect(page.get_by_role("button", name="Add from the bank")).to_be_focused()
    expect(page.locator("#total")).to_contain_text("3 questions, 4 minutes in all")
    keys.go_to("Move up: question 3", back=True)
    page.keyboard.press("Alt+ArrowUp")
    assert keys.focused() == "Move up: question 2"

    # The second fault: a question without its right option. Its link leads to the place.
    keys.press("Publish", back=True)
    fault = page.get_by_role("link", name="Question 2", exact=True)
    expect(fault).to_be_visible()
    expect(page.get_by_text("Choose which option is right.")).to_be_visible()
    keys.press("Question 2")
    expect(page.locator("#correct_option")).to_be_focused()
    expect(page.get_by_text("Choose which option is right.")).to_be_visible()
    keys.go_to("Option 1 is right")
    page.keyboard.press("Space")
    keys.press("Save")
    expect(page.get_by_text("Saved.")).to_be_visible()
    keys.press("Back to the interview")
    expect(page.locator("#total")).to_contain_text("3 questions")
    keys.press("Publish", back=True)
    expect(page.get_by_text("Published. Candidates can start it now.")).to_be_visible()

    stored = database.rows(
        "select i.status, q.id, q.prompt, k.correct_option from reprise.interviews i"
        " join reprise.interview_questions p on p.interview_id = i.id join reprise.questions q on q.id = p.question_id"
        " join reprise.question_keys k on k.question_id = q.id where i.organization_id = %s order by p.position",
        organization_id,
    )
    assert [(row["status"], row["correct_option"]) for row in stored] == [
        ("published", "b"),
        ("published", "a"),
        ("published", "b"),
    ]
    assert [row["id"] for row in stored][1:] == [faulty, ready]
    assert stored[0]["prompt"] == "Which of the two is larger?"


def test_time_for_breaks_is_set_and_kept_by_a_duplicate(
    device: MakeDevice, recruiter: Person, organization_id: UUID, database: Database
) -> None:
    interview = make_interview(database, ("open",), organization_id=organization_id)
    page = device(recruiter).open(f"/interview-editor.html?id={interview.interview_id}")
    breaks = page.get_by_label("Time for breaks, in seconds")
    expect(breaks).to_have_value("0")
    breaks.fill("7201")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Enter a whole number of seconds from 0 to 7,200 (2 hours).")).to_be_visible()
    breaks.fill("300")
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    page.get_by_role("button", name="Duplicate").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Copy of")
    expect(page.get_by_label("Time for breaks, in seconds")).to_have_value("300")
    stored = database.rows("select break_seconds from reprise.interviews where organization_id = %s", organization_id)
    assert [row["break_seconds"] for row in stored] == [300, 300]
