"""A separate database for tests that would disturb others, and a bank that no other test draws from."""

from collections.abc import Iterator

import pytest

from local.stack import Stack
from tests.support.data_api import DataApi
from tests.support.database import Database
from tests.support.fresh_database import fresh_database
from tests.support.question_bank import Bank


@pytest.fixture(scope="module")
def own_database(stack: Stack) -> Iterator[Database]:
    """An empty database with our migrations applied."""
    with fresh_database(stack.database_url) as fresh:
        yield fresh


@pytest.fixture
def data_api(stack: Stack) -> Iterator[DataApi]:
    """The Data API."""
    with DataApi(stack) as api:
        yield api


@pytest.fixture
def bank(database: Database) -> Bank:
    """An interview type of its own in the public bank."""
    return Bank(database)
