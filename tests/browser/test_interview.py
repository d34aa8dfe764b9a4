"""A whole interview in the browser, with everything that can go wrong on the way."""

import re
import time

import pytest
from playwright.sync_api import Route, expect

from local.stack import Stack
from tests.browser.device import MakeDevice
from tests.browser.interview_tab import InterviewTab, seconds_of, shows_the_right_time
from tests.support.database import Database
from tests.support.interviews import FULL_STACK, make_interview
from tests.support.people import Person


def test_interview_of_every_kind_of_question_from_home_to_the_receipts(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    # With animations, as most people see it.
    page = device(candidate, reduced_motion="no-preference").open("/home.html")
    page.get_by_role("button", name="Start Full Stack Developer").click()
    page.get_by_role("button", name="Start now").click()
    tab = InterviewTab(page)
    for number in range(1, 7):
        tab.sees_question(number)
        shows_the_right_time(tab.seconds_left, database, tab.session_id)
        if page.get_by_role("radio").count():
            tab.choose(2)
        else:
            tab.write(f"My answer to question {number}")
        tab.send()
    tab.sees_the_end()
    expect(page.locator(".receipts li[data-source=submitted]")).to_have_count(6)
    answers = database.answers(tab.session_id)
    assert [answer["answer"] for answer in answers] == [
        "b",
        *(f"My answer to question {number}" for number in range(2, 6)),
        "b",
    ]
    shown = page.locator(".receipts code").all_inner_texts()
    assert shown == [answer["sha256"][:12] for answer in answers]
    assert str(database.session(tab.session_id)["interview_id"]) == str(FULL_STACK)


def test_killed_tab_resumes_with_every_word_and_the_right_time(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    interview = make_interview(database, ["mcq", "open", "open"], time_limit_seconds=120)
    mine = device(candidate)
    tab = InterviewTab.start(mine, interview)
    session_id = tab.session_id
    tab.choose(1)
    tab.send()
    tab.sees_question(2)
    tab.write("What the server has got.")
    tab.is_saved()
    tab.network_answers("heartbeat", spoil=True)
    tab.field.press("End")
    tab.field.press_sequentially(" And the last words, typed just before the crash.")
    text = "What the server has got. And the last words, typed just before the crash."
    tab.is_on_device(text)
    mine.kill(tab.page)
    assert database.questions(session_id)[1]["draft"] == "What the server has got."

    page = mine.open("/home.html")
    dialog = page.get_by_role("dialog", name="Welcome back")
    expect(dialog).to_contain_text("Test interview")
    expect(dialog).to_contain_text("2 of 3")
    remaining = page.locator("#welcome-remaining")
    shows_the_right_time(lambda: seconds_of(remaining.inner_text()), database, session_id)
    dialog.get_by_role("button", name="Resume").click()
    again = InterviewTab(page)
    again.sees_question(2)
    expect(again.field).to_have_value(text)
    shows_the_right_time(again.seconds_left, database, session_id)
    again.is_saved()
    again.send()
    again.sees_question(3)
    assert database.answers(session_id)[1]["answer"] == text
    assert database.kept(session_id) == []


def test_reload_resumes_without_a_dialog(device: MakeDevice, candidate: Person, database: Database) -> None:
    tab = InterviewTab.start(device(candidate), make_interview(database, ["open"]))
    tab.write("Half an")
    tab.is_on_device("Half an")
    tab.page.reload()
    tab.sees_question(1)
    expect(tab.field).to_have_value("Half an")
    assert database.session(tab.session_id)["lease_number"] == 1


def test_steady_typing_is_never_more_than_five_seconds_ahead_of_the_server(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    tab = InterviewTab.start(device(candidate), make_interview(database, ["open"], time_limit_seconds=600))
    typed: list[tuple[float, int]] = []
    begun = looked = time.monotonic()
    while (now := time.monotonic()) < begun + 9:
        tab.field.press_sequentially("abcdefgh", delay=20)
        typed.append((time.monotonic(), len(typed) * 8 + 8))
        if now > looked + 1:
            looked = time.monotonic()
            draft = database.questions(tab.session_id)[0]["draft"]
            expected = max((length for moment, length in typed if moment < looked - 5), default=0)
            assert len(draft or "") >= expected, "the server's draft is more than five seconds old"
    assert draft


def test_network_off_for_two_questions_and_everything_is_sent_once(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    interview = make_interview(database, ["open"] * 4, time_limit_seconds=60)
    mine = device(candidate)
    tab = InterviewTab.start(mine, interview)
    session_id = tab.session_id

    # Offline, and online again in time.
    mine.offline()
    tab.write("Written without a network")
    expect(tab.saved).to_contain_text("You are offline")
    tab.send()
    expect(tab.page.locator(".waiting")).to_contain_text("safe on this device")
    mine.online()
    tab.sees_question(2)
    assert [answer["answer"] for answer in database.answers(session_id)] == ["Written without a network"]

    # Offline until the question's time is over.
    tab.write("In time.")
    tab.is_saved()
    mine.offline()
    tab.write("In time. And more, too late.")
    tab.send()
    expect(tab.page.locator(".waiting")).to_contain_text("safe on this device")
    database.let_time_pass(session_id, 75)
    mine.online()
    tab.sees_question(3)
    expect(tab.notice("late")).to_contain_text(re.compile(r"question 2 arrived \d+ seconds late and is kept"))
    assert database.answers(session_id)[1]["source"] == "draft"
    assert database.answers(session_id)[1]["answer"] == "In time."
    assert [(row["position"], row["answer"]) for row in database.kept(session_id)] == [
        (1, "In time. And more, too late.")
    ]

    # The answer arrives, but its receipt does not.
    lost: list[int] = []

    def lose_the_first(route: Route) -> None:
        response = route.fetch()
        if lost:
            route.fulfill(response=response)
        else:
            lost.append(response.status)
            route.abort()

    tab.page.route(re.compile("/submit$"), lose_the_first)
    tab.write("Sent twice, stored once")
    tab.send()
    tab.sees_question(4)
    assert lost == [200]
    tab.write("The last one")
    tab.send()
    tab.sees_the_end()
    assert [answer["answer"] for answer in database.answers(session_id)] == [
        "Written without a network",
        "In time.",
        "Sent twice, stored once",
        "The last one",
    ]
    assert len(database.kept(session_id)) == 1
    expect(tab.page.locator(".receipts li[data-source=draft]")).to_contain_text("Time ran out")


def test_answer_sent_without_a_network_survives_the_end_of_its_tab(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    mine = device(candidate)
    tab = InterviewTab.start(mine, make_interview(database, ["open", "open"]))
    session_id = tab.session_id
    mine.offline()
    tab.write("Sent into the void")
    tab.send()
    expect(tab.page.locator(".waiting")).to_contain_text("safe on this device")
    mine.kill(tab.page)
    mine.online()
    mine.open("/home.html")
    page = mine.context.pages[-1]
    page.get_by_role("dialog").get_by_role("button", name="Resume").click()
    InterviewTab(page).sees_question(2)
    assert [answer["answer"] for answer in database.answers(session_id)] == ["Sent into the void"]
    assert database.kept(session_id) == []


def test_time_runs_out_while_typing_and_the_answer_is_what_was_on_the_screen(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    tab = InterviewTab.start(device(candidate), make_interview(database, ["open", "open"], time_limit_seconds=6))
    session_id = tab.session_id
    # The server gets no draft.
    tab.network_answers("heartbeat", spoil=True)
    typed = ""
    heading = tab.page.get_by_role("heading", name="Question 1 of")
    while tab.seconds_left() > 1 and heading.is_visible():
        tab.field.press_sequentially("word ", delay=30)
        typed += "word "
    tab.sees_question(2)
    (answer,) = database.answers(session_id)
    assert (answer["source"], answer["answer"]) == ("submitted", typed)
    assert database.kept(session_id) == []


def test_timeout_that_came_too_early_happens_again_at_the_deadline(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    mine = device(candidate)
    # As after slow responses: the clock is ahead, and the check at zero corrects it.
    mine.change_script("client/http/clock.js", "this._monotonic() + offset", "this._monotonic() + offset + ahead")
    beat = "await this._heartbeat.beat();"
    mine.change_script("client/session/answer-flow.js", f"{beat}\n  }}", f"{beat} globalThis.ahead = 0; }}")
    mine.context.add_init_script("globalThis.ahead = 400")
    tab = InterviewTab.start(mine, make_interview(database, ["open", "open"], grace_seconds=30))
    tab.write("x" * 65_537)
    tab.time_runs_out(database, 58.5)
    tab.sees_question(2)
    (answer,) = database.answers(tab.session_id)
    assert (answer["source"], answer["answer"]) == ("submitted", "x" * 65_536)
    expect(tab.notice("cut")).to_be_visible()


def test_time_runs_out_while_the_tab_is_closed_and_the_draft_is_the_answer(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    mine = device(candidate)
    tab = InterviewTab.start(mine, make_interview(database, ["open", "open"]))
    session_id = tab.session_id
    tab.write("As far as I got")
    tab.is_saved()
    mine.kill(tab.page)
    database.let_time_pass(session_id, 70)

    page = mine.open("/home.html")
    dialog = page.get_by_role("dialog", name="Welcome back")
    expect(dialog).to_contain_text("The time for question 1 ran out while you were away")
    expect(page.locator("#welcome-remaining")).to_have_text("0:00")
    dialog.get_by_role("button", name="Resume").click()
    again = InterviewTab(page)
    again.sees_question(2)
    expect(again.notice("expired")).to_contain_text("question 1 ran out while you were away")
    (answer,) = database.answers(session_id)
    assert (answer["source"], answer["answer"]) == ("draft", "As far as I got")


@pytest.mark.prove
def test_text_that_missed_the_deadline_in_a_closed_tab_is_stored_and_explained(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    mine = device(candidate)
    tab = InterviewTab.start(mine, make_interview(database, ["open", "open"]))
    session_id = tab.session_id
    tab.write("Saved.")
    tab.is_saved()
    tab.network_answers("heartbeat", spoil=True)
    tab.write("Saved. Not saved.")
    tab.is_on_device("Saved. Not saved.")
    mine.kill(tab.page)
    database.let_time_pass(session_id, 70)
    page = mine.open("/home.html")
    page.get_by_role("dialog").get_by_role("button", name="Resume").click()
    again = InterviewTab(page)
    again.sees_question(2)
    expect(again.notice("late")).to_contain_text("question 1 arrived")
    assert [row["answer"] for row in database.kept(session_id)] == ["Saved. Not saved."]
    assert database.answers(session_id)[0]["answer"] == "Saved."


@pytest.mark.parametrize("hours", [-1, 1])
def test_device_clock_an_hour_wrong_changes_nothing_about_the_countdown(
    device: MakeDevice, candidate: Person, database: Database, hours: int
) -> None:
    mine = device(candidate)
    mine.shift_clock(hours * 3600)
    tab = InterviewTab.start(mine, make_interview(database, ["open", "open"], time_limit_seconds=90))
    shows_the_right_time(tab.seconds_left, database, tab.session_id)
    # The clock is corrected in the middle of the question.
    tab.page.evaluate("() => { globalThis.clockShift = 0 }")
    tab.write("x")
    tab.is_saved()
    shows_the_right_time(tab.seconds_left, database, tab.session_id)
    tab.send()
    tab.sees_question(2)
    assert database.answers(tab.session_id)[0]["source"] == "submitted"


def test_page_says_where_the_text_is_when_the_server_is_stopped(
    device: MakeDevice, candidate: Person, database: Database, stack: Stack
) -> None:
    tab = InterviewTab.start(device(candidate), make_interview(database, ["open"], time_limit_seconds=300))
    tab.write("Before")
    tab.is_saved()
    stack.stop_functions()
    try:
        tab.write("Before and meanwhile")
        expect(tab.saved).to_contain_text("The server does not answer")
        tab.is_on_device("Before and meanwhile")
    finally:
        stack.start_functions()
    tab.is_saved()
    assert database.questions(tab.session_id)[0]["draft"] == "Before and meanwhile"


def test_too_long_text_is_reported_before_it_is_lost(device: MakeDevice, candidate: Person, database: Database) -> None:
    tab = InterviewTab.start(device(candidate), make_interview(database, ["open"]))
    tab.write("ä" * 33_000)
    expect(tab.saved).to_contain_text("shorten it by about 232 characters")
    tab.send()
    expect(tab.field).to_be_editable()
    tab.write("ä" * 32_000)
    tab.is_saved()
    tab.send()
    tab.sees_the_end()
    assert database.answers(tab.session_id)[0]["answer"] == "ä" * 32_000


@pytest.mark.prove
def test_cancelling_asks_for_confirmation_twice(device: MakeDevice, candidate: Person, database: Database) -> None:
    tab = InterviewTab.start(device(candidate), make_interview(database, ["open", "open"]))
    page = tab.page
    for sure in ("Back to the interview", "Give up this attempt"):
        assert database.session(tab.session_id)["status"] == "in_progress"
        page.get_by_role("button", name="Finish early").click()
        page.get_by_role("button", name="Give up this attempt …").click()
        dialog = page.get_by_role("dialog", name="Give up? There will be no result.")
        expect(dialog.get_by_role("button", name="Back to the interview")).to_be_focused()
        dialog.get_by_role("button", name=sure).click()
        expect(dialog).to_be_hidden()
    expect(page.get_by_role("heading", name="This attempt is closed")).to_be_visible()
    assert database.session(tab.session_id)["status"] == "cancelled"


@pytest.mark.prove
@pytest.mark.parametrize("opened", ["Finish early …", "Give up this attempt …"])
def test_confirmation_of_finishing_closes_when_another_question_opens(
    device: MakeDevice, candidate: Person, database: Database, opened: str
) -> None:
    tab = InterviewTab.start(device(candidate), make_interview(database, ["open", "open"], grace_seconds=30))
    for name in ["Finish early …", "Give up this attempt …"]:
        tab.page.get_by_role("button", name=name).click()
        if name == opened:
            break
    expect(tab.page.get_by_role("dialog")).to_be_visible()
    tab.time_runs_out(database)
    tab.sees_question(2)
    expect(tab.page.get_by_role("dialog")).to_have_count(0)
    expect(tab.page.get_by_role("heading", name="Question 2 of 2")).to_be_focused()


@pytest.mark.prove
def test_reason_for_not_sending_is_shown_beside_the_button_until_the_question_changes(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    tab = InterviewTab.start(device(candidate), make_interview(database, ["mcq", "open"], grace_seconds=30))
    refusal = tab.page.locator(".answer-foot [role=alert]")
    tab.send()
    expect(refusal).to_have_text("Please choose one of the answers first.")
    expect(tab.page.get_by_role("button", name="Send answer")).to_have_accessible_description(re.compile("choose one"))
    tab.choose(1)
    expect(refusal).to_be_empty()
    tab.page.evaluate("async () => (await import('/app/ui/dialog.js')).toast('About question 1.')")
    tab.send()
    tab.sees_question(2)
    expect(tab.page.locator(".toast")).to_have_count(0)
    tab.send()
    expect(refusal).to_contain_text("Please write an answer first.")
    tab.time_runs_out(database)
    tab.sees_the_end()


@pytest.mark.prove
def test_timeout_is_explained_on_the_next_page(device: MakeDevice, candidate: Person, database: Database) -> None:
    interview = make_interview(database, ["mcq", "open", "mcq", "open"], grace_seconds=30)
    tab = InterviewTab.start(device(candidate), interview)
    ran_out = tab.notice("ran-out")
    tab.time_runs_out(database)
    tab.sees_question(2)
    expect(ran_out).to_contain_text("The time for question 1 was up")
    expect(ran_out).to_contain_text("Nothing was chosen")
    tab.write("Half an answer")
    tab.time_runs_out(database)
    tab.sees_question(3)
    expect(ran_out).to_have_count(1)
    expect(ran_out).to_contain_text("The time for question 2 was up")
    expect(ran_out).to_contain_text("What you had written was submitted")
    tab.choose(1)
    tab.send()
    tab.sees_question(4)
    expect(ran_out).to_have_count(0)
    tab.time_runs_out(database)
    tab.sees_the_end()
    expect(ran_out).to_contain_text("The time for question 4 was up")
    expect(ran_out).to_contain_text("Nothing was written")
    assert [line.get_attribute("data-source") for line in tab.page.locator(".receipts li").all()] == [
        "expired",
        "submitted",
        "submitted",
        "expired",
    ]


@pytest.mark.prove
def test_final_page_opens_at_its_top(device: MakeDevice, candidate: Person, database: Database) -> None:
    mine = device(candidate, viewport={"width": 360, "height": 300})
    tab = InterviewTab.start(mine, make_interview(database, ["code"]))
    tab.write("1\n" * 20)
    tab.page.get_by_role("button", name="Finish early").scroll_into_view_if_needed()
    assert tab.page.evaluate("scrollY") > 200
    tab.send()
    tab.sees_the_end()
    assert tab.page.evaluate("scrollY") == 0


@pytest.mark.prove
def test_control_client_without_device_storage_is_caught(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    mine = device(candidate)
    mine.change_script("client/storage/drafts.js", "const WRITE_MS = 200", "const WRITE_MS = 1e9")
    tab = InterviewTab.start(mine, make_interview(database, ["open"]))
    tab.network_answers("heartbeat", spoil=True)
    tab.write("Lost with the tab")
    expect(tab.saved).to_contain_text("The server does not answer")
    mine.kill(tab.page)
    page = mine.open("/home.html")
    page.get_by_role("dialog").get_by_role("button", name="Resume").click()
    again = InterviewTab(page)
    again.sees_question(1)
    expect(again.field).to_have_value("")
