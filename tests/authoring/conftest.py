"""A recruiter of a new organization, and the two ways to publish."""

from collections.abc import Iterator
from typing import cast

import pytest

from local.stack import Stack
from tests.authoring.desk import Desk, Publisher
from tests.support.apis import Api, FunctionsApi
from tests.support.data_api import DataApi
from tests.support.database import Database
from tests.support.interviews import make_organization
from tests.support.people import People


@pytest.fixture(scope="package")
def data_api(stack: Stack) -> Iterator[DataApi]:
    """The Data API."""
    with DataApi(stack) as api:
        yield api


@pytest.fixture
def desk(functions_api: Api, data_api: DataApi, database: Database, people: People) -> Desk:
    """A recruiter of a new organization."""
    organization_id = make_organization(database)
    functions = cast(FunctionsApi, functions_api)
    return Desk(functions, data_api, database, people, organization_id, people.member(organization_id))


@pytest.fixture(params=["function", "data api"])
def publisher(request: pytest.FixtureRequest, desk: Desk) -> Publisher:
    """Each of the two ways to publish."""
    return Publisher(desk, request.param)
