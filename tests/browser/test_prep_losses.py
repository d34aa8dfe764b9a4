"""Situations in which text in a workspace could be lost, or reported as saved when it is not."""

import json
import re

import pytest
from playwright.sync_api import Route, expect

from tests.browser.device import MakeDevice
from tests.browser.prep_tab import SAVES, PrepTab, make_workspace, refuse_saves, stored
from tests.support.database import Database
from tests.support.people import People, Person
from tests.support.prep_apis import FunctionsPrepApi

_STORAGE_IS_FULL = """
  Storage.prototype.setItem = () => { throw new DOMException("Full.", "QuotaExceededError"); };
"""
_COMES_BACK = """document.dispatchEvent(new Event("visibilitychange"))"""
_NETWORK_IS_BACK = """dispatchEvent(new Event("online"))"""


def test_gateway_page_counts_as_neither_a_refused_save_nor_a_workspace(
    device: MakeDevice, candidate: Person, function_prep: FunctionsPrepApi, database: Database
) -> None:
    workspace = make_workspace(function_prep, candidate)
    tab = PrepTab.open(device(candidate), workspace, "notes")
    answers = [(403, "<h1>Blocked</h1>"), (404, "<h1>Nothing here</h1>"), (200, "<h1>Welcome</h1>"), (200, "{}")]

    def gateway(route: Route) -> None:
        if not answers or route.request.method != "PATCH":
            route.continue_()
            return
        status, body = answers.pop(0)
        headers = {"access-control-allow-origin": "*", "content-type": "text/html"}
        route.fulfill(status=status, headers=headers, body=body)

    tab.page.route(SAVES, gateway)
    tab.notes.fill("Not for the gateway to judge")
    while answers:
        tab.not_saved()
        tab.page.evaluate(_NETWORK_IS_BACK)
    tab.is_saved()
    expect(tab.notes).to_have_value("Not for the gateway to judge")
    assert stored(database, workspace)["notes"] == "Not for the gateway to judge"
    assert set(stored(database, workspace)["questions"]) == {"q1", "q2"}


def test_sign_out_while_writing_is_reported_and_loses_nothing(
    device: MakeDevice, candidate: Person, people: People, function_prep: FunctionsPrepApi, database: Database
) -> None:
    workspace = make_workspace(function_prep, candidate)
    tab = PrepTab.open(device(candidate), workspace, "notes")
    headers = {"access-control-allow-origin": "*", "content-type": "application/problem+json"}
    refusal = json.dumps({"code": "not_authenticated", "status": 401, "detail": "Sign in."})
    session = tab.page.evaluate("JSON.parse(localStorage.getItem('reprise-auth'))")
    token = people.token({"sub": str(candidate.user_id), "email": candidate.email, "exp": session["expires_at"] - 1})
    tab.page.route(SAVES, lambda route: route.fulfill(status=401, headers=headers, body=refusal))
    tab.notes.fill("Written after the token had ended")
    expect(tab.saved).to_have_text(re.compile("^You are signed out.*What is not saved is kept on this device"))
    tab.page.unroute_all()
    # The user signs in again in another tab.
    session = json.dumps(session | {"access_token": token})
    tab.page.evaluate("(session) => localStorage.setItem('reprise-auth', session)", session)
    tab.is_saved()
    assert stored(database, workspace)["notes"] == "Written after the token had ended"


@pytest.mark.prove
def test_text_of_a_workspace_deleted_elsewhere_is_shown(
    device: MakeDevice, candidate: Person, function_prep: FunctionsPrepApi
) -> None:
    workspace = make_workspace(function_prep, candidate)
    tab = PrepTab.open(device(candidate), workspace, "notes")
    function_prep.delete(candidate, workspace).ok(204)
    tab.notes.fill("Written too late")
    expect(tab.saved).to_contain_text("deleted elsewhere. What is not saved is kept on this device")
    tab.page.reload()
    expect(tab.page.get_by_role("heading", name="There is no such workspace")).to_be_visible()
    left = tab.page.locator("#left-behind pre")
    expect(left).to_have_text("Written too late")
    tab.page.get_by_role("button", name="Dismiss").click()
    tab.page.reload()
    expect(tab.page.get_by_role("heading", name="There is no such workspace")).to_be_visible()
    expect(left).to_have_count(0)


def test_full_device_is_reported_and_keeps_its_texts(
    device: MakeDevice, candidate: Person, function_prep: FunctionsPrepApi, database: Database
) -> None:
    workspace = make_workspace(function_prep, candidate)
    laptop = device(candidate)
    laptop.context.route(SAVES, refuse_saves)
    first = PrepTab.open(laptop, workspace, "notes")
    first.notes.fill("While there was room")
    first.not_saved()
    laptop.kill(first.page)

    full = laptop.context.new_page()
    full.add_init_script(_STORAGE_IS_FULL)
    full.goto(f"/prep.html?id={workspace}#notes")
    second = PrepTab(full)
    expect(second.notes).to_have_value("While there was room")
    expect(second.saved).to_contain_text("this browser cannot keep it: please leave this page open")
    laptop.kill(full)

    laptop.context.unroute_all()
    third = PrepTab.open(laptop, workspace, "notes")
    expect(third.notes).to_have_value("While there was room")
    third.is_saved()
    assert stored(database, workspace)["notes"] == "While there was room"


@pytest.mark.prove
def test_text_of_a_crashed_tab_returns_in_another_tab(
    device: MakeDevice, candidate: Person, function_prep: FunctionsPrepApi, database: Database
) -> None:
    workspace = make_workspace(function_prep, candidate)
    laptop = device(candidate)
    beside, tab = (PrepTab.open(laptop, workspace, "notes") for _ in range(2))
    tab.page.route(SAVES, refuse_saves)
    tab.notes.fill("Typed just before the crash")
    tab.not_saved()
    laptop.kill(tab.page)
    beside.page.evaluate(_COMES_BACK)
    expect(beside.notes).to_have_value("Typed just before the crash")
    beside.is_saved()
    assert stored(database, workspace)["notes"] == "Typed just before the crash"


def test_entry_removed_elsewhere_while_being_edited_keeps_its_text(
    device: MakeDevice, candidate: Person, function_prep: FunctionsPrepApi, database: Database
) -> None:
    document = {"skill_explanations": {"e1": {"title": "MVCC", "explanation": "Versions."}}}
    workspace = make_workspace(function_prep, candidate, **document)
    tab = PrepTab.open(device(candidate), workspace)
    removal = {"questions": {"q1": None}, "skill_explanations": {"e1": None}}
    function_prep.patch(candidate, workspace, 2, document=removal).ok()
    answer = tab.question(1).get_by_label("Your answer")
    answer.press_sequentially("Vacuum")
    expect(tab.page.get_by_text("What does MVCC cost? (removed elsewhere)")).to_be_visible()
    tab.is_saved()
    expect(answer).to_be_focused()
    expect(answer).to_have_value("Vacuum")
    tab.page.reload()
    expect(tab.page.get_by_text("A question that was removed")).to_be_visible()
    expect(tab.question(1).get_by_label("Your answer")).to_have_value("Vacuum")
    assert stored(database, workspace)["user_answers"] == {"q1": "Vacuum"}


@pytest.mark.prove
def test_entry_changed_here_and_removed_elsewhere_asks_the_user(
    device: MakeDevice, candidate: Person, function_prep: FunctionsPrepApi, database: Database
) -> None:
    document = {"skill_explanations": {"e1": {"title": "MVCC", "explanation": "Versions."}}}
    workspace = make_workspace(function_prep, candidate, **document)
    tab = PrepTab.open(device(candidate), workspace, "skills")
    function_prep.patch(candidate, workspace, 2, document={"skill_explanations": {"e1": None}}).ok()
    tab.page.locator("#panel-skills details.entry summary").first.click()
    tab.page.get_by_label("Explanation", exact=True).fill("Versions of rows.")
    tab.has_conflict()
    expect(tab.conflicts.locator("[data-side=theirs] .version-text")).to_have_text("Removed")
    tab.conflicts.get_by_role("button", name="Keep this one").click()
    expect(tab.saved).to_be_focused()
    tab.is_saved()
    assert stored(database, workspace)["skill_explanations"]["e1"]["explanation"] == "Versions of rows."


@pytest.mark.prove
def test_list_marks_workspaces_with_unsaved_text(
    device: MakeDevice, candidate: Person, function_prep: FunctionsPrepApi
) -> None:
    deleted, kept = (make_workspace(function_prep, candidate) for _ in range(2))
    mine = device(candidate)
    mine.context.route(SAVES, refuse_saves)
    for workspace, text in [(deleted, "Of the deleted one"), (kept, "Of the other one")]:
        tab = PrepTab.open(mine, workspace, "notes")
        tab.notes.fill(text)
        tab.not_saved()
        mine.kill(tab.page)
    function_prep.delete(candidate, deleted).ok(204)
    mine.context.unroute_all()
    page = mine.open("/prep.html")
    notices = page.locator("[data-notice=unsaved]")
    expect(notices).to_have_count(2)
    notices.filter(has_text="Database engineer").get_by_role("link", name="Open it").click()
    tab = PrepTab(page)
    tab.is_saved()
    page.goto("/prep.html")
    expect(notices).to_have_count(1)
    notices.get_by_role("link", name="Look at it").click()
    expect(page.locator("#left-behind pre")).to_have_text("Of the deleted one")


def test_exported_file_contains_the_latest_text_or_says_that_it_does_not(
    device: MakeDevice, candidate: Person, function_prep: FunctionsPrepApi
) -> None:
    workspace = make_workspace(function_prep, candidate)
    tab = PrepTab.open(device(candidate), workspace, "notes")
    tab.notes.fill("Typed just before")
    tab.part("Share")
    with tab.page.expect_download() as whole:
        tab.page.get_by_role("button", name="JSON").click()
    assert "Typed just before" in whole.value.path().read_text()
    expect(tab.page.locator(".toast")).to_contain_text("Saved as ")
    tab.page.route(SAVES, refuse_saves)
    tab.part("Notes")
    tab.notes.fill("Too late for the file")
    tab.part("Share")
    with tab.page.expect_download():
        tab.page.get_by_role("button", name="JSON").click()
    expect(tab.page.locator(".toast").last).to_contain_text("Your last changes are not in it")
