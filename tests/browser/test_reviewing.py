"""Reviewing in numbers: the candidates' table, decisions by keyboard, scorecards, comments, and blind reviews."""

import re
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from tests.browser.device import MakeDevice
from tests.browser.graders import Graders
from tests.browser.looks import DESK, PHONE, faults_in_every_look
from tests.support.apis import Api
from tests.support.database import Database
from tests.support.interviews import Interview, Run, finish_all, make_interview, start
from tests.support.people import People, Person
from tests.support.race import rounds


@pytest.fixture
def interview(database: Database) -> Interview:
    """An interview of an organization of its own."""
    return make_interview(database, ["mcq", "open"], time_limit_seconds=600)


@pytest.fixture
def recruiter(people: People, interview: Interview) -> Person:
    """A member of the interview's organization."""
    return people.member(interview.organization_id)


def name_person(database: Database, person: Person, name: str) -> None:
    statement = "update auth.users set raw_user_meta_data = jsonb_build_object('full_name', %s::text) where id = %s"
    database.execute(statement, name, person.user_id)


def take_interview(people: People, database: Database, api: Api, interview: Interview, name: str) -> Run:
    candidate = people.candidate()
    name_person(database, candidate, name)
    return finish_all(api, candidate, interview.interview_id)


def table(interview: Interview) -> str:
    """The URL of the candidates' table."""
    return f"/recruiter.html?interview={interview.interview_id}"


def decisions(database: Database, interview: Interview) -> dict[UUID, str]:
    """The decisions about the sessions of an interview."""
    found = database.rows(
        "select d.session_id, d.decision from reprise.decisions d"
        " join reprise.interview_sessions s on s.id = d.session_id where s.interview_id = %s order by d.id",
        interview.interview_id,
    )
    return {row["session_id"]: row["decision"] for row in found}


def names(page: Page) -> list[str]:
    """The names in the table, in order."""
    texts = page.locator(".candidates tbody th > :first-child").all_inner_texts()
    return [text.strip() for text in texts]


def test_candidates_are_decided_on_in_a_row_with_the_keyboard(
    device: MakeDevice,
    people: People,
    database: Database,
    recruiter: Person,
    interview: Interview,
    functions_api: Api,
) -> None:
    """Five of them; full: twenty."""
    numbers = rounds(5, 20)
    runs = [take_interview(people, database, functions_api, interview, f"Person {n:02}") for n in numbers]
    page = device(recruiter).open(f"{table(interview)}&sort=name")
    expect(page.get_by_role("link", name="Person 00")).to_be_visible()
    page.get_by_role("link", name="Person 00").focus()
    page.keyboard.press("Enter")
    for n in numbers:
        expect(page.get_by_role("heading", name=f"Person {n:02}")).to_be_visible()
        expect(page.locator("#go-next" if n < len(numbers) - 1 else "#go-previous")).to_have_attribute(
            "href", re.compile("session=")
        )
        page.keyboard.press("ahr"[n % 3])
        expect(page.get_by_role("dialog")).to_be_visible()
        page.keyboard.press("Enter")
        expect(page.locator("#bar-decision .badge")).to_have_text(("Advance", "Hold", "Reject")[n % 3])
        page.keyboard.press("j")
    made = decisions(database, interview)
    assert [made[run.session_id] for run in runs] == [("advance", "hold", "reject")[n % 3] for n in numbers]


def test_table_is_searched_sorted_and_filtered_and_says_how_many_points_wait(
    device: MakeDevice,
    people: People,
    database: Database,
    recruiter: Person,
    interview: Interview,
    functions_api: Api,
    graders: Graders,
) -> None:
    runs = {name: take_interview(people, database, functions_api, interview, name) for name in ("Bo", "Ada", "Cleo")}
    graders.grade(0.5)
    waiting = runs["Ada"].session_id
    database.execute(
        "update reprise.evaluations set status = 'needs_review', score = null where session_id = %s and position = 1",
        waiting,
    )
    database.execute("update reprise.session_results set total = 10, all_graded = false where session_id = %s", waiting)
    database.execute("update reprise.session_results set total = 12 where session_id = %s", runs["Cleo"].session_id)
    database.execute(
        "insert into reprise.invitations (organization_id, interview_id, email, expires_at)"
        " values (%s, %s, 'nina@example.com', now() + interval '1 day')",
        interview.organization_id,
        interview.interview_id,
    )
    page = device(recruiter).open(table(interview))
    expect(page.locator(".candidates tbody tr")).to_have_count(4)
    assert names(page) == ["nina@example.com", "Cleo", "Ada", "Bo"]
    expect(page.get_by_role("row", name="Ada")).to_contain_text("10 of 10 graded points, 10 wait")
    page.get_by_role("button", name="Candidate", exact=False).first.click()
    expect(page.locator("[aria-sort=ascending]")).to_contain_text("Candidate")
    expect(page.locator(".candidates tbody tr").first).to_contain_text("Ada")
    assert names(page) == ["Ada", "Bo", "Cleo", "nina@example.com"]
    page.get_by_role("button", name="Score").click()
    expect(page.locator(".candidates tbody tr").first).to_contain_text("Bo")
    page.get_by_label("Needs a person").check()
    expect(page.locator(".candidates tbody tr")).to_have_count(1)
    assert names(page) == ["Ada"]
    page.get_by_label("Needs a person").uncheck()
    expect(page.locator(".candidates tbody tr")).to_have_count(4)
    page.get_by_label("Search by name or address").fill("cle")
    expect(page.locator(".candidates tbody tr")).to_have_count(1)
    assert names(page) == ["Cleo"]
    # The address has the search: it survives a reload, and the way back from a review.
    page.reload()
    expect(page.get_by_label("Search by name or address")).to_have_value("cle")
    page.get_by_role("link", name="Cleo").click()
    page.get_by_role("link", name="All candidates").click()
    expect(page.locator(".candidates tbody tr")).to_have_count(1)
    page.get_by_label("Search by name or address").fill("")
    expect(page.locator(".candidates tbody tr")).to_have_count(4)
    assert faults_in_every_look(page, (PHONE, "light")) == []


def test_open_table_shows_who_starts_without_a_reload(
    device: MakeDevice, people: People, database: Database, recruiter: Person, interview: Interview, functions_api: Api
) -> None:
    mine = device(recruiter)
    mine.context.clock.install()
    page = mine.open(table(interview))
    expect(page.get_by_role("heading", name="No candidates yet")).to_be_visible()
    candidate = people.candidate()
    name_person(database, candidate, "Lee Live")
    start(functions_api, candidate, interview.interview_id)
    page.clock.fast_forward(10_000)
    expect(page.get_by_role("row", name="Lee Live")).to_contain_text("Answering now")


def test_decision_about_many_first_says_who_is_skipped(
    device: MakeDevice,
    people: People,
    database: Database,
    recruiter: Person,
    interview: Interview,
    functions_api: Api,
) -> None:
    runs = [take_interview(people, database, functions_api, interview, f"Person {n}") for n in range(2)]
    candidate = people.candidate()
    name_person(database, candidate, "Lee Live")
    start(functions_api, candidate, interview.interview_id)
    page = device(recruiter).open(table(interview))
    page.get_by_role("checkbox", name="Select all shown").check()
    page.get_by_role("group", name="Actions on the selected").get_by_role("button", name="Reject").click()
    dialog = page.get_by_role("dialog")
    expect(dialog).to_contain_text("2 candidates would get it.")
    expect(dialog).to_contain_text("Lee Live: still in progress")
    assert faults_in_every_look(page, (DESK, "dark")) == []
    dialog.get_by_label("Reason").fill("Not this time.")
    dialog.get_by_role("button", name="Reject").click()
    expect(page.get_by_text("Done for 2 candidates; 1 skipped.")).to_be_visible()
    expect(page.get_by_role("row", name="Person 1")).to_contain_text("Reject")
    assert decisions(database, interview) == {run.session_id: "reject" for run in runs}


def test_blind_reviewers_see_each_others_words_after_their_own_scorecard(
    device: MakeDevice,
    people: People,
    database: Database,
    recruiter: Person,
    interview: Interview,
    functions_api: Api,
) -> None:
    run = take_interview(people, database, functions_api, interview, "Ada Example")
    colleague = people.member(interview.organization_id, "reviewer")
    rules = device(recruiter).open(table(interview))
    rules.get_by_text("Rules for reviews").click()
    rules.get_by_label("Review blind").check()
    expect(rules.get_by_text("Saved.")).to_be_visible()
    scorecard = {"session_id": run.session_id, "action": "submit_scorecard", "recommendation": "No Hire"}
    functions_api.call("review", recruiter, scorecard | {"note": "Too vague for me."}).ok()
    page = device(colleague).open(f"/recruiter.html?session={run.session_id}")
    expect(page.locator("#reviews-hidden")).to_contain_text("1 scorecard of colleagues waits.")
    expect(page.locator("main")).not_to_contain_text("Too vague")
    page.keyboard.press("s")
    page.get_by_label("Your recommendation").select_option("Hire")
    page.locator("#rating-1").select_option("3")
    page.get_by_role("button", name="Save the scorecard").click()
    expect(page.locator("#scorecards")).to_contain_text("Too vague for me.")
    expect(page.locator("#scorecards")).to_contain_text("Question 2: 3 of 4")
    page.locator("h1").focus()
    page.keyboard.press("c")
    page.keyboard.type("Ask about indexes.")
    page.get_by_label("About").select_option("1")
    page.get_by_role("button", name="Add the comment").click()
    expect(page.get_by_role("article", name="Question 2")).to_contain_text("Ask about indexes.")
    assert faults_in_every_look(page, (DESK, "light")) == []
    # Letters that are typed into a field are text, and decide nothing.
    assert decisions(database, interview) == {}


def test_keys_of_the_review_page_can_be_turned_off(
    device: MakeDevice, people: People, database: Database, recruiter: Person, interview: Interview, functions_api: Api
) -> None:
    run = take_interview(people, database, functions_api, interview, "Ada Example")
    page = device(recruiter).open(f"/recruiter.html?session={run.session_id}")
    page.get_by_role("button", name="Keyboard").click()
    page.get_by_label("Use these keys on this device").uncheck()
    page.get_by_role("button", name="Close").click()
    page.keyboard.press("a")
    expect(page.get_by_role("dialog")).to_have_count(0)


@pytest.mark.prove
def test_candidates_are_saved_as_files(
    device: MakeDevice, people: People, database: Database, recruiter: Person, interview: Interview, functions_api: Api
) -> None:
    take_interview(people, database, functions_api, interview, "Ada Example")
    page = device(recruiter).open(table(interview))
    for label, extension in (("CSV", "csv"), ("Excel", "xlsx"), ("Reports (ZIP)", "zip")):
        with page.expect_download() as download:
            page.get_by_role("button", name=label, exact=True).click()
        assert re.fullmatch(rf"Test interview [0-9a-f]{{8}}\.{extension}", download.value.suggested_filename)
