"""A stack of its own: an outage concerns every session that runs."""

from collections.abc import Iterator

import pytest

from local.stack import Stack
from tests.support.apis import Api, FunctionsApi, RpcApi
from tests.support.copied_stack import copied_stack
from tests.support.database import Database
from tests.support.people import People
from tests.support.stored_answers import owner
from tests.time_ledger.outage_reports import forget_outages


@pytest.fixture(scope="session")
def ledger_stack() -> Iterator[Stack]:
    """The embedded stack, even if the other tests run against another Supabase."""
    with copied_stack() as running:
        yield running


@pytest.fixture
def stack(ledger_stack: Stack) -> Stack:
    return ledger_stack


@pytest.fixture
def database(stack: Stack) -> Iterator[Database]:
    """The database as its owner, without outages of earlier tests."""
    with owner(stack) as opened:
        forget_outages(opened)
        yield opened


@pytest.fixture
def people(stack: Stack, database: Database) -> People:
    """Creates signed-in users."""
    return People(stack, database)


@pytest.fixture(params=[FunctionsApi, RpcApi], ids=["function", "postgrest"])
def api(request: pytest.FixtureRequest, stack: Stack) -> Iterator[Api]:
    """Each of the two APIs that a candidate can call."""
    with request.param(stack) as opened:
        yield opened
