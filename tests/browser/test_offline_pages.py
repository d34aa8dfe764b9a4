"""The client's pages open without a network, from one version of its files."""

import shutil
from collections.abc import Iterator
from functools import partial
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from local.ports import ReservedPort
from local.processes import wait_until
from local.settings import ROOT
from local.stack import Stack
from local.web_server import WebServer
from tests.browser.device import PATIENCE_MS, MakeDevice
from tests.browser.interview_tab import InterviewTab, shows_the_right_time
from tests.browser.mutants import replace_once
from tests.support.database import Database
from tests.support.interviews import make_interview
from tests.support.people import Person

IS_KEPT = "async () => { await navigator.serviceWorker.ready; return true; }"
STORED = "async () => (await caches.keys()).filter((name) => name.startsWith('reprise-shell-'))"
WAITING = "async () => Boolean((await navigator.serviceWorker.getRegistration())?.waiting)"
INSTALLING = "async () => Boolean((await navigator.serviceWorker.getRegistration())?.installing)"
LOOK_FOR_UPDATE = "async () => { await (await navigator.serviceWorker.getRegistration()).update(); }"


def is_kept(page: Page) -> None:
    """Wait until the pages are stored on the device."""
    assert page.evaluate(IS_KEPT)


@pytest.fixture
def published(stack: Stack, tmp_path: Path) -> Iterator["Published"]:
    """A copy of the client that a test can change, behind a web server of its own."""
    with ReservedPort(0, "none") as port:
        site = Published(stack, tmp_path, port.number)
        try:
            site.server.start()
            yield site
        finally:
            site.server.stop()


class Published:
    """A copy of ``web/`` and the server that publishes it."""

    def __init__(self, stack: Stack, folder: Path, port: int) -> None:
        self.web = folder / "web"
        shutil.copytree(ROOT / "web", self.web)
        shutil.copytree(ROOT / "local", folder / "local", ignore=shutil.ignore_patterns("__pycache__"))
        (folder / "node_modules").symlink_to(ROOT / "node_modules")
        self.server = WebServer(
            folder,
            folder,
            folder / "web.log",
            port,
            supabase_url=stack.supabase_url,
            publishable_key=stack.publishable_key,
            functions_url=stack.functions_url,
            demo=False,
        )
        self.url = self.server.url

    def break_script(self, path: str, original: str, replacement: str) -> None:
        """Publish a script with a defect."""
        (self.web / path).write_text(replace_once(path, original, replacement))

    def publish(self, title: str) -> None:
        """Publish a version whose home page has this title."""
        home = self.web / "home.html"
        before, rest = home.read_text().split("<title>")
        home.write_text(f"{before}<title>{title}</title>{rest.partition('</title>')[2]}")


def test_reload_without_a_network_shows_the_open_question_its_text_and_its_clock(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    mine = device(candidate, service_workers="allow")
    tab = InterviewTab.start(mine, make_interview(database, ["open", "open"], time_limit_seconds=600))
    is_kept(tab.page)
    tab.write("Half an answer")
    tab.is_on_device("Half an answer")
    mine.offline()
    tab.page.reload()
    tab.sees_question(1)
    expect(tab.field).to_have_value("Half an answer")
    expect(tab.saved).to_contain_text("You are offline")
    shows_the_right_time(tab.seconds_left, database, tab.session_id)
    # What is typed now survives another reload, and is sent as if nothing had happened.
    tab.write("Half an answer, and the rest")
    tab.is_on_device("Half an answer, and the rest")
    tab.page.reload()
    tab.sees_question(1)
    expect(tab.field).to_have_value("Half an answer, and the rest")
    mine.online()
    tab.is_saved()
    tab.send()
    tab.sees_question(2)
    assert [answer["answer"] for answer in database.answers(tab.session_id)] == ["Half an answer, and the rest"]
    assert database.kept(tab.session_id) == []


@pytest.mark.prove
def test_control_tab_that_forgets_its_question_shows_none_after_a_reload(
    published: Published, device: MakeDevice, candidate: Person, database: Database
) -> None:
    published.break_script("client/session/stored-view.js", "tabStorage.set(KEY,", "JSON.stringify(")
    devices = partial(device, web_url=published.url)
    with pytest.raises(AssertionError, match="Question 1 of"):
        test_reload_without_a_network_shows_the_open_question_its_text_and_its_clock(devices, candidate, database)


def test_answer_sent_before_a_reload_without_a_network_counts_as_sent_only_by_its_receipt(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    mine = device(candidate, service_workers="allow")
    tab = InterviewTab.start(mine, make_interview(database, ["open", "open"], time_limit_seconds=600))
    is_kept(tab.page)
    mine.offline()
    tab.write("Sent without a network")
    tab.send()
    expect(tab.page.locator(".waiting")).to_contain_text("safe on this device")
    tab.page.reload()
    expect(tab.page.locator(".waiting")).to_contain_text("safe on this device")
    assert database.answers(tab.session_id) == []
    mine.online()
    tab.sees_question(2)
    assert [answer["answer"] for answer in database.answers(tab.session_id)] == ["Sent without a network"]


@pytest.mark.prove
def test_reload_without_a_network_after_the_session_moved_shows_no_question(
    device: MakeDevice, candidate: Person, database: Database
) -> None:
    mine = device(candidate, service_workers="allow")
    tab = InterviewTab.start(mine, make_interview(database, ["open", "open"], time_limit_seconds=600))
    is_kept(tab.page)
    elsewhere = device(candidate).open(tab.page.url)
    elsewhere.get_by_role("button", name="Continue here").click()
    InterviewTab(elsewhere).sees_question(1)
    expect(tab.page.get_by_role("heading", name="This interview moved")).to_be_visible()
    mine.offline()
    tab.page.reload()
    expect(tab.page.get_by_role("heading", name="This interview cannot be opened")).to_be_visible()
    expect(tab.page.get_by_role("heading", name="Question 1 of")).to_have_count(0)


def test_new_version_waits_for_an_open_question_and_replaces_the_old_one_on_the_next_page(
    published: Published, device: MakeDevice, candidate: Person, database: Database
) -> None:
    mine = device(candidate, service_workers="allow", web_url=published.url)
    tab = InterviewTab.start(mine, make_interview(database, ["open", "open"], time_limit_seconds=600))
    is_kept(tab.page)
    [old] = tab.page.evaluate(STORED)
    published.publish("The new version")
    tab.page.reload()
    tab.sees_question(1)
    tab.page.evaluate(LOOK_FOR_UPDATE)
    assert wait_until(lambda: bool(tab.page.evaluate(WAITING)), PATIENCE_MS / 1000)
    tab.write("Typed while a new version waits")
    tab.is_on_device("Typed while a new version waits")
    tab.page.reload()
    tab.sees_question(1)
    expect(tab.field).to_have_value("Typed while a new version waits")
    assert old in tab.page.evaluate(STORED)
    assert tab.page.evaluate(WAITING)
    tab.page.goto("/home.html")
    expect(tab.page).to_have_title("The new version")
    [new] = tab.page.evaluate(STORED)
    assert new != old


@pytest.mark.prove
def test_version_of_which_a_file_is_missing_or_different_is_not_stored(
    published: Published, device: MakeDevice, candidate: Person
) -> None:
    mine = device(candidate, service_workers="allow", web_url=published.url)
    page = mine.open("/home.html")
    is_kept(page)
    [whole] = page.evaluate(STORED)
    published.publish("Half a version")
    # The file that the device gets is not the one that the list names.
    mine.context.route("**/styles/base.css", lambda route: route.fulfill(body="body {}", content_type="text/css"))
    page.evaluate(f"() => ({LOOK_FOR_UPDATE})().catch(() => {{}})")
    assert wait_until(lambda: not page.evaluate(INSTALLING), PATIENCE_MS / 1000)
    assert page.evaluate(STORED) == [whole]
    mine.offline()
    page.reload()
    expect(page).not_to_have_title("Half a version")


@pytest.mark.prove
def test_page_of_an_address_that_is_no_file_of_the_client_comes_from_the_network(
    device: MakeDevice, candidate: Person
) -> None:
    mine = device(candidate, service_workers="allow")
    page = mine.open("/home.html")
    is_kept(page)
    page.reload()
    kept = "(name) => fetch(name).then((response) => response.ok, () => false)"
    assert page.evaluate(kept, "home.html")
    mine.offline()
    assert page.evaluate(kept, "home.html?session=1")
    assert not page.evaluate(kept, "elsewhere.html")
    assert not page.evaluate(kept, "auth/v1/health")
