"""Ways to start a session, and the messages when another session is in the way."""

import re

import pytest
from playwright.sync_api import Page, Response, Route, expect

from tests.browser.device import Device, MakeDevice
from tests.browser.interview_tab import InterviewTab
from tests.browser.talk_tab import TOPIC, TalkTab
from tests.support.apis import Api
from tests.support.database import Database
from tests.support.interviews import Interview, make_interview, start
from tests.support.people import Person

_HEARS_OF_MOVES = """
globalThis.moved = 0;
new PerformanceObserver((list) => {
  for (const { value } of list.getEntries()) globalThis.moved += value;
}).observe({ type: "layout-shift", buffered: true });
"""
# Half of what browsers call a good layout shift.
LITTLE = 0.05


def titled(database: Database, title: str, questions: int) -> Interview:
    interview = make_interview(database, ["open"] * questions, time_limit_seconds=300)
    database.execute("update reprise.interviews set title = %s where id = %s", title, interview.interview_id)
    return interview


def waits_little(mine: Device) -> None:
    """Make pages retry failed requests quickly."""
    mine.change_script("client/http/http.js", "Math.min(15, 2 ** (number - 1))", "0.1")


def start_over(page: Page) -> None:
    """Press the greeting's button; there is a second one for the confirmation."""
    page.get_by_role("dialog", name="Welcome back").get_by_role("button", name="Start over").click()


def test_start_says_which_session_it_closes_before_it_does(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    mine = device(candidate)
    first = InterviewTab.start(mine, titled(database, "First", 1))
    session_id, page = first.session_id, first.page
    page.goto(f"/interview.html?interview={titled(database, 'Second', 2).interview_id}")
    page.get_by_role("dialog", name="Second").get_by_role("button", name="Start now").click()
    dialog = page.get_by_role("dialog", name="Only one can be open")
    expect(dialog).to_contain_text("“First” is still open. Finish or close it before you start “Second”.")
    expect(dialog.get_by_role("button", name="Start over")).to_have_count(0)
    dialog.get_by_role("button", name="Close “First” and start “Second”").click()
    sure = page.get_by_role("dialog", name="Close “First”?")
    expect(sure).to_contain_text("That attempt ends here, and its answers do not count. Then “Second” begins.")
    assert database.session(session_id)["status"] == "in_progress"
    sure.get_by_role("button", name="Close it and start “Second”").click()
    expect(page.get_by_role("heading", name="Question 1 of 2")).to_be_visible()
    assert database.session(session_id)["closed_reason"] == "start_over"


@pytest.mark.prove
def test_conversation_starts_over_with_its_topic(device: MakeDevice, candidate: Person, database: Database) -> None:
    mine = device(candidate)
    page = TalkTab.start(mine).page
    before = page.url
    page.goto("/home.html")
    start_over(page)
    sure = page.get_by_role("dialog", name="Start this conversation over?")
    expect(sure).not_to_contain_text(re.compile("question|clock"))
    sure.get_by_role("button", name="Start over").click()
    TalkTab(page).has(1)
    assert page.url != before
    topics = database.rows(
        "select c.topic, s.status from reprise.conversations c join reprise.interview_sessions s on s.id = c.session_id"
        " where s.user_id = %s order by s.started_at",
        candidate.user_id,
    )
    assert [(row["topic"], row["status"]) for row in topics] == [(TOPIC, "abandoned"), (TOPIC, "in_progress")]


@pytest.mark.prove
def test_start_over_of_untimed_practice_mentions_no_clock(device: MakeDevice, candidate: Person) -> None:
    choice = '{"interview_type": "backend", "question_count": 1, "time_limits": false}'
    page = device(candidate).open(f"/interview.html?practice={choice}")
    InterviewTab(page).sees_question(1)
    page.goto("/home.html")
    expect(page.get_by_role("dialog", name="Welcome back")).to_contain_text("You began this practice run earlier.")
    start_over(page)
    expect(page.get_by_role("dialog")).to_contain_text("A new one of the same kind begins at question 1.")


@pytest.mark.everyday(3)
@pytest.mark.parametrize("by", ["itself", "its button", "the network"])
def test_home_reports_a_failed_lookup_of_open_sessions_and_repeats_it(
    device: MakeDevice, candidate: Person, database: Database, functions_api: Api, by: str
) -> None:
    start(functions_api, candidate, make_interview(database, ["open"]).interview_id)
    mine = device(candidate)
    waits_little(mine)
    if by != "itself":
        mine.change_script("app/home/home.js", "setTimeout(resolve, backoff(failures) * 1000);", "")
    mine.context.route("**/resume?*", lambda route: route.abort())
    page = mine.open("/home.html")
    told = page.get_by_role("alert").filter(has_text="We could not check whether you have an open session")
    expect(told).to_be_visible()
    expect(page.get_by_role("heading", name="Interviews")).to_be_visible()
    mine.context.unroute("**/resume?*")
    if by == "its button":
        told.get_by_role("button", name="Try again").click()
    elif by == "the network":
        page.evaluate("dispatchEvent(new Event('online'))")
    expect(page.get_by_role("heading", name="Previous session detected")).to_be_visible()
    expect(told).to_have_count(0)


@pytest.mark.prove
def test_focus_goes_to_the_previous_session_after_the_greeting_and_to_the_page_when_it_is_cleared(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    mine = device(candidate)
    page = InterviewTab.start(mine, make_interview(database, ["open"])).page
    page.goto("/home.html")
    expect(page.get_by_role("dialog", name="Welcome back")).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("button", name="Resume")).to_be_focused()
    page.get_by_role("button", name="Clear it").press("Enter")
    expect(page.get_by_text("Cleared. You can start afresh.")).to_be_visible()
    expect(page.locator("#main")).to_be_focused()


def test_previous_session_has_a_running_clock_and_no_clearing_where_it_would_change_nothing(
    device: MakeDevice, candidate: Person, database: Database, functions_api: Api
) -> None:
    interview = make_interview(database, ["open"], start_over_allowed=False, attempts_allowed=1)
    run = start(functions_api, candidate, interview.interview_id)
    # The session looks as if its tab had been closed a while ago.
    functions_api.call("clear-stuck-session", candidate, {}).ok()
    page = device(candidate).open("/home.html")
    page.keyboard.press("Escape")
    card = page.get_by_role("region", name="Previous session detected")
    expect(card.get_by_role("button", name="Resume")).to_be_visible()
    expect(card.get_by_role("button", name="Clear it")).to_have_count(0)
    clock = card.get_by_text("seconds left")
    seen = clock.inner_text()
    expect(clock).not_to_have_text(seen)
    database.let_time_pass(run.session_id, 55)
    page.reload()
    page.keyboard.press("Escape")
    expect(card).to_contain_text("time is up")
    item = page.get_by_role("article").filter(has_text="Test interview")
    expect(item).to_contain_text("0 attempts left")
    expect(item.get_by_role("button")).to_have_count(0)
    expect(item.get_by_role("link", name="Resume Test interview")).to_be_visible()


@pytest.mark.prove
def test_home_does_not_move_when_a_previous_session_shows(
    device: MakeDevice, candidate: Person, database: Database, functions_api: Api
) -> None:
    start(functions_api, candidate, make_interview(database, ["open"]).interview_id)
    mine = device(candidate, viewport={"width": 1280, "height": 800})
    mine.context.add_init_script(_HEARS_OF_MOVES)
    page = mine.context.new_page()
    held: list[Route] = []
    page.route("**/resume?*", lambda route: held.append(route))

    def interviews(response: Response) -> bool:
        return "/interviews?limit=" in response.url

    with page.expect_response(interviews) as listed:
        page.goto("/home.html")
    listed.value.finished()
    held.pop().continue_()
    expect(page.get_by_role("heading", name="Previous session detected")).to_be_visible()
    expect(page.get_by_role("heading", name="Test interview").first).to_be_visible()
    assert page.evaluate("moved") < LITTLE


@pytest.mark.prove
def test_stale_card_clears_no_other_session(
    device: MakeDevice, candidate: Person, functions_api: Api, database: Database
) -> None:
    mine = device(candidate)
    run = start(functions_api, candidate, titled(database, "First", 2).interview_id)
    # Started on another client, so nobody is greeted here.
    home = mine.open("/home.html")
    card = home.get_by_role("region", name="Previous session detected")
    expect(card).to_contain_text("“First”")
    functions_api.call("finish", candidate, {"session_id": run.session_id, "lease": 1, "outcome": "cancelled"}).ok()
    second = InterviewTab.start(mine, titled(database, "Second", 2))
    card.get_by_role("button", name="Clear it").click()
    expect(card).to_contain_text("“Second”")
    expect(home.locator(".toast")).to_contain_text("Something else is open by now")
    assert database.session(second.session_id)["status"] == "in_progress"
