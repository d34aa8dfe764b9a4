"""Practice: the available questions, starting a run, and saved choices."""

import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.device import MakeDevice
from tests.browser.practice_page import save_as
from tests.support.database import Database
from tests.support.people import Person


def templates(page: Page) -> Locator:
    """The list of saved choices."""
    return page.locator(".template")


@pytest.fixture
def page(device: MakeDevice, candidate: Person) -> Page:
    """The practice page, loaded."""
    opened = device(candidate).open("/practice.html")
    expect(opened.get_by_role("button", name="Start practising")).to_be_visible()
    return opened


def test_practice_of_the_chosen_kind_starts(page: Page, database: Database, candidate: Person) -> None:
    page.get_by_role("radio", name="Backend").check()
    page.get_by_label("Topic").select_option("databases")
    page.get_by_role("radio", name="Medium").check()
    page.get_by_label("Number of questions").fill("2")
    page.get_by_role("button", name="Start practising").click()
    expect(page.get_by_role("heading", name="Question 1 of 2")).to_be_visible()
    session = database.row("select * from reprise.interview_sessions where user_id = %s", candidate.user_id)
    assert (session["mode"], session["interview_type"], session["domain"], session["difficulty"]) == (
        "practice",
        "backend",
        "databases",
        "medium",
    )


@pytest.mark.prove
def test_practice_without_time_limits_shows_no_clock(page: Page) -> None:
    page.get_by_role("checkbox", name="With the clock").uncheck()
    page.get_by_label("Number of questions").fill("1")
    page.get_by_role("button", name="Start practising").click()
    expect(page.get_by_role("heading", name="Question 1 of 1")).to_be_visible()
    expect(page.locator("#time")).not_to_have_text(re.compile(r"\d"))


@pytest.mark.prove
def test_no_more_questions_are_offered_than_there_are(page: Page, database: Database) -> None:
    page.get_by_label("Topic").select_option("databases")
    count = database.value(
        "select count(*) from reprise.questions where organization_id is null and is_active"
        " and interview_type = 'backend' and domain = 'databases'"
    )
    expect(page.get_by_text(f"{count} questions to choose from.")).to_be_visible()
    field = page.get_by_label("Number of questions")
    expect(field).to_have_attribute("max", str(count))
    field.fill("50")
    field.blur()
    expect(field).to_have_value(str(count))


@pytest.mark.prove
def test_template_is_saved_changed_renamed_started_and_deleted(
    page: Page, database: Database, candidate: Person
) -> None:
    page.get_by_role("radio", name="Data").check()
    page.get_by_label("Number of questions").fill("3")
    save_as(page, "Data warm-up")
    expect(templates(page)).to_contain_text("Data · all topics · 3 questions · with the clock")
    page.get_by_role("button", name="Change Data warm-up").click()
    page.get_by_role("radio", name="Hard").check()
    page.get_by_label("Number of questions").fill("2")
    page.get_by_role("button", name="Save the changes").click()
    expect(templates(page)).to_contain_text("Data · hard · all topics · 2 questions")
    page.get_by_role("button", name="Rename Data warm-up").click()
    page.get_by_label("Name", exact=True).fill("Hard data")
    page.get_by_label("Name", exact=True).press("Enter")
    expect(page.get_by_role("heading", name="Hard data")).to_be_visible()
    save_as(page, "Another")
    expect(templates(page)).to_have_count(2)
    page.get_by_role("button", name="Delete Another").click()
    page.get_by_role("button", name="Keep it").click()
    expect(templates(page)).to_have_count(2)
    page.get_by_role("button", name="Delete Another").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(templates(page)).to_have_count(1)
    page.reload()
    page.get_by_role("button", name="Start Hard data").click()
    expect(page.get_by_role("heading", name="Question 1 of 2")).to_be_visible()
    rows = database.rows("select * from reprise.practice_templates where user_id = %s", candidate.user_id)
    assert [(row["name"], row["difficulty"], row["question_count"]) for row in rows] == [("Hard data", "hard", 2)]


@pytest.mark.prove
def test_open_practice_can_be_continued_or_closed_for_a_new_one(
    page: Page, candidate: Person, database: Database
) -> None:
    page.get_by_role("button", name="Start practising").click()
    expect(page.get_by_role("heading", name="Question 1 of 5")).to_be_visible()
    first = page.url
    page.goto("/practice.html")
    page.get_by_label("Number of questions").fill("2")
    page.get_by_role("button", name="Start practising").click()
    dialog = page.get_by_role("dialog", name="Only one can be open")
    dialog.get_by_role("button", name="Not now").click()
    # The choices are still set.
    expect(page.get_by_label("Number of questions")).to_have_value("2")
    expect(page).to_have_url(re.compile(r"/practice\.html$"))
    page.get_by_role("button", name="Start practising").click()
    dialog.get_by_role("button", name="Resume").click()
    page.wait_for_url(first)
    expect(page.get_by_role("heading", name="Question 1 of 5")).to_be_visible()
    page.goto("/practice.html")
    page.get_by_label("Number of questions").fill("2")
    page.get_by_role("button", name="Start practising").click()
    dialog.get_by_role("button", name=re.compile("^Close “Practice: .*” and start the new practice run$")).click()
    page.get_by_role("dialog").get_by_role("button", name="Close it and start the new practice run").click()
    expect(page.get_by_role("heading", name="Question 1 of 2")).to_be_visible()
    page.reload()
    expect(page.get_by_role("heading", name="Question 1 of 2")).to_be_visible()
    rows = database.rows(
        "select closed_reason from reprise.interview_sessions where user_id = %s order by started_at", candidate.user_id
    )
    assert [row["closed_reason"] for row in rows] == ["start_over", None]


@pytest.mark.prove
def test_practice_with_too_many_questions_returns_to_the_form_with_the_available_number(
    page: Page, database: Database
) -> None:
    page.get_by_role("radio", name="Data").check()
    page.get_by_role("radio", name="Hard").check()
    field = page.get_by_label("Number of questions")
    # The bank had more questions when the page loaded.
    field.evaluate("(input) => { input.max = 50; }")
    field.evaluate("(input) => { input.value = 50; }")
    page.get_by_role("button", name="Start practising").click()
    count = database.value(
        "select count(*) from reprise.questions where organization_id is null and is_active"
        " and interview_type = 'data' and difficulty = 'hard'"
    )
    expect(page.get_by_role("alert")).to_contain_text(f"There are only {count} question")
    expect(field).to_have_value(str(count))
    expect(page.get_by_role("radio", name="Data")).to_be_checked()
    page.get_by_role("button", name="Start practising").click()
    expect(page.get_by_role("heading", name=f"Question 1 of {count}")).to_be_visible()


@pytest.mark.prove
def test_failed_lookup_of_questions_is_repeated(device: MakeDevice, candidate: Person) -> None:
    page = device(candidate).context.new_page()
    pattern = re.compile("/questions/facets")
    page.route(pattern, lambda route: route.fulfill(status=400, content_type="text/plain", body="no"))
    page.goto("/practice.html")
    expect(page.get_by_role("heading", name="The questions could not be loaded")).to_be_visible()
    page.unroute(pattern)
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("button", name="Start practising")).to_be_visible()
