"""Pictures of results and of recruiting, with candidates who have taken the seed's interview."""

from dataclasses import replace

from playwright.sync_api import expect

from tests.browser.screenshots_studio import RECRUITER, Studio
from tests.support.interviews import FULL_STACK, Run, start
from tests.support.seed_answers import SEED_ANSWERS

# Name, seconds per question, number of questions, and the model's opinion of the answers.
COHORT = [
    ("Ada Moreau", 41, 6, 0.9),
    ("Jonas Weber", 33, 6, 0.6),
    ("Mei Tanaka", 52, 6, 0.8),
    ("Luca Ferri", 47, 4, 0.5),
    ("Amara Okafor", 38, 6, 0.7),
    ("Elif Kaya", 55, 2, 0.4),
]
LATE = "That is the N+1 problem. One query for each order; a join or a batch removes it."


def walk_recruiting(studio: Studio) -> None:
    """Lists, statistics, a session with a late text, the dialog for extra time, and a candidate's own result."""
    take, runs = studio.take, []
    for name, seconds, count, share in COHORT:
        runs.append(_take_interview(studio, name, seconds, count))
        studio.graders.grade(share)
    page = studio.page_of(runs[0].person, COHORT[0][0])
    page.goto(f"/results.html?session={runs[0].session_id}")
    expect(page.locator(".big-score")).to_be_visible()
    take(page, "result")
    take(page, "result-chart", page.get_by_role("figure", name="Points by question"))
    page.goto("/results.html")
    expect(page.get_by_role("link", name="Full Stack Developer")).to_be_visible()
    take(page, "results")
    page.context.close()
    page = studio.context(RECRUITER).new_page()
    page.goto("/recruiter.html")
    expect(page.get_by_role("link", name="Full Stack Developer")).to_be_visible()
    take(page, "recruiter")
    page.goto(f"/recruiter.html?interview={FULL_STACK}")
    expect(page.get_by_role("link", name="Ada Moreau")).to_be_visible()
    take(page, "recruiter-candidates")
    page.get_by_role("link", name="Numbers").click()
    expect(page.get_by_role("figure").first).to_be_visible()
    take(page, "recruiter-numbers")
    page.goto(f"/recruiter.html?session={runs[0].session_id}")
    expect(page.locator("#total")).to_be_visible()
    take(page, "recruiter-session")
    take(page, "recruiter-late", page.get_by_role("heading", name="Late texts"))
    take(page, "recruiter-answer", page.get_by_role("article", name="Question 4"))
    page.goto(f"/recruiter.html?session={runs[-1].session_id}")
    page.get_by_role("button", name="Give extra time").click()
    take(page, "recruiter-extra-time")
    page.context.close()


def _take_interview(studio: Studio, name: str, seconds: int, count: int) -> Run:
    database = studio.database
    person = replace(studio.people.candidate(), email=f"{name.lower().replace(' ', '.')}@example.com")
    database.execute(
        "update auth.users set raw_user_meta_data = jsonb_build_object('full_name', %s::text), email = %s"
        " where id = %s",
        name,
        person.email,
        person.user_id,
    )
    run = start(studio.api, person, FULL_STACK)
    for position in range(count):
        database.let_time_pass(run.session_id, seconds)
        if position == 2 and name == COHORT[0][0]:
            run.heartbeat("That is the N+1 pro").ok()
            database.let_time_pass(run.session_id, 600)
            run.submit(LATE).ok()
        else:
            run.submit(SEED_ANSWERS[position] if seconds < 50 or position % 2 else "c").ok()
    return run
