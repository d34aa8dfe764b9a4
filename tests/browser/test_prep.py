"""Prep workspaces: typed text is never lost, and the save indicator is always right."""

import shutil
import subprocess
from pathlib import Path

import pytest
from playwright.sync_api import Page, Request, Route, expect

from local.processes import wait_until
from local.settings import ROOT
from local.stack import Stack
from tests.browser.device import MakeDevice
from tests.browser.mutants import MUTANTS
from tests.browser.prep_tab import SAVES, PrepTab, make_workspace, refuse_saves, stored
from tests.support.database import Database
from tests.support.people import Person
from tests.support.prep_apis import FunctionsPrepApi


def test_change_is_saved_within_seconds_as_a_merge_patch_of_itself(
    device: MakeDevice, candidate: Person, function_prep: FunctionsPrepApi, database: Database
) -> None:
    workspace = make_workspace(function_prep, candidate)
    tab = PrepTab.open(device(candidate), workspace)
    sent: list[Request] = []
    tab.page.on("request", lambda request: sent.append(request) if request.method == "PATCH" else None)
    card = tab.question(1)
    card.get_by_label("Your answer").press_sequentially("Vacuum clears it away.")
    expect(tab.saved).to_have_text("Saving …")
    tab.is_saved()
    card.get_by_role("radio", name="Confident").check()
    expect(tab.page.locator("#practised")).to_have_text("Confident with 1 of 2 questions")
    tab.is_saved()
    assert wait_until(lambda: "practice_status" in stored(database, workspace), 60)
    assert [request.post_data_json for request in sent] == [
        {"document": {"user_answers": {"q1": "Vacuum clears it away."}}},
        {"document": {"practice_status": {"q1": "confident"}}},
    ]
    assert [request.header_value("if-match") for request in sent] == ['"2"', '"3"']
    assert sent[0].header_value("content-type") == "application/merge-patch+json"


def type_unsaved(page: Page) -> None:
    """Type text that cannot reach the server."""
    page.route(SAVES, refuse_saves)
    PrepTab(page).notes.fill("Typed just before the crash")


def test_unsaved_text_survives_a_reload_and_a_crash(
    device: MakeDevice, candidate: Person, function_prep: FunctionsPrepApi, database: Database
) -> None:
    workspace = make_workspace(function_prep, candidate)
    laptop = device(candidate)
    tab = PrepTab.open(laptop, workspace, "notes")
    type_unsaved(tab.page)
    tab.page.reload()
    expect(tab.notes).to_have_value("Typed just before the crash")
    tab.notes.press("End")
    tab.notes.press_sequentially(", and more")
    tab.not_saved()
    laptop.kill(tab.page)
    # A request of a page that Chromium unloads sometimes passes the route: the reload may have saved the first text.
    assert "and more" not in stored(database, workspace)["notes"]

    again = PrepTab.open(laptop, workspace, "notes")
    expect(again.notes).to_have_value("Typed just before the crash, and more")
    again.is_saved()
    assert stored(database, workspace)["notes"] == "Typed just before the crash, and more"
    assert again.page.evaluate("Object.keys(localStorage).filter((key) => key.includes('unsaved'))") == []


@pytest.mark.prove
def test_control_text_is_lost_without_the_copy_on_the_device(
    device: MakeDevice, candidate: Person, function_prep: FunctionsPrepApi
) -> None:
    workspace = make_workspace(function_prep, candidate)
    laptop = device(candidate)
    laptop.change_script("client/workspace/unsaved.js", "localStorage.setItem(", "String(")
    tab = PrepTab.open(laptop, workspace, "notes")
    type_unsaved(tab.page)
    tab.not_saved()
    laptop.kill(tab.page)
    expect(PrepTab.open(laptop, workspace, "notes").notes).to_have_value("Begun")


def test_edits_of_different_fields_on_two_devices_merge_silently(
    device: MakeDevice, candidate: Person, function_prep: FunctionsPrepApi, database: Database
) -> None:
    workspace = make_workspace(function_prep, candidate)
    laptop = PrepTab.open(device(candidate), workspace, "notes")
    phone = PrepTab.open(device(candidate), workspace)
    laptop.notes.fill("From the laptop")
    laptop.is_saved()
    phone.question(1).get_by_label("Your answer").fill("From the phone")
    phone.is_saved()
    expect(phone.conflicts).to_be_hidden()
    expect(phone.notes).to_have_value("From the laptop")
    laptop.notes.fill("From the laptop again")
    laptop.is_saved()
    expect(laptop.conflicts).to_be_hidden()
    document = stored(database, workspace)
    assert document["notes"] == "From the laptop again"
    assert document["user_answers"] == {"q1": "From the phone"}
    laptop.part("Questions")
    expect(laptop.question(1).get_by_label("Your answer")).to_have_value("From the phone")


def test_edits_of_the_same_field_on_two_devices_are_shown_side_by_side(
    device: MakeDevice, candidate: Person, function_prep: FunctionsPrepApi, database: Database
) -> None:
    workspace = make_workspace(function_prep, candidate)
    phone_device = device(candidate)
    laptop = PrepTab.open(device(candidate), workspace, "notes")
    phone = PrepTab.open(phone_device, workspace, "notes")
    laptop.notes.fill("Mind the locks")
    laptop.is_saved()
    phone.notes.fill("Mind the indexes")
    phone.part("Questions")
    phone.question(1).get_by_label("Your answer").fill("Not contested")
    phone.has_conflict()
    # Other fields continue to be saved, and the server's text stays unchanged until the user chooses.
    assert wait_until(lambda: stored(database, workspace).get("user_answers") == {"q1": "Not contested"}, 60)
    assert stored(database, workspace)["notes"] == "Mind the locks"

    phone.page.reload()
    phone.has_conflict()
    expect(phone.conflicts.locator("[data-side=mine] .version-text")).to_have_text("Mind the indexes")
    expect(phone.conflicts.locator("[data-side=theirs] .version-text")).to_have_text("Mind the locks")
    phone.conflicts.get_by_role("button", name="Keep both").click()
    phone.is_saved()
    expect(phone.conflicts).to_be_hidden()
    assert stored(database, workspace)["notes"] == "Mind the locks\n\nMind the indexes"

    laptop.notes.fill("Mind the locks, all of them")
    laptop.has_conflict()
    laptop.conflicts.get_by_role("button", name="Take this one").click()
    expect(laptop.notes).to_have_value("Mind the locks\n\nMind the indexes")
    expect(laptop.conflicts).to_be_hidden()
    expect(laptop.notes).to_be_focused()


@pytest.mark.prove
def test_tabs_of_one_browser_show_each_others_saves(
    device: MakeDevice, candidate: Person, function_prep: FunctionsPrepApi
) -> None:
    workspace = make_workspace(function_prep, candidate)
    laptop = device(candidate)
    first, second = (PrepTab.open(laptop, workspace, "notes") for _ in range(2))
    first.notes.fill("Seen in both tabs")
    expect(second.notes).to_have_value("Seen in both tabs")


def test_save_with_a_lost_response_does_not_conflict_with_itself(
    device: MakeDevice, candidate: Person, function_prep: FunctionsPrepApi, database: Database
) -> None:
    workspace = make_workspace(function_prep, candidate)
    tab = PrepTab.open(device(candidate), workspace, "notes")

    def lose_the_answer(route: Route) -> None:
        if route.request.method == "PATCH":
            route.fetch()
            route.abort()
        else:
            route.continue_()

    tab.page.route(SAVES, lose_the_answer)
    tab.notes.fill("Half a sentence")
    tab.not_saved()
    tab.notes.fill("Half a sentence and the rest")
    tab.page.unroute_all()
    # A fresh tab knows what the earlier one had sent.
    tab.page.reload()
    tab.is_saved()
    expect(tab.conflicts).to_be_hidden()
    assert stored(database, workspace)["notes"] == "Half a sentence and the rest"


def test_save_indicator_is_true_while_the_functions_are_stopped(
    device: MakeDevice, candidate: Person, function_prep: FunctionsPrepApi, database: Database, stack: Stack
) -> None:
    workspace = make_workspace(function_prep, candidate)
    tab = PrepTab.open(device(candidate), workspace, "notes")
    expect(tab.saved).to_have_text("Everything is saved")
    stack.stop_functions()
    try:
        tab.notes.fill("Written while the server was down")
        tab.not_saved()
        assert stored(database, workspace)["notes"] == "Begun"
    finally:
        stack.start_functions()
    tab.is_saved()
    assert stored(database, workspace)["notes"] == "Written while the server was down"


@pytest.mark.prove
def test_workspaces_are_created_renamed_deleted_and_paged(
    device: MakeDevice, candidate: Person, function_prep: FunctionsPrepApi
) -> None:
    for number in range(21):
        function_prep.create(candidate, name=f"Workspace {number}", mode="general").ok(201)
    page = device(candidate).open("/prep.html")
    rows = page.get_by_role("list", name="Your workspaces").get_by_role("listitem")
    expect(rows).to_have_count(20)
    page.get_by_role("button", name="Show more").click()
    expect(rows).to_have_count(21)

    page.get_by_role("button", name="Rename Workspace 20").click()
    page.get_by_role("dialog").get_by_label("Name").fill("Northwind")
    page.get_by_role("dialog").get_by_label("Name").press("Enter")
    expect(rows.first).to_contain_text("Northwind")

    page.get_by_role("button", name="Delete Northwind").click()
    page.get_by_role("dialog", name="Delete “Northwind”?").get_by_role("button", name="Keep it").click()
    expect(rows).to_have_count(21)
    page.get_by_role("button", name="Delete Northwind").click()
    page.get_by_role("dialog").get_by_role("button", name="Delete").click()
    expect(rows).to_have_count(20)
    expect(rows.first.get_by_role("link")).to_be_focused()
    names = {row["name"] for row in function_prep.page(candidate, limit=100).ok()["prep_sessions"]}
    assert names == {f"Workspace {number}" for number in range(20)}

    page.get_by_role("button", name="Database administrator").click()
    tab = PrepTab(page)
    expect(tab.saved).to_be_visible()
    expect(page.locator("#panel-questions details.entry")).to_have_count(6)
    page.get_by_label("Name of the workspace").fill("At Northwind")
    tab.is_saved()
    assert function_prep.page(candidate, limit=1).ok()["prep_sessions"][0]["name"] == "At Northwind"


@pytest.mark.prove
def test_own_questions_explanations_and_stories_are_added_and_removed(
    device: MakeDevice, candidate: Person, function_prep: FunctionsPrepApi, database: Database
) -> None:
    workspace = make_workspace(function_prep, candidate)
    tab = PrepTab.open(device(candidate), workspace)
    page = tab.page
    page.get_by_role("button", name="Add a question").click()
    page.keyboard.type("Why do you want this job?")
    tab.part("Skills")
    page.get_by_role("button", name="Add an explanation").click()
    page.keyboard.type("Bloat")
    tab.part("Stories")
    page.get_by_role("button", name="Add a story").click()
    page.keyboard.type("The outage")
    page.get_by_label("Result").fill("Nothing was lost.")
    tab.is_saved()
    tab.part("Questions")
    tab.question(2).get_by_role("button", name="Remove this question").click()
    page.get_by_role("dialog").get_by_role("button", name="Remove").click()
    expect(page.locator("#panel-questions details.entry").nth(1).locator("summary").first).to_be_focused()
    tab.is_saved()
    assert wait_until(lambda: "q2" not in stored(database, workspace)["questions"], 60)
    document = stored(database, workspace)
    questions = {entry["question"] for entry in document["questions"].values()}
    assert questions == {"Why do you want this job?", "What does MVCC cost?"}
    assert [entry["title"] for entry in document["skill_explanations"].values()] == ["Bloat"]
    assert [entry["result"] for entry in document["star_stories"].values()] == ["Nothing was lost."]


def storms_gone_wrong(library: Path, storms: int) -> int:
    """The number of failures among this many random runs against the library's autosave."""
    # The library's files are ES modules. Node learns that from a package.json; a browser from how they are imported.
    command = ["node", "--no-warnings", str(Path(__file__).with_name("autosave_storms.mjs")), str(library), str(storms)]
    return int(subprocess.run(command, capture_output=True, check=True, text=True, timeout=60).stdout)


def test_no_text_is_lost_whatever_happens_in_three_tabs_at_once() -> None:
    assert storms_gone_wrong(ROOT / "web/client", 200) == 0


@pytest.mark.prove
@pytest.mark.parametrize(
    "name",
    ["merge_reports_no_conflict", "autosave_drops_texts_left_behind", "autosave_says_saved_after_a_failure"],
)
def test_control_each_defect_of_the_autosave_is_caught(tmp_path: Path, name: str) -> None:
    shutil.copytree(ROOT / "web/client", tmp_path / "client")
    (tmp_path / "package.json").write_text('{"type": "module"}')
    mutant = MUTANTS[name]
    (tmp_path / mutant.file).write_text(mutant.apply())
    assert storms_gone_wrong(tmp_path / "client", 20) > 0
