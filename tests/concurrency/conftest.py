"""Sixteen threads for concurrent callers, and sixteen connections for deliberately broken variants."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack

import psycopg
import pytest

from local.stack import Stack
from tests.concurrency.callers import CALLERS
from tests.support.apis import Api, FunctionsApi, RpcApi
from tests.support.database import Database
from tests.support.database_calls import Connection


@pytest.fixture(scope="package")
def pool() -> Iterator[ThreadPoolExecutor]:
    """A thread for each caller."""
    with ThreadPoolExecutor(CALLERS) as threads:
        yield threads


@pytest.fixture(scope="package")
def connections(stack: Stack) -> Iterator[list[Connection]]:
    """A connection for each caller of a broken variant."""
    with ExitStack() as held:
        yield [held.enter_context(psycopg.connect(stack.database_url, autocommit=True)) for _ in range(CALLERS)]


@pytest.fixture(params=[FunctionsApi, RpcApi], ids=["function", "postgrest"])
def new_api(request: pytest.FixtureRequest, stack: Stack) -> Iterator[Api]:
    """Each of the two APIs in turn, over new connections: a server may close one that another test left idle."""
    with request.param(stack) as api:
        yield api


@pytest.fixture
def scratch(database: Database) -> Iterator[Database]:
    """A schema for broken variants, dropped after the test."""
    database.execute("create schema scratch")
    yield database
    database.execute("drop schema scratch cascade")
