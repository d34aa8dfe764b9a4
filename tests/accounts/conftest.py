"""Accounts through each API, and lives with a row in every table."""

from collections.abc import Iterator

import pytest

from local.stack import Stack
from tests.accounts.calls import Accounts
from tests.accounts.life import Life, live
from tests.support.apis import Api
from tests.support.data_api import DataApi
from tests.support.database import Database
from tests.support.people import People


@pytest.fixture
def accounts(api: Api) -> Accounts:
    """The account functions, at each API in turn."""
    return Accounts(api)


@pytest.fixture
def life(functions_api: Api, people: People, database: Database) -> Life:
    """A person with a row of every kind, each text of which occurs nowhere else."""
    return live(functions_api, people, database)


@pytest.fixture(scope="session")
def data_api(stack: Stack) -> Iterator[DataApi]:
    """The Data API."""
    with DataApi(stack) as api:
        yield api
