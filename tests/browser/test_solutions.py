"""What a practice run shows once it is over: the right option, a good answer, why, and what to read next."""

from playwright.sync_api import expect
from psycopg.types.json import Jsonb

from tests.browser.device import MakeDevice
from tests.browser.graders import Graders
from tests.browser.looks import faults_in_every_look
from tests.support.apis import Api
from tests.support.database import Database
from tests.support.people import Person
from tests.support.question_bank import Bank, practise

SOURCE = {"title": "The manual", "url": "https://example.com/manual"}
CRITERIA = [{"id": "cause", "text": "Names the cause", "points": 6}, {"id": "proof", "text": "Proves it", "points": 4}]


def test_practice_result_shows_wrong_choices_as_wrong_and_says_why(
    device: MakeDevice, candidate: Person, database: Database, functions_api: Api, graders: Graders
) -> None:
    bank = Bank(database)
    bank.add(1)
    bank.add(1, kind="open", difficulty="hard")
    database.execute(
        "update reprise.question_keys k set explanation = 'Because `b` holds.', sources = %s, criteria = case"
        " when q.kind = 'open' then %s else k.criteria end,"
        " sample_solution = case when q.kind = 'open' then 'A lock.' end"
        " from reprise.questions q where q.id = k.question_id and q.interview_type = %s",
        Jsonb([SOURCE]),
        Jsonb(CRITERIA),
        bank.interview_type,
    )
    run = practise(functions_api, candidate, interview_type=bank.interview_type, question_count=2)
    kinds: list[str] = []
    while run.view["question"] is not None:
        kinds.append(run.view["question"]["kind"])
        run.submit("a" if kinds[-1] == "mcq" else "Perhaps a lock").ok()
    graders.grade()
    page = device(candidate).open(f"/results.html?session={run.session_id}")
    choice = page.get_by_role("article", name=f"Question {kinds.index('mcq') + 1}")
    expect(choice.locator("li[data-wrong]")).to_contain_text("Not right")
    expect(choice.locator("li[data-correct]")).to_contain_text("Right answer")
    expect(choice).to_contain_text("Because b holds.")
    link = choice.get_by_role("link", name="The manual")
    expect(link).to_have_attribute("href", SOURCE["url"])
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    essay = page.get_by_role("article", name=f"Question {kinds.index('open') + 1}")
    expect(essay).to_contain_text("A lock.")
    expect(essay).to_contain_text("Names the cause 6 points")
    assert faults_in_every_look(page) == []
