"""A stack of its own for the tests that kill processes; whatever a test broke is restarted."""

from collections.abc import Iterator

import pytest

from local.stack import Stack
from tests.faults.repair import start_what_ended
from tests.support.apis import Api, FunctionsApi
from tests.support.copied_stack import copied_stack
from tests.support.database import Database
from tests.support.people import People
from tests.support.stored_answers import owner


@pytest.fixture(scope="session")
def own_stack() -> Iterator[Stack]:
    """The embedded stack, even if the other tests run against another Supabase."""
    with copied_stack() as running:
        yield running


@pytest.fixture
def stack(own_stack: Stack) -> Iterator[Stack]:
    """The stack, with every process running at the start of each test."""
    yield own_stack
    start_what_ended(own_stack)


@pytest.fixture
def database(stack: Stack) -> Iterator[Database]:
    """The database as its owner. If a test kills the server, it opens a new connection with `owner`."""
    with owner(stack) as opened:
        yield opened


@pytest.fixture
def people(stack: Stack, database: Database) -> People:
    """Creates signed-in users."""
    return People(stack, database)


@pytest.fixture
def api(stack: Stack) -> Iterator[Api]:
    """Our HTTP functions."""
    with FunctionsApi(stack) as opened:
        yield opened
