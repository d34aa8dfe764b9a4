"""Generated content in a workspace, a mentor's view of it, and how both are shown."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.browser.device import MakeDevice
from tests.browser.prep_tab import PrepTab, make_workspace, writer
from tests.support.database import Database
from tests.support.model_behaviours import fails
from tests.support.model_server import ModelServer
from tests.support.people import People, Person
from tests.support.prep_apis import FunctionsPrepApi
from tests.support.prep_model import writes


def test_questions_are_written_once_and_shown_at_once(
    with_model: MakeDevice, candidate: Person, function_prep: FunctionsPrepApi, model_server: ModelServer
) -> None:
    model_server.behave(writes())
    workspace = make_workspace(function_prep, candidate)
    tab = PrepTab.open(with_model(candidate), workspace)
    tab.question(1).get_by_label("Your answer").fill("Not disturbed")
    form = writer(tab.page)
    form.get_by_label("How many").fill("2")
    form.get_by_role("button", name="Write").dblclick()
    expect(form).to_contain_text("2 questions added.")
    expect(tab.page.locator("#panel-questions details.entry")).to_have_count(4)
    expect(tab.question(1).get_by_label("Your answer")).to_have_value("Not disturbed")
    form.get_by_role("button", name="Write", exact=True).click()
    expect(form).to_contain_text("This was written for you before")
    assert len(model_server.asked) == 1
    form.get_by_role("button", name="Write something new").click()
    expect(form.get_by_role("button", name="Write", exact=True)).to_be_focused()
    expect(form).to_contain_text("2 questions added.")
    assert len(model_server.asked) == 2
    expect(tab.page.locator("#panel-questions details.entry")).to_have_count(6)
    tab.is_saved()


@pytest.mark.prove
def test_explanations_are_written_at_a_depth_and_sorted_by_it(
    with_model: MakeDevice, candidate: Person, function_prep: FunctionsPrepApi, model_server: ModelServer
) -> None:
    model_server.behave(writes())
    tab = PrepTab.open(with_model(candidate), make_workspace(function_prep, candidate), "skills")
    form = writer(tab.page, "Have something explained")
    for depth, count in (("Brief", 1), ("In depth", 2)):
        form.get_by_label("How deep").select_option(depth)
        form.get_by_role("button", name="Write").click()
        expect(tab.page.locator("#panel-skills details.entry")).to_have_count(count)
    tab.page.get_by_role("group", name="Show").get_by_role("button", name="In depth").click()
    expect(tab.page.locator("#panel-skills details.entry:visible")).to_have_count(1)


@pytest.mark.prove
def test_missing_model_key_is_explained(device: MakeDevice, candidate: Person, function_prep: FunctionsPrepApi) -> None:
    tab = PrepTab.open(device(candidate), make_workspace(function_prep, candidate))
    form = writer(tab.page)
    form.get_by_role("button", name="Write").click()
    expect(form.get_by_role("status")).to_contain_text("Writing with AI is not set up here")
    expect(form.get_by_role("status")).to_contain_text("Everything else works as usual")


@pytest.mark.prove
def test_used_up_quota_and_a_model_that_fails_are_explained(
    with_model: MakeDevice,
    candidate: Person,
    function_prep: FunctionsPrepApi,
    model_server: ModelServer,
    database: Database,
) -> None:
    model_server.behave(fails(500))
    tab = PrepTab.open(with_model(candidate), make_workspace(function_prep, candidate))
    form = writer(tab.page)
    form.get_by_role("button", name="Write").click()
    expect(form.get_by_role("status")).to_contain_text("The model returned nothing usable")
    database.execute(
        "insert into reprise_private.rate_limit_uses (user_id, action, used)"
        " select %s, action, allowed from reprise_private.rate_limits where action = 'generate'"
        " on conflict (user_id, action) do update set used = excluded.used",
        candidate.user_id,
    )
    form.get_by_label("About").fill("Something else")
    form.get_by_role("button", name="Write").click()
    expect(form.get_by_role("status")).to_contain_text("That is all for today")
    expect(form.get_by_role("status")).to_contain_text(re.compile(r"new ones from \d+ \w+ \d{4}, \d\d:\d\d"))


def test_link_shows_the_workspace_to_strangers_until_it_is_revoked(
    device: MakeDevice, candidate: Person, function_prep: FunctionsPrepApi
) -> None:
    document = {"user_answers": {"q1": "My own words"}, "practice_status": {"q1": "confident"}}
    tab = PrepTab.open(device(candidate), make_workspace(function_prep, candidate, **document), "share")
    tab.page.get_by_role("button", name="Make a link").click()
    link = tab.page.get_by_label("Your link").input_value()
    expect(tab.page.get_by_role("list", name="Active links").get_by_role("listitem")).to_have_count(1)

    mentor = device().open(link)
    expect(mentor.get_by_role("heading", name="Database engineer")).to_be_visible()
    for text in ("What does MVCC cost?", "My own words", "Confident", "Begun"):
        expect(mentor.get_by_text(text, exact=True)).to_be_visible()
    expect(mentor.locator("main")).not_to_contain_text(candidate.email)
    assert mentor.locator("input, textarea").count() == 0
    tab.part("Notes")
    tab.notes.fill("Seen by the mentor")
    tab.is_saved()
    mentor.reload()
    expect(mentor.get_by_text("Seen by the mentor")).to_be_visible()

    tab.part("Share")
    tab.page.get_by_role("button", name="Revoke").click()
    expect(tab.page.get_by_text("There is no link at the moment")).to_be_visible()
    expect(tab.page.get_by_role("heading", name="Active links")).to_be_focused()
    mentor.reload()
    expect(mentor.get_by_role("heading", name="This link shows nothing")).to_be_visible()
    expect(mentor.locator("main")).not_to_contain_text("MVCC")


@pytest.mark.prove
def test_workspace_is_saved_as_a_file(
    device: MakeDevice, candidate: Person, function_prep: FunctionsPrepApi, tmp_path: Path
) -> None:
    tab = PrepTab.open(device(candidate), make_workspace(function_prep, candidate), "share")
    with tab.page.expect_download() as download:
        tab.page.get_by_role("button", name="Markdown").click()
    assert download.value.suggested_filename.endswith(".md")
    download.value.save_as(tmp_path / "workspace.md")
    assert "What does MVCC cost?" in (tmp_path / "workspace.md").read_text()


def test_workspace_of_another_user_is_not_found(
    device: MakeDevice, candidate: Person, people: People, function_prep: FunctionsPrepApi
) -> None:
    page = device(people.candidate()).open(f"/prep.html?id={make_workspace(function_prep, candidate)}")
    expect(page.get_by_role("heading", name="There is no such workspace")).to_be_visible()
