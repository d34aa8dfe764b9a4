"""One real stack for the whole run: PostgreSQL, the gateway, the functions. Every test makes its own people."""

import os
from collections.abc import Iterator

import psycopg
import pytest

from local.settings import read_outside
from local.stack import Stack
from tests.support.database import Database
from tests.support.doors import Door, FunctionDoor, PostgrestDoor
from tests.support.people import People


@pytest.fixture(scope="session")
def stack() -> Iterator[Stack]:
    """A running stack with the seed, or the outside Supabase that the environment names."""
    with Stack(outside=read_outside(os.environ, None)) as running:
        yield running


@pytest.fixture(scope="session")
def database(stack: Stack) -> Iterator[Database]:
    """The database as its owner: to look at rows, and to shift timestamps."""
    with psycopg.connect(stack.database_url, autocommit=True) as connection:
        yield Database(connection)


@pytest.fixture(scope="session")
def people(stack: Stack, database: Database) -> People:
    """Makes signed-in users."""
    return People(stack, database)


@pytest.fixture(scope="session")
def function_door(stack: Stack) -> Iterator[Door]:
    """Our HTTP functions."""
    with FunctionDoor(stack) as door:
        yield door


@pytest.fixture(scope="session")
def postgrest_door(stack: Stack) -> Iterator[Door]:
    """The Data API, called directly, as a candidate can."""
    with PostgrestDoor(stack) as door:
        yield door


@pytest.fixture(params=["function", "postgrest"])
def door(request: pytest.FixtureRequest, function_door: Door, postgrest_door: Door) -> Door:
    """Each of the two doors in turn: what holds at one must hold at the other."""
    return function_door if request.param == "function" else postgrest_door
