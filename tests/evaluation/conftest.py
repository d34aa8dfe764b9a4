"""The graders' queue, emptied before each test."""

from collections.abc import Iterator

import psycopg
import pytest

from local.stack import Stack
from tests.evaluation.work import Work
from tests.support.apis import Api
from tests.support.database import Database
from tests.support.database_calls import Connection
from tests.support.people import People


@pytest.fixture(scope="package")
def connection(stack: Stack) -> Iterator[Connection]:
    """A connection for the graders' calls."""
    with psycopg.connect(stack.database_url, autocommit=True) as opened:
        yield opened


@pytest.fixture
def other_connection(stack: Stack) -> Iterator[Connection]:
    """Another grader's connection."""
    with psycopg.connect(stack.database_url, autocommit=True) as opened:
        yield opened


@pytest.fixture
def work(database: Database, connection: Connection, people: People, rpc_api: Api) -> Work:
    """The queue, emptied."""
    queue = Work(database, connection, people, rpc_api)
    queue.put_others_off()
    return queue
