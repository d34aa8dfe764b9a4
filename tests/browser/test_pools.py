"""Recruiters make pools, shuffle options, unpublish an interview, and have one drafted from a job posting."""

import json
from uuid import UUID

import pytest
from playwright.sync_api import Page, expect

from tests.browser.device import MakeDevice
from tests.browser.keyboard import Keyboard
from tests.browser.looks import LOOKS, faults_in_every_look
from tests.support.apis import Api
from tests.support.database import Database
from tests.support.interviews import make_interview, make_organization, start
from tests.support.model_behaviours import completion
from tests.support.model_server import Answered, ModelServer
from tests.support.people import People, Person

SHUFFLE = (
    "Shuffle optionsEach session shows the options of a question in an order of its own. Reviewers see the same order."
)


@pytest.fixture
def organization_id(database: Database) -> UUID:
    """A new organization."""
    return make_organization(database)


@pytest.fixture
def recruiter(people: People, organization_id: UUID) -> Person:
    """A recruiter of the organization."""
    return people.member(organization_id)


def pools(database: Database, interview_id: UUID) -> list[tuple[str, int | None, int | None]]:
    """Prompt, pool and draw of each question, in their order."""
    rows = database.rows(
        "select q.prompt, p.pool, p.draw_count from reprise.interview_questions p"
        " join reprise.questions q on q.id = p.question_id where p.interview_id = %s order by p.position",
        interview_id,
    )
    return [(row["prompt"], row["pool"], row["draw_count"]) for row in rows]


def looks_right(page: Page) -> None:
    """Check the page as it is, on a desktop and a phone, in light and dark."""
    faults = [fault for look in LOOKS[:2] for fault in faults_in_every_look(page, look)]
    assert not faults, "\n".join(faults)


def test_pools_and_shuffled_options_are_set_with_the_keyboard_alone_until_the_first_session(
    device: MakeDevice,
    recruiter: Person,
    organization_id: UUID,
    database: Database,
    functions_api: Api,
    people: People,
) -> None:
    interview = make_interview(database, ("open", "mcq", "mcq", "mcq"), organization_id=organization_id)
    database.execute("update reprise.interviews set status = 'draft' where id = %s", interview.interview_id)
    names = [f"Question {letter}" for letter in "ABCD"]
    for name, question_id in zip(names, interview.question_ids, strict=True):
        database.execute("update reprise.questions set prompt = %s where id = %s", name, question_id)
    page = device(recruiter).open(f"/interview-editor.html?id={interview.interview_id}")
    keys = Keyboard(page)
    expect(page.locator("#total")).to_contain_text("4 questions, 4 minutes in all, 40 points.")

    # Two of three; more than there are is refused at its place.
    keys.press("Make a pool")
    expect(page.get_by_role("dialog")).to_be_visible()
    keys.write("How many to ask", "4")
    for number, name in ((2, "B"), (3, "C"), (4, "D")):
        keys.go_to(f"{number}. Question {name}")
        page.keyboard.press("Space")
    keys.press("Save pool")
    expect(page.get_by_role("alert")).to_contain_text("Enter a whole number from 1 to 3")
    looks_right(page)
    keys.go_to("How many to ask", back=True)
    page.keyboard.press("Control+a")
    page.keyboard.type("2")
    keys.press("Save pool")
    pool = page.get_by_role("listitem", name="Pool 1")
    expect(pool).to_contain_text("Each session asks 2 of 3 questions, drawn at random.")
    expect(page.locator("#total")).to_contain_text("Each session asks 3 of 4 questions: 3 minutes in all, 30 points.")
    assert keys.focused() == "Change: pool 1"

    # The pool moves as a whole; the focus goes with it.
    page.keyboard.press("Alt+ArrowUp")
    assert keys.focused() == "Change: pool 1"
    keys.go_to(SHUFFLE)
    page.keyboard.press("Space")
    keys.press("Save")
    expect(page.get_by_text("Saved.")).to_be_visible()
    drawn = [(name, 1, 2) for name in names[1:]]
    assert pools(database, interview.interview_id) == [*drawn, (names[0], None, None)]
    shuffled = "select shuffle_options from reprise.interviews where id = %s"
    assert database.value(shuffled, interview.interview_id) is True
    # A question that is taken out takes the draw down only when too few are left.
    keys.press("Remove: question 3", back=True)
    expect(pool).to_contain_text("Each session asks 2 of 2 questions")
    keys.press("Remove: question 2", back=True)
    expect(pool).to_contain_text("Each session asks 1 of 1 question,")
    keys.press("Ask all: pool 1", back=True)
    expect(pool).to_have_count(0)
    keys.press("Make a pool")
    for number, name in ((1, "B"), (2, "A")):
        keys.go_to(f"{number}. Question {name}")
        page.keyboard.press("Space")
    keys.press("Save pool")
    expect(pool).to_contain_text("Each session asks 1 of 2 questions")

    # Published, it can be a draft again until somebody starts it; then the page says what to do instead.
    keys.press("Publish", back=True)
    expect(page.get_by_text("Published. Candidates can start it now.")).to_be_visible()
    assert pools(database, interview.interview_id) == [(names[1], 1, 1), (names[0], 1, 1)]
    looks_right(page)
    expect(page.get_by_role("link", name="Invite candidates")).to_have_attribute(
        "href", f"invite.html?id={interview.interview_id}"
    )
    keys.press("Back to draft", back=True)
    expect(page.get_by_text("A draft again.")).to_be_visible()
    keys.press("Publish")
    expect(page.get_by_text("Published. Candidates can start it now.")).to_be_visible()
    start(functions_api, people.candidate(), interview.interview_id)
    keys.press("Back to draft", back=True)
    expect(page.get_by_text("Somebody has started this interview")).to_be_visible()
    # A pool that the draw needs whole is not made smaller by somebody else's request; the page shows the fault's place.
    database.execute(
        "update reprise.interview_questions set draw_count = 9 where interview_id = %s", interview.interview_id
    )
    database.execute("update reprise.interviews set status = 'archived' where id = %s", interview.interview_id)
    page.reload()
    expect(page.get_by_role("button", name="Publish again")).to_be_visible()
    keys.press("Publish again")
    expect(page.get_by_text("This pool asks more questions than it has.")).to_be_visible()
    keys.press("Pool 1")
    expect(page.locator("#pool-1")).to_be_focused()


def drafts(prompts: list[str]) -> Answered:
    """A model's reply with an open question for each prompt."""
    question = {
        "kind": "open",
        "domain": "care",
        "difficulty": "easy",
        "options": [],
        "right_option": 0,
        "keywords": [],
        "criteria": [{"text": "Says why", "points": 5}],
        "sample_solution": "Because.",
        "explanation": "It matters.",
        "points": 5,
        "time_limit_seconds": 60,
    }
    questions = [question | {"prompt": prompt} for prompt in prompts]
    return Answered(
        completion(json.dumps({"title": "Night nurse", "interview_type": "nursing", "questions": questions}))
    )


def test_interview_is_drafted_from_a_sentence_and_published_only_after_each_question_is_accepted(
    with_model: MakeDevice, recruiter: Person, organization_id: UUID, model_server: ModelServer, database: Database
) -> None:
    model_server.behave(lambda asked: drafts(["First?", "Second?"]))
    page = with_model(recruiter).open("/home.html")
    keys = Keyboard(page)
    expect(page.get_by_role("button", name="New interview")).to_be_visible()
    keys.press("New interview")
    keys.press("Draft one from a job posting")
    expect(page.get_by_role("heading", name="Interview from a job posting")).to_be_visible()
    keys.press("Draft the interview")
    expect(page.get_by_text("Describe the job first.")).to_be_visible()
    keys.write("The job", "A nurse for the night shift.")
    keys.write("Number of questions", "2")
    keys.press("Draft the interview")
    expect(page.get_by_text("“Night nurse” is a draft with 2 questions.")).to_be_visible()
    looks_right(page)
    keys.press("Read the drafts")
    expect(page.get_by_role("heading", name="Night nurse")).to_be_visible()
    keys.press("Publish", back=True)
    expect(page.get_by_text("This question is inactive.")).to_have_count(2)
    expect(page.get_by_text("2 questions wait to be accepted")).to_be_visible()
    looks_right(page)
    keys.press("Read the first")
    for link in ("Read the next one", "Write another question"):
        expect(page.get_by_role("heading", name="Edit question")).to_be_visible()
        keys.press("Accept question and key")
        expect(page.get_by_text("Saved.")).to_be_visible()
        expect(page.get_by_role("button", name="Accept question and key")).to_be_hidden()
        keys.go_to(link, back=True)
        if link == "Read the next one":
            page.keyboard.press("Enter")
            expect(page.get_by_label("Question", exact=True)).to_have_value("Second?")
    keys.press("Back to the interview")
    expect(page.get_by_role("heading", name="Night nurse")).to_be_visible()
    keys.press("Publish")
    expect(page.get_by_text("Published. Candidates can start it now.")).to_be_visible()
    stored = "select title || ' ' || status from reprise.interviews where organization_id = %s"
    assert database.value(stored, organization_id) == "Night nurse published"


def test_page_without_a_model_says_so_and_offers_the_bank(
    device: MakeDevice, recruiter: Person, organization_id: UUID, database: Database
) -> None:
    page = device(recruiter).open(f"/interview-editor.html?posting={organization_id}")
    page.get_by_label("The job").fill("A nurse for the night shift.\nIn Bern.")
    page.get_by_role("button", name="Draft the interview").click()
    expect(page.get_by_text("No language model is set up here")).to_be_visible()
    looks_right(page)
    page.get_by_role("button", name="Take questions from the bank").click()
    expect(page.get_by_role("heading", name="A nurse for the night shift.")).to_be_visible()
    expect(page.get_by_role("button", name="Add from the bank")).to_be_visible()
    count = "select count(*) from reprise.interviews where organization_id = %s and status = 'draft'"
    assert database.value(count, organization_id) == 1
