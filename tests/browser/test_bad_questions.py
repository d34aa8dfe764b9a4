"""Invalid questions from before validation: no row breaks a page or blocks a candidate while the clock runs."""

import json
import re
from typing import Any

import pytest
from playwright.sync_api import Page, Route, expect
from psycopg.types.json import Jsonb

from tests.browser.device import MakeDevice
from tests.browser.interview_tab import InterviewTab
from tests.browser.looks import faults_in_every_look
from tests.support.database import Database
from tests.support.interviews import Interview, make_interview
from tests.support.people import People, Person

BAD: dict[str, Any] = {
    "null": None,
    "bare strings": ["Alpha", "Beta"],
    "label in place of text": [{"id": "a", "label": "Alpha"}, {"id": "b", "label": "Beta"}],
    "no ids": [{"text": "Alpha"}, {"text": "Beta"}],
    "text null": [{"id": "a", "text": None}, {"id": "b", "text": "Beta"}],
    "null in the array": [None, {"id": "b", "text": "Beta"}],
    "an object": {"a": "Alpha"},
    "the same id twice": [{"id": "a", "text": "Alpha"}, {"id": "a", "text": "Beta"}],
}


@pytest.fixture
def interview(database: Database) -> Interview:
    """An open question first, a choice question for each invalid row, and an open one last."""
    interview = make_interview(database, ["open", *["mcq"] * len(BAD), "short_answer"], time_limit_seconds=600)
    database.execute(
        "update reprise.interviews set results_visible_to_candidate = true where id = %s", interview.interview_id
    )
    return interview


def spoil(database: Database, session_id: str) -> None:
    """Write invalid rows, as old sessions may contain them."""
    statement = "update reprise.session_questions set options = %s where session_id = %s and position = %s"
    for position, options in enumerate(BAD.values(), start=1):
        database.execute(statement, None if options is None else Jsonb(options), session_id, position)
    database.execute(
        "update reprise.session_questions set prompt = '', points = 0, kind = 'riddle'"
        " where session_id = %s and position = %s",
        session_id,
        len(BAD) + 1,
    )
    database.execute(
        "update reprise.session_question_keys set keywords = %s, criteria = %s where session_id = %s",
        Jsonb([None, 401, "bare", {"keyword": "whole"}, {"synonyms": ["none"]}]),
        Jsonb([None, "clean code", {"id": "c", "text": "whole", "points": 3}, {"id": "d", "text": "none"}]),
        session_id,
    )


def skip(page: Page, number: int) -> None:
    """Read what is wrong with the question, and skip it."""
    expect(page.locator("#unanswerable")).to_contain_text("does not count as a wrong answer")
    expect(page.locator("#time")).to_have_text(re.compile(r"\d+:\d\d"))
    page.get_by_role("button", name=re.compile("^Skip")).click()
    if number < len(BAD) + 2:
        expect(page.get_by_role("heading", name=f"Question {number + 1} of")).to_be_visible()


@pytest.mark.prove
def test_invalid_question_rows_block_nobody_and_break_no_page(
    device: MakeDevice, candidate: Person, people: People, database: Database, interview: Interview
) -> None:
    tab = InterviewTab.start(device(candidate), interview)
    page = tab.page
    spoil(database, tab.session_id)
    tab.write("The first answer.")
    tab.send()
    tab.sees_question(2)
    page.reload()
    tab.sees_question(2)
    assert faults_in_every_look(page) == []
    for number, name in enumerate(BAD, start=2):
        tab.sees_question(number)
        if name == "text null":
            # A valid option can still be chosen, and the choice is stored.
            tab.choose(2)
            tab.send()
        else:
            skip(page, number)
    tab.sees_question(len(BAD) + 2)
    expect(page.locator(".prompt")).to_have_text("This question has no text.")
    tab.write("An answer to nothing.")
    tab.send()
    tab.sees_the_end()
    answers = [answer["answer"] for answer in database.answers(tab.session_id)]
    assert answers == ["The first answer.", "", "", "", "", "b", "", "", "", "An answer to nothing."]
    states = database.rows(
        "select status, score, flags from reprise.evaluations where session_id = %s and position > 0", tab.session_id
    )
    assert states == [{"status": "needs_review", "score": None, "flags": ["unusable_key"]}] * (len(BAD) + 1)
    for person, path in (
        (candidate, f"/results.html?session={tab.session_id}"),
        (people.member(interview.organization_id), f"/recruiter.html?session={tab.session_id}"),
    ):
        page = device(person).open(path)
        expect(page.locator("article.answer")).to_have_count(len(BAD) + 2)
        sixth = page.get_by_role("article", name="Question 6")
        expect(sixth.locator("li[data-chosen]")).to_have_text(re.compile("Beta"))
        expect(sixth).to_contain_text("This choice has no text.")
        last = page.get_by_role("article", name=f"Question {len(BAD) + 2}")
        expect(last).to_contain_text("This question has no text.")
        expect(last).to_contain_text("An answer to nothing.")
        assert not re.search(r"undefined|\[object|NaN", page.locator("main").inner_text())
        assert faults_in_every_look(page) == []


@pytest.mark.prove
def test_page_tolerates_invalid_questions_from_the_server(
    device: MakeDevice, candidate: Person, people: People, database: Database, interview: Interview
) -> None:
    """Functions of an earlier release return rows as they are stored."""

    def raw(route: Route) -> None:
        response = route.fetch()
        body = response.json()
        shapes = list(BAD.values())
        for one in [body.get("question"), *body.get("answers", [])]:
            if one and one.get("kind") == "mcq":
                one["options"] = shapes[one["position"] - 1]
        route.fulfill(response=response, body=json.dumps(body))

    mine = device(candidate)
    mine.context.route(re.compile(r"//[^/]+/(submit|resume)$"), raw)
    tab = InterviewTab.start(mine, interview)
    tab.write("The first answer.")
    tab.send()
    for number in range(2, len(BAD) + 2):
        tab.sees_question(number)
        # On the server the question is intact, so it accepts the skip.
        skip(tab.page, number)
    tab.sees_question(len(BAD) + 2)
    tab.write("The last answer.")
    tab.send()
    tab.sees_the_end()
    for person, path in (
        (candidate, f"/results.html?session={tab.session_id}"),
        (people.member(interview.organization_id), f"/recruiter.html?session={tab.session_id}"),
    ):
        other = device(person)
        other.context.route(re.compile(r"//[^/]+/results\?"), raw)
        page = other.open(path)
        expect(page.locator("article.answer")).to_have_count(len(BAD) + 2)
        assert not re.search(r"undefined|\[object|NaN", page.locator("main").inner_text())


def test_unanswerable_interview_is_reported_before_any_clock_starts(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    interview = make_interview(database, ["open", "mcq"])
    with database.connection.transaction():
        database.execute("set local session_replication_role = replica")
        database.execute(
            "update reprise.questions set options = %s where id = %s", Jsonb(["A", "B"]), interview.question_ids[1]
        )
    page = device(candidate).open(f"/interview.html?interview={interview.interview_id}")
    page.get_by_role("button", name="Start now").click()
    expect(page.get_by_role("heading", name="This interview cannot be opened")).to_be_visible()
    expect(page.get_by_role("alert")).to_contain_text("Nothing was started and no attempt was used.")
    assert database.value("select count(*) from reprise.interview_sessions where user_id = %s", candidate.user_id) == 0
    assert faults_in_every_look(page) == []
