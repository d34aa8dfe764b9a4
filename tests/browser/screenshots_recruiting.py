"""Pictures of results and of recruiting, with a few candidates who have taken the interview of the seed."""

from collections.abc import Callable
from dataclasses import replace

import psycopg
from playwright.sync_api import Page, expect

from local.stack import Stack
from tests.browser.graders import Graders
from tests.grading.due import Due
from tests.grading.test_evaluate import SEED_ANSWERS
from tests.support.database import Database
from tests.support.doors import Door, FunctionDoor
from tests.support.interviews import FULL_STACK, Run, start
from tests.support.model_behaviours import honest
from tests.support.model_server import ModelServer
from tests.support.people import People, Person

# Name, seconds a question, how many questions, what a model thinks of the answers.
COHORT = [
    ("Ada Moreau", 41, 6, 0.9),
    ("Jonas Weber", 33, 6, 0.6),
    ("Mei Tanaka", 52, 6, 0.8),
    ("Luca Ferri", 47, 4, 0.5),
    ("Amara Okafor", 38, 6, 0.7),
    ("Elif Kaya", 55, 2, 0.4),
]
LATE = "That is the N+1 problem. One query for each order; a join or a batch removes it."

Take = Callable[[Page, str], None]


def walk_recruiting(
    stack: Stack, new_recruiter_page: Callable[[], Page], result_page: Callable[[Person], Page], take: Take
) -> None:
    """Lists, numbers, one session, the dialog for extra time, and the result a candidate sees."""
    with (
        psycopg.connect(stack.database_url, autocommit=True) as connection,
        FunctionDoor(stack) as door,
        ModelServer(honest()) as server,
    ):
        database = Database(connection)
        people = People(stack, database)
        database.execute("update public.interviews set results_visible_to_candidate = true where id = %s", FULL_STACK)
        graders = Graders(Due(stack, database, people, door), server)
        runs = []
        for name, seconds, count, share in COHORT:
            runs.append(_take(database, people, door, name, seconds, count))
            graders.grade(share)
        page = result_page(runs[0].person)
        page.goto(f"/results.html?session={runs[0].session_id}")
        expect(page.locator(".big-score")).to_be_visible()
        take(page, "result")
        page = new_recruiter_page()
        page.goto(f"/recruiter.html?interview={FULL_STACK}")
        expect(page.get_by_role("link", name="Ada Moreau")).to_be_visible()
        take(page, "recruiter-candidates")
        page.get_by_role("link", name="Numbers").click()
        expect(page.get_by_role("figure").first).to_be_visible()
        take(page, "recruiter-numbers")
        page.goto(f"/recruiter.html?session={runs[0].session_id}")
        expect(page.locator("#total")).to_be_visible()
        take(page, "recruiter-session")
        page.goto(f"/recruiter.html?session={runs[-1].session_id}")
        page.get_by_role("button", name="Give extra time").click()
        take(page, "recruiter-extra-time")


def _take(database: Database, people: People, door: Door, name: str, seconds: int, count: int) -> Run:
    person = people.candidate()
    person = replace(person, email=f"{name.lower().replace(' ', '.')}@example.com")
    database.execute(
        "update auth.users set raw_user_meta_data = jsonb_build_object('full_name', %s::text), email = %s"
        " where id = %s",
        name,
        person.email,
        person.user_id,
    )
    run = start(door, person, FULL_STACK)
    for position in range(count):
        database.let_time_pass(run.session_id, seconds)
        if position == 2 and name == COHORT[0][0]:
            run.heartbeat("That is the N+1 pro").ok()
            database.let_time_pass(run.session_id, 600)
            run.submit(LATE).ok()
        else:
            run.submit(SEED_ANSWERS[position] if seconds < 50 or position % 2 else "c").ok()
    return run
