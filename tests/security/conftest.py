"""Fixtures of the security tests: a database that only migrations have touched, and worlds of example rows."""

from collections.abc import Callable, Iterator
from uuid import uuid4

import pytest

from local.stack import Stack
from tests.security.world import World, make_world
from tests.support.data_api import DataApi
from tests.support.database import Database
from tests.support.fresh_database import fresh_database
from tests.support.people import People, Person


@pytest.fixture(scope="package")
def fresh(stack: Stack) -> Iterator[Database]:
    """A database whose only grants are those of the migrations."""
    with fresh_database(stack.database_url) as database:
        yield database


@pytest.fixture(scope="package")
def fresh_world(fresh: Database) -> World:
    """The example world, in the fresh database."""
    return make_world(fresh, _user_maker(fresh))


@pytest.fixture(scope="package")
def world(people: People, database: Database) -> World:
    """The example world behind the gateway, with access tokens."""
    return make_world(database, people.candidate)


@pytest.fixture(scope="package")
def data_api(stack: Stack) -> Iterator[DataApi]:
    """A client for any request to the Data API."""
    with DataApi(stack) as api:
        yield api


def _user_maker(database: Database) -> Callable[[], Person]:
    def make_person() -> Person:
        person = Person(uuid4(), f"{uuid4()}@example.com", "")
        database.execute("insert into auth.users (id, email) values (%s, %s)", person.user_id, person.email)
        return person

    return make_person
