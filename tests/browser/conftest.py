"""Chromium for the tests in this folder, and devices for their users."""

from collections.abc import Generator, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, Route, expect, sync_playwright

from local.functions_host import FunctionsHost
from local.ports import ReservedPort
from local.settings import ROOT
from local.stack import Stack
from tests.browser.device import PATIENCE_MS, Device, MakeDevice
from tests.browser.graders import Graders
from tests.support.apis import Api
from tests.support.chromium import MISSING, find_chromium
from tests.support.database import Database
from tests.support.due_answers import Due
from tests.support.model_behaviours import honest
from tests.support.model_server import ModelServer
from tests.support.people import People, Person

OUTPUT = ROOT / ".ci" / "output" / "browser"
_FAILED = pytest.StashKey[bool]()


# Not for the whole run: while Playwright is up, its event loop runs in this thread, and asynchronous tests cannot run.
@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    """One Chromium for all tests of this folder."""
    with sync_playwright() as playwright:
        executable = find_chromium(playwright)
        if executable is None:
            pytest.fail(MISSING, pytrace=False)
        expect.set_options(timeout=PATIENCE_MS)
        with playwright.chromium.launch(executable_path=executable) as chromium:
            yield chromium


@pytest.fixture
def device(browser: Browser, stack: Stack, people: People, request: pytest.FixtureRequest) -> Iterator[MakeDevice]:
    """Makes devices: `device(person)`, with Playwright's options for a context (viewport, color_scheme, …).

    A test fails if a page of its devices had an uncaught error. If a test fails, screenshots of all its tabs are stored
    in `.ci/output/browser`.
    """
    made: list[Device] = []

    def make(person: Person | None = None, **options: Any) -> Device:
        made.append(Device(browser, stack, people, person, **options))
        return made[-1]

    yield make
    failed = request.node.stash.get(_FAILED, False)
    for number, one in enumerate(made):
        if failed:
            one.screenshots(OUTPUT, f"{request.node.name}-{number}")
        # A handler that is still fetching would raise after the test has ended.
        one.context.unroute_all(behavior="ignoreErrors")
        one.context.close()
    faults = [fault for one in made for fault in one.faults]
    assert not faults or failed, faults


@pytest.fixture(autouse=True)
def only_the_seed_is_open_to_everybody(database: Database) -> None:
    """Hide the public interviews of other tests, because Home lists every public one."""
    database.execute("update reprise.interviews set is_public = false where is_public and title = 'Test interview'")


@pytest.fixture
def candidate(people: People) -> Person:
    """A new user."""
    return people.candidate()


@pytest.fixture(scope="package")
def model_server() -> Iterator[ModelServer]:
    """A model server for the graders."""
    with ModelServer(honest()) as server:
        yield server


@pytest.fixture(scope="package")
def model_host(
    stack: Stack, model_server: ModelServer, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[FunctionsHost]:
    """A functions host with a model key; the stack's own functions have none."""
    directory = tmp_path_factory.mktemp("model")
    environ = {
        "SUPABASE_URL": stack.supabase_url,
        "SUPABASE_PUBLISHABLE_KEY": stack.publishable_key,
        "SUPABASE_SECRET_KEY": stack.secret_key,
        "OPENAI_API_KEY": "sk-test",
        "OPENAI_BASE_URL": model_server.url,
        "OPENAI_TIMEOUT_SECONDS": "20",
    }
    with (
        ReservedPort(0, "none") as port,
        FunctionsHost(ROOT, directory, directory / "functions.log", port.number, environ) as host,
    ):
        yield host


@pytest.fixture
def with_model(stack: Stack, model_host: FunctionsHost, device: MakeDevice) -> MakeDevice:
    """Makes devices whose pages use the functions with a model key."""

    def elsewhere(route: Route) -> None:
        route.continue_(url=route.request.url.replace(stack.functions_url, model_host.url))

    def make(person: Person | None = None, **options: Any) -> Device:
        made = device(person, **options)
        made.context.route(f"{stack.functions_url}/**", elsewhere)
        return made

    return make


@pytest.fixture
def graders(stack: Stack, database: Database, people: People, rpc_api: Api, model_server: ModelServer) -> Graders:
    """The real graders, with only this test's jobs in their queue."""
    return Graders(Due(stack, database, people, rpc_api), model_server)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item: pytest.Item) -> Generator[None, pytest.TestReport, pytest.TestReport]:
    """Record for the fixtures whether the test failed."""
    report = yield
    if report.when == "call":
        item.stash[_FAILED] = report.failed
    return report
