"""One real stack for the whole run: PostgreSQL, gateway and functions. Each test creates its own users."""

import json
import math
import os
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from typing import cast
from zlib import crc32

import psycopg
import pytest

from local.processes import forget_database_variables
from local.settings import OUTSIDE_NAMES, read_outside, read_tested_outside
from local.stack import Stack
from tests.support.apis import Api, FunctionsApi, RpcApi
from tests.support.copied_stack import Template, copied_stack
from tests.support.database import Database
from tests.support.figures import PROPERTY, RecordFigures
from tests.support.limits import limits_changed
from tests.support.people import People
from tests.support.prep_apis import FunctionsPrepApi
from tests.support.run_watchdog import RunWatchdog
from tests.support.scheduling import FilesAndFolders

# Files in these folders, or the folders as a whole, take a minute or more; the others a few seconds.
LONG_FOLDERS = (
    *("browser", "faults", "conversation", "schema", "time_ledger", "grading", "export", "local"),
    *("concurrency", "security", "openapi", "prep"),
)
_WATCHDOG = pytest.StashKey[RunWatchdog]()
_TEMPLATE = pytest.StashKey[Template]()


def pytest_configure(config: pytest.Config) -> None:
    """Ignore `PGSSLMODE` and similar variables for our connections, and start the watchdog of processes."""
    forget_database_variables()
    if not hasattr(config, "workerinput"):
        config.stash[_WATCHDOG] = RunWatchdog()
        config.stash[_TEMPLATE] = Template()


def pytest_xdist_auto_num_workers() -> int:
    """One worker more than there are cores, because a third of a test's time is spent waiting."""
    return (os.cpu_count() or 1) + 1


def pytest_xdist_make_scheduler(config: pytest.Config, log: object) -> FilesAndFolders:
    """Distribute files, and some folders as a whole."""
    return FilesAndFolders(config, log)


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """Fail the run if it leaves processes behind, listing their commands. The workers of xdist have ended by now."""
    watchdog = session.config.stash.get(_WATCHDOG, None)
    left = watchdog.end_what_is_left() if watchdog else []
    if left:
        session.config.hook.pytest_runtest_logreport(
            report=pytest.TestReport(
                nodeid="tests/conftest.py::no_process_outlives_the_run",
                location=("tests/conftest.py", None, "no process outlives the run"),
                keywords={},
                outcome="failed",
                longrepr="\n".join(["The tests have left processes behind:", *left]),
                when="teardown",
            )
        )
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_unconfigure(config: pytest.Config) -> None:
    """Dismiss the watchdog, because the run ended normally, and delete the template."""
    if watchdog := config.stash.get(_WATCHDOG, None):
        watchdog.dismiss()
    if template := config.stash.get(_TEMPLATE, None):
        template.delete()


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Mark cases for `make prove` as their tests say. Sort long files first, so that no worker ends alone with one."""
    tests = Path(__file__).parent
    cases: defaultdict[str, list[pytest.Item]] = defaultdict(list)
    for item in items:
        if item.get_closest_marker("everyday"):
            cases[item.nodeid.partition("[")[0]].append(item)
    for test in cases.values():
        # By a hash of the case: every n-th in order could leave out one value of a parameter altogether.
        test.sort(key=lambda item: crc32(item.nodeid.encode()))
        share = math.ceil(len(test) / test[0].get_closest_marker("everyday").args[0])  # type: ignore[union-attr]
        for item in test[share:]:
            item.add_marker(pytest.mark.prove)

    def rank(item: pytest.Item) -> int:
        folder = item.path.relative_to(tests).parts[0]
        return LONG_FOLDERS.index(folder) if folder in LONG_FOLDERS else len(LONG_FOLDERS)

    items.sort(key=rank)


def pytest_report_header() -> str:
    """State which Supabase the tests write to."""
    outside = read_tested_outside(os.environ)
    return f"supabase: {outside.url}, as REPRISE_TEST_OUTSIDE allows" if outside else "supabase: one of its own"


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Say that the Supabase named in the environment was left alone."""
    named = read_outside(os.environ, None)
    if named and not read_tested_outside(os.environ):
        terminalreporter.write_line(
            f"The tests ran on a stack of their own, not on {named.url}, which {', '.join(OUTSIDE_NAMES)} name;"
            " to let them write there, set REPRISE_TEST_OUTSIDE to its host name."
        )


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    """A running stack with the seed, or the outside Supabase if the environment allows it."""
    # A busy machine is not an outage. tests/faults has a stack of its own, with the default deadline.
    patient = {"DATABASE_TIMEOUT_SECONDS": "30"}
    outside = read_tested_outside(os.environ)
    whole = Stack(outside=outside, functions_environ=patient) if outside else copied_stack(patient)
    with whole as running:
        yield running


@pytest.fixture(scope="session")
def database(stack: Stack) -> Iterator[Database]:
    """The database as its owner, to read rows and shift timestamps."""
    with psycopg.connect(stack.database_url, autocommit=True) as connection:
        yield Database(connection)


@pytest.fixture(scope="session")
def people(stack: Stack, database: Database) -> People:
    """Creates signed-in users."""
    return People(stack, database)


@pytest.fixture(scope="session")
def functions_api(stack: Stack) -> Iterator[Api]:
    """Our HTTP functions."""
    with FunctionsApi(stack) as api:
        yield api


@pytest.fixture(scope="session")
def rpc_api(stack: Stack) -> Iterator[Api]:
    """The Data API, called directly as a candidate could."""
    with RpcApi(stack) as api:
        yield api


@pytest.fixture(params=["function", "postgrest"])
def api(request: pytest.FixtureRequest, functions_api: Api, rpc_api: Api) -> Api:
    """Each of the two APIs in turn: both must behave alike."""
    return functions_api if request.param == "function" else rpc_api


@pytest.fixture(scope="session")
def function_prep(functions_api: Api) -> FunctionsPrepApi:
    """Our function, without a model."""
    return FunctionsPrepApi(cast(FunctionsApi, functions_api))


@pytest.fixture
def record_figures(record_property: Callable[[str, object], None]) -> RecordFigures:
    """Add counts of this test to the report of `make prove`."""

    def record(figures: Mapping[str, object]) -> None:
        record_property(PROPERTY, json.dumps(figures))

    return record


@pytest.fixture
def no_message_limit(database: Database) -> Iterator[None]:
    """Lift the limits of messages per minute and replies per hour."""
    with limits_changed(database, 1_000_000, ["message", "reply"]):
        yield
