"""Keywords and their forms in the editor, what a regrade would change, and scores of a part."""

import pytest
from playwright.sync_api import expect

from tests.browser.device import MakeDevice
from tests.browser.looks import faults_in_every_look
from tests.support.apis import Api
from tests.support.database import Database
from tests.support.interviews import Interview, finish_all, make_interview
from tests.support.people import People, Person


@pytest.fixture
def interview(database: Database) -> Interview:
    """An interview of an organization of its own."""
    return make_interview(database, ["mcq", "short_answer"], time_limit_seconds=600)


@pytest.fixture
def recruiter(people: People, interview: Interview) -> Person:
    """An owner of the interview's organization."""
    return people.member(interview.organization_id, "owner")


def test_author_chooses_in_which_language_the_forms_of_a_keyword_count(
    device: MakeDevice, recruiter: Person, interview: Interview, database: Database
) -> None:
    question_id = interview.question_ids[1]
    page = device(recruiter).open(f"/questions.html?id={question_id}")
    page.get_by_role("button", name="Add a keyword").click()
    count = page.locator("#keywords li").count()
    page.get_by_label(f"Keyword {count}", exact=True).fill("query")
    forms = page.get_by_label(f"Other forms of keyword {count}")
    expect(forms).to_have_value("")
    forms.select_option("Any form in English")
    expect(page.get_by_text("“query” is also found as “queries”, “queried”, “querying”")).to_be_visible()
    assert faults_in_every_look(page) == []
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("Saved.")).to_be_visible()
    keywords = database.value("select keywords from reprise.question_keys where question_id = %s", question_id)
    assert keywords[-1] == {"keyword": "query", "synonyms": [], "inflections": "en"}


def test_reviewer_sees_what_a_regrade_would_change_and_why_an_answer_waits(
    device: MakeDevice,
    candidate: Person,
    recruiter: Person,
    interview: Interview,
    database: Database,
    functions_api: Api,
) -> None:
    database.execute("delete from reprise.question_keys where question_id = %s", interview.question_ids[0])
    run = finish_all(functions_api, candidate, interview.interview_id)
    database.execute(
        "insert into reprise.question_keys (question_id, correct_option) values (%s, 'b')", interview.question_ids[0]
    )
    page = device(recruiter).open(f"/recruiter.html?session={run.session_id}")
    expect(page.get_by_text("The question or its key cannot be used.")).to_be_visible()
    page.goto(f"/recruiter.html?interview={interview.interview_id}")
    page.get_by_role("button", name="Grade again").click()
    line = page.locator("#regrade-changes li")
    expect(line).to_have_text("·".join([f"{candidate.email} ", " Question 1no score → 10"]))
    assert faults_in_every_look(page) == []
