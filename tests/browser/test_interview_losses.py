"""Situations in which typed text could be lost or misattributed."""

import json
import re

import pytest
from playwright.sync_api import Route, expect

from local.processes import wait_until
from tests.browser.device import MakeDevice
from tests.browser.interview_tab import InterviewTab
from tests.support.apis import Api
from tests.support.database import Database
from tests.support.interviews import make_interview
from tests.support.people import People, Person

_DISK_IS_FULL = """() => {
  const put = globalThis.rightPut = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (...row) {
    const request = put.apply(this, row);
    this.transaction.abort();
    return request;
  };
}"""
_CONNECTION_IS_LOST = """() => {
  IDBDatabase.prototype.transaction = () => { throw new DOMException("It is closing.", "InvalidStateError"); };
}"""
_DATABASE_HANGS = """() => {
  const never = () => ({});
  const store = { put: never, get: never, getAll: never, delete: never };
  IDBDatabase.prototype.transaction = () => ({ objectStore: () => store });
}"""
_NETWORK_IS_BACK = "() => { dispatchEvent(new Event('online')) }"
_NO_ANSWER_ON_DEVICE = """() => new Promise((resolve) => {
  const request = indexedDB.open("reprise");
  request.onsuccess = () => {
    const count = request.result.transaction("answers").objectStore("answers").count();
    count.onsuccess = () => { request.result.close(); resolve(count.result === 0); };
  };
})"""
_FORGET_ANSWERS = """() => new Promise((resolve) => {
  const request = indexedDB.open("reprise");
  request.onsuccess = () => {
    const writing = request.result.transaction("answers", "readwrite");
    writing.objectStore("answers").clear();
    writing.oncomplete = () => { request.result.close(); resolve(); };
  };
})"""
_WATCH_THE_WAITING = """() => {
  const waiting = document.querySelector(".waiting");
  new MutationObserver(() => { globalThis.waited ||= !waiting.hidden; }).observe(waiting, { attributes: true });
}"""
_BROKEN_CLIPBOARD = """(field) => {
  field.value = "half \\ud83d and \\u0000nothing";
  field.dispatchEvent(new Event("input"));
}"""
# Playwright's routes won't do: they would also hold requests that outlive their page.
_NOTHING_IS_SUBMITTED = """(() => {
  const { fetch } = globalThis;
  globalThis.fetch = (url, options) => {
    if (!`${url}`.endsWith("/submit")) return fetch(url, options);
    globalThis.submitting = true;
    return new Promise(() => {});
  };
})()"""
_IS_HIDDEN = """() => {
  Object.defineProperty(document, "visibilityState", { configurable: true, value: "hidden" });
  document.dispatchEvent(new Event("visibilitychange"));
}"""


def finish_early(tab: InterviewTab) -> None:
    tab.page.get_by_role("button", name="Finish early").click()
    tab.page.get_by_role("button", name="Finish and submit").click()


def test_early_finish_waits_until_the_server_has_the_draft(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    tab = InterviewTab.start(device(candidate), make_interview(database, ["open", "open"], time_limit_seconds=300))
    tab.network_answers("heartbeat", spoil=True)
    tab.write("Not at the server yet")
    finish_early(tab)
    expect(tab.page.locator(".toast")).to_contain_text("does not have your latest text yet")
    assert database.session(tab.session_id)["status"] == "in_progress"
    expect(tab.field).to_have_value("Not at the server yet")
    tab.write("x" * 65_537)
    finish_early(tab)
    expect(tab.page.locator(".toast").last).to_contain_text("too long to be submitted")
    tab.network_answers("heartbeat", spoil=False)
    tab.write("At the server now")
    finish_early(tab)
    tab.sees_the_end()
    assert database.answers(tab.session_id)[0]["answer"] == "At the server now"


@pytest.mark.prove
@pytest.mark.parametrize(
    "defect", [_DISK_IS_FULL, _CONNECTION_IS_LOST, _DATABASE_HANGS], ids=["full", "lost", "hanging"]
)
def test_answer_is_sent_even_if_the_device_cannot_store_it(
    device: MakeDevice, candidate: Person, database: Database, defect: str
) -> None:
    mine = device(candidate)
    mine.change_script("client/storage/database.js", "PATIENCE_MS = 5000", "PATIENCE_MS = 150")
    tab = InterviewTab.start(mine, make_interview(database, ["open", "open", "open"], time_limit_seconds=300))
    tab.page.evaluate(defect)
    tab.write("One")
    tab.send()
    tab.sees_question(2)
    tab.write("Two")
    mine.offline()
    expect(tab.saved).to_contain_text("leave this tab open")
    tab.send()
    expect(tab.page.locator(".waiting")).to_contain_text("leave this tab open")
    mine.online()
    tab.sees_question(3)
    assert [answer["answer"] for answer in database.answers(tab.session_id)] == ["One", "Two"]
    assert database.kept(tab.session_id) == []


@pytest.mark.prove
def test_tab_that_lost_the_interview_does_not_change_the_new_tabs_text(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    mine = device(candidate)
    old = InterviewTab.start(mine, make_interview(database, ["open"], time_limit_seconds=300))
    old.write("In the old tab")
    old.is_saved()
    new = InterviewTab(mine.open(f"/interview.html?session={old.session_id}"))
    new.page.get_by_role("button", name="Continue here").click()
    new.sees_question(1)
    expect(old.page.locator("#moved")).to_be_visible()
    new.network_answers("heartbeat", spoil=True)
    new.write("In the new tab, and only there")
    new.is_on_device("In the new tab, and only there")
    old.page.evaluate(_IS_HIDDEN)
    # Checked from the old tab, because its own writes come before this read.
    old.is_on_device("In the new tab, and only there")
    mine.kill(new.page)
    page = mine.open("/home.html")
    page.get_by_role("dialog").get_by_role("button", name="Resume").click()
    again = InterviewTab(page)
    again.sees_question(1)
    expect(again.field).to_have_value("In the new tab, and only there")


@pytest.mark.prove
def test_text_is_stored_on_the_device_as_soon_as_there_is_room(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    mine = device(candidate)
    tab = InterviewTab.start(mine, make_interview(database, ["open", "open"], time_limit_seconds=300))
    tab.page.evaluate(_DISK_IS_FULL)
    mine.offline()
    tab.write("In the memory of the tab")
    tab.send()
    expect(tab.page.locator(".waiting")).to_contain_text("leave this tab open")
    tab.page.evaluate("() => { IDBObjectStore.prototype.put = globalThis.rightPut }")
    expect(tab.page.locator(".waiting")).to_contain_text("safe on this device")
    session_id = tab.session_id
    mine.kill(tab.page)
    mine.online()
    mine.open("/home.html")
    assert wait_until(lambda: bool(database.answers(session_id)), 60)
    assert database.answers(session_id)[0]["answer"] == "In the memory of the tab"


def test_responses_of_intermediate_servers_count_as_neither_refusal_nor_receipt(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    tab = InterviewTab.start(device(candidate), make_interview(database, ["open", "open"], time_limit_seconds=300))
    page = "<h1>Blocked</h1>"
    others = [(403, page), (200, page), (200, "{}"), (200, "null"), (403, json.dumps({"code": "ACCESS_DENIED"}))]

    def gateway(route: Route) -> None:
        if not others:
            route.continue_()
            return
        status, body = others.pop(0)
        kind = "text/html" if body is page else "application/json"
        route.fulfill(status=status, headers={"access-control-allow-origin": "*", "content-type": kind}, body=body)

    tab.page.route(re.compile("/submit$"), gateway)
    tab.write("Not for a gateway to judge")
    with tab.page.expect_response(re.compile("/submit$")):
        tab.send()
    for _ in range(5):
        expect(tab.saved).to_have_text("Your answer is safe on this device")
        with tab.page.expect_response(re.compile("/submit$")):
            tab.page.evaluate(_NETWORK_IS_BACK)
    tab.sees_question(2)
    assert database.answers(tab.session_id)[0]["answer"] == "Not for a gateway to judge"
    expect(tab.notice("not-kept")).to_have_count(0)


@pytest.mark.prove
def test_question_whose_answer_is_in_transit_does_not_reopen_after_a_reload(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    tab = InterviewTab.start(device(candidate), make_interview(database, ["open", "open"], time_limit_seconds=300))
    tab.network_answers("submit", spoil=True)
    tab.write("Under way")
    tab.send()
    expect(tab.page.locator(".waiting")).to_be_visible()
    assert wait_until(lambda: not tab.page.evaluate(_NO_ANSWER_ON_DEVICE), 60)
    tab.page.reload()
    expect(tab.page.locator(".waiting")).to_be_visible()
    expect(tab.field).to_have_value("Under way")
    expect(tab.field).not_to_be_editable()
    tab.network_answers("submit", spoil=False)
    tab.page.evaluate(_NETWORK_IS_BACK)
    tab.sees_question(2)
    assert database.answers(tab.session_id)[0]["answer"] == "Under way"


def test_question_answered_during_a_reload_does_not_reopen(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    mine = device(candidate)
    tab = InterviewTab.start(mine, make_interview(database, ["open", "open"], time_limit_seconds=300))
    session_id = tab.session_id
    tab.network_answers("submit", spoil=True)
    tab.write("Faster than the page")
    tab.send()
    expect(tab.page.locator(".waiting")).to_be_visible()
    seen: list[str] = []

    def overtaken(route: Route) -> None:
        response = route.fetch()
        if route.request.method == "POST" and not seen:
            seen.append(response.json()["question"]["draft"] or "")
            tab.network_answers("submit", spoil=False)
            tab.page.evaluate(_NETWORK_IS_BACK)
            assert wait_until(lambda: bool(tab.page.evaluate(_NO_ANSWER_ON_DEVICE)), 60)
        route.fulfill(response=response)

    tab.page.route(re.compile("/resume"), overtaken)
    tab.page.add_init_script(
        "new MutationObserver(() => { if (document.querySelector('#answer')) globalThis.asked ??="
        " document.querySelector('#question-title').textContent; }).observe(document, {subtree: true, childList: true})"
    )
    tab.page.reload()
    tab.sees_question(2)
    assert seen
    assert tab.page.evaluate("globalThis.asked") == "Question 2 of 2"
    assert database.answers(session_id)[0]["answer"] == "Faster than the page"


def test_refused_answer_returns_to_its_field(device: MakeDevice, candidate: Person, database: Database) -> None:
    tab = InterviewTab.start(device(candidate), make_interview(database, ["open", "open"], time_limit_seconds=300))
    problem = {"code": "invalid_request", "request_id": "x", "status": 422, "detail": "It is not right."}
    tab.page.route(
        re.compile("/submit$"),
        lambda route: route.fulfill(status=422, headers={"access-control-allow-origin": "*"}, json=problem),
    )
    tab.network_answers("resume", spoil=True)
    tab.write("Refused, and not forgotten")
    tab.send()
    expect(tab.notice("not-kept")).to_contain_text("Refused, and not forgotten")
    tab.network_answers("resume", spoil=False)
    tab.sees_question(1)
    expect(tab.field).to_be_editable()
    expect(tab.field).to_have_value("Refused, and not forgotten")
    tab.page.unroute(re.compile("/submit$"))
    tab.send()
    tab.sees_question(2)
    assert database.answers(tab.session_id)[0]["answer"] == "Refused, and not forgotten"


def test_extra_time_reaches_an_idle_candidate_before_the_deadline(
    device: MakeDevice, candidate: Person, people: People, functions_api: Api, database: Database
) -> None:
    interview = make_interview(database, ["open", "open"], time_limit_seconds=9)
    recruiter = people.member(interview.organization_id)
    tab = InterviewTab.start(device(candidate), interview)
    tab.page.evaluate(_WATCH_THE_WAITING)
    extend(functions_api, recruiter, tab.session_id)
    expect(tab.notice("extra-time")).to_be_visible()
    tab.sees_question(1)
    assert tab.seconds_left() > 15
    assert not tab.page.evaluate("globalThis.waited"), "the page said that the time was up"
    assert database.answers(tab.session_id) == []


@pytest.mark.prove
def test_extra_time_given_at_the_last_second_delays_the_submit(
    device: MakeDevice, candidate: Person, people: People, functions_api: Api, database: Database
) -> None:
    interview = make_interview(database, ["open", "open"], time_limit_seconds=6)
    recruiter = people.member(interview.organization_id)
    tab = InterviewTab.start(device(candidate), interview)
    tab.write("Until the last moment")
    # The page has sent its last request before the time is up.
    expect(tab.page.locator("#time")).to_have_text("0:02", timeout=6_000)
    extend(functions_api, recruiter, tab.session_id)
    expect(tab.notice("extra-time")).to_be_visible()
    tab.sees_question(1)
    expect(tab.field).to_be_editable()
    assert tab.seconds_left() > 10
    assert database.answers(tab.session_id) == []


@pytest.mark.prove
def test_extra_time_given_while_offline_reverses_the_timeout(
    device: MakeDevice, candidate: Person, people: People, functions_api: Api, database: Database
) -> None:
    interview = make_interview(database, ["open", "open"], time_limit_seconds=5)
    recruiter = people.member(interview.organization_id)
    mine = device(candidate)
    mine.change_script("client/session/answer-delivery.js", "WAITED_MS = 4000", "WAITED_MS = 0")
    tab = InterviewTab.start(mine, interview)
    mine.offline()
    tab.write("Cut off in the middle")
    extend(functions_api, recruiter, tab.session_id)
    expect(tab.page.locator(".waiting")).to_contain_text("The time is up")
    mine.online()
    tab.sees_question(1)
    expect(tab.field).to_be_editable()
    expect(tab.field).to_have_value("Cut off in the middle")
    assert tab.seconds_left() > 5
    assert database.questions(tab.session_id)[0]["draft"] == "Cut off in the middle"
    assert database.answers(tab.session_id) == []
    tab.write("Cut off in the middle, and finished")
    tab.send()
    tab.sees_question(2)
    assert database.answers(tab.session_id)[0]["answer"] == "Cut off in the middle, and finished"


def extend(functions_api: Api, recruiter: Person, session_id: str) -> None:
    functions_api.call(
        "review",
        recruiter,
        {"action": "extend_time", "session_id": session_id, "extra_time_percent": 400, "reason": "A fire alarm."},
    ).ok()


def test_too_long_text_is_cut_at_the_deadline_and_stored_whole_on_the_device(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    mine = device(candidate)
    tab = InterviewTab.start(mine, make_interview(database, ["open", "open"], time_limit_seconds=5))
    session_id = tab.session_id
    tab.write("x" * 65_535 + "äöü")
    expect(tab.notice("cut")).to_be_visible()
    tab.sees_question(2)
    (answer,) = database.answers(session_id)
    assert (answer["source"], answer["answer"]) == ("submitted", "x" * 65_535)
    expect(tab.notice("cut")).to_contain_text("question 1 was too long")
    expect(tab.notice("cut").locator("pre")).to_contain_text("xäöü")
    mine.kill(tab.page)
    again = InterviewTab(mine.open("/home.html"))
    expect(again.notice("cut").locator("pre")).to_contain_text("xäöü")


@pytest.mark.prove
def test_text_equal_to_the_answer_is_not_called_late(device: MakeDevice, candidate: Person, database: Database) -> None:
    mine = device(candidate)
    tab = InterviewTab.start(mine, make_interview(database, ["open", "open"], time_limit_seconds=60))
    tab.write("Saved in time")
    tab.is_saved()
    mine.offline()
    tab.send()
    expect(tab.page.locator(".waiting")).to_contain_text("safe on this device")
    database.let_time_pass(tab.session_id, 75)
    mine.online()
    tab.sees_question(2)
    assert database.answers(tab.session_id)[0]["answer"] == "Saved in time"
    expect(tab.notice("late")).to_have_count(0)


@pytest.mark.prove
def test_text_of_an_older_lease_is_offered_as_an_alternative(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    mine = device(candidate)
    laptop = InterviewTab.start(mine, make_interview(database, ["open"], time_limit_seconds=300))
    laptop.write("On both")
    laptop.is_saved()
    laptop.network_answers("heartbeat", spoil=True)
    laptop.write("Only on the laptop")
    laptop.is_on_device("Only on the laptop")
    mine.kill(laptop.page)
    phone = InterviewTab(device(candidate).open(f"/interview.html?session={laptop.session_id}"))
    phone.page.get_by_role("button", name="Continue here").click()
    phone.sees_question(1)
    phone.write("Written on the phone")
    phone.is_saved()

    back = InterviewTab(mine.open(f"/interview.html?session={laptop.session_id}"))
    back.page.get_by_role("button", name="Continue here").click()
    expect(back.field).to_have_value("Written on the phone")
    expect(back.notice("other-text")).to_contain_text("Only on the laptop")
    # Home shows the text, too.
    home = InterviewTab(mine.open("/home.html"))
    expect(home.notice("other-text")).to_contain_text("Only on the laptop")
    home.page.close()
    back.page.get_by_role("button", name="Use this text instead").click()
    expect(back.field).to_have_value("Only on the laptop")
    expect(back.field).to_be_focused()
    expect(back.notice("other-text")).to_contain_text("Written on the phone")
    back.is_saved()
    assert database.questions(back.session_id)[0]["draft"] == "Only on the laptop"


def test_unacknowledged_draft_is_not_replaced_by_the_previous_one(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    tab = InterviewTab.start(device(candidate), make_interview(database, ["open"], time_limit_seconds=300))
    tab.write("abc")
    tab.is_saved()
    heartbeat = re.compile("/heartbeat$")

    def swallow(route: Route) -> None:
        route.fetch()
        route.abort()

    tab.page.route(heartbeat, swallow)
    tab.write("abcd")
    expect(tab.saved).to_contain_text("The server does not answer")
    tab.write("abc")
    tab.page.unroute(heartbeat)
    tab.is_saved()
    assert database.questions(tab.session_id)[0]["draft"] == "abc"


def test_unstorable_characters_do_not_block_the_rest_of_a_text(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    tab = InterviewTab.start(device(candidate), make_interview(database, ["open"]))
    tab.field.evaluate(_BROKEN_CLIPBOARD)
    tab.is_saved()
    tab.send()
    tab.sees_the_end()
    assert database.answers(tab.session_id)[0]["answer"] == "half \ufffd and nothing"


def test_draft_reaches_the_server_when_the_page_is_left(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    tab = InterviewTab.start(device(candidate), make_interview(database, ["open"]))
    session_id = tab.session_id
    tab.write("Written and gone")
    tab.page.goto("about:blank")
    assert wait_until(lambda: database.questions(session_id)[0]["draft"] == "Written and gone", 3)


@pytest.mark.prove
def test_screen_reader_announces_a_saving_problem_and_its_end_once(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    mine = device(candidate)
    tab = InterviewTab.start(mine, make_interview(database, ["open"], time_limit_seconds=300))
    spoken = tab.page.locator("#announcements")
    tab.write("x")
    tab.is_saved()
    expect(tab.page.locator("#announcements:not(:empty)")).to_have_count(0)
    mine.offline()
    expect(spoken).to_contain_text("You are offline. Keep writing")
    mine.online()
    expect(spoken).to_contain_text("The connection is back. Your answer is saved.")


@pytest.mark.prove
def test_focus_stays_on_the_page_while_an_answer_is_sent(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    mine = device(candidate)
    tab = InterviewTab.start(mine, make_interview(database, ["mcq", "open"], time_limit_seconds=300))
    mine.offline()
    tab.choose(1)
    tab.page.get_by_role("radio").first.press("Enter")
    expect(tab.page.locator(".waiting")).to_be_focused()
    mine.online()
    tab.sees_question(2)
    mine.offline()
    tab.write("Sent with the button")
    tab.send()
    expect(tab.page.locator(".waiting")).to_be_visible()
    expect(tab.page.get_by_role("button", name=re.compile("^Send"))).to_be_focused()
    mine.online()
    tab.sees_the_end()


@pytest.mark.prove
def test_early_finish_on_a_replaced_device_is_explained(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    laptop = InterviewTab.start(device(candidate), make_interview(database, ["open", "open"], time_limit_seconds=300))
    phone = InterviewTab(device(candidate).open(f"/interview.html?session={laptop.session_id}"))
    phone.page.get_by_role("button", name="Continue here").click()
    phone.sees_question(1)
    finish_early(laptop)
    expect(laptop.page.locator("#moved")).to_be_visible()
    assert database.session(phone.session_id)["status"] == "in_progress"


@pytest.mark.prove
def test_answer_confirmed_by_no_tab_event_leads_to_the_next_question(
    device: MakeDevice, candidate: Person, functions_api: Api, database: Database
) -> None:
    tab = InterviewTab.start(device(candidate), make_interview(database, ["open", "open"], time_limit_seconds=300))
    tab.network_answers("submit", spoil=True)
    tab.write("Sent by a tab that is gone")
    tab.send()
    expect(tab.page.locator(".waiting")).to_be_visible()
    answer = {"session_id": tab.session_id, "position": 0, "answer": "Sent by a tab that is gone", "lease": 1}
    functions_api.call("submit", candidate, answer).ok()
    tab.page.evaluate(_FORGET_ANSWERS)
    tab.page.evaluate(_NETWORK_IS_BACK)
    tab.sees_question(2)


@pytest.mark.prove
def test_code_deleted_by_unindenting_is_deleted_at_the_server(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    tab = InterviewTab.start(device(candidate), make_interview(database, ["code"], time_limit_seconds=300))
    tab.write("  ")
    tab.field.press("Shift+Tab")
    expect(tab.field).to_have_value("")
    tab.page.evaluate(_IS_HIDDEN)
    expect(tab.saved).to_have_text(re.compile("saved"))
    assert (database.questions(tab.session_id)[0]["draft"] or "") == ""


def test_answer_that_cannot_be_submitted_reaches_the_server_as_a_draft_and_counts(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    tab = InterviewTab.start(device(candidate), make_interview(database, ["open", "open"], time_limit_seconds=300))
    session_id = tab.session_id
    tab.network_answers("submit", spoil=True)
    tab.write("Sent, and not arrived")
    tab.send()
    assert wait_until(lambda: database.questions(session_id)[0]["draft"] == "Sent, and not arrived", 6)
    database.let_time_pass(session_id, 400)
    tab.network_answers("submit", spoil=False)
    tab.page.evaluate(_NETWORK_IS_BACK)
    tab.sees_question(2)
    assert database.answers(session_id)[0]["answer"] == "Sent, and not arrived"
    expect(tab.notice("late")).to_have_count(0)


def test_answer_in_transit_reaches_the_server_when_the_page_is_left(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    mine = device(candidate)
    mine.context.add_init_script(_NOTHING_IS_SUBMITTED)
    tab = InterviewTab.start(mine, make_interview(database, ["open", "open"], time_limit_seconds=300))
    session_id = tab.session_id
    tab.write("Sent and gone")
    tab.send()
    assert wait_until(lambda: bool(tab.page.evaluate("globalThis.submitting")), 60)
    tab.page.goto("about:blank")
    assert wait_until(lambda: database.questions(session_id)[0]["draft"] == "Sent and gone", 3)


@pytest.mark.prove
def test_other_text_stays_with_its_question(device: MakeDevice, candidate: Person, database: Database) -> None:
    mine = device(candidate)
    laptop = InterviewTab.start(mine, make_interview(database, ["open", "open"], time_limit_seconds=300))
    laptop.network_answers("heartbeat", spoil=True)
    laptop.write("Only on the laptop")
    laptop.is_on_device("Only on the laptop")
    mine.kill(laptop.page)
    phone = InterviewTab(device(candidate).open(f"/interview.html?session={laptop.session_id}"))
    phone.page.get_by_role("button", name="Continue here").click()
    phone.sees_question(1)
    phone.write("Written on the phone")
    phone.is_saved()

    back = InterviewTab(mine.open(f"/interview.html?session={laptop.session_id}"))
    back.page.get_by_role("button", name="Continue here").click()
    use = back.page.get_by_role("button", name="Use this text instead")
    expect(use).to_be_visible()
    # Simulates a click at the very moment of the change.
    back.page.evaluate("() => { globalThis.use = document.querySelector('[data-until] button') }")
    back.send()
    back.sees_question(2)
    expect(use).to_have_count(0)
    back.page.evaluate("() => globalThis.use.click()")
    expect(back.notice("other-text")).to_contain_text("Only on the laptop")
    expect(back.field).to_have_value("")
