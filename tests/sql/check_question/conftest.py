"""An author for each of the two ways to write: the Data API and SQL."""

from collections.abc import Iterator
from uuid import UUID

import httpx
import pytest

from local.stack import Stack
from tests.sql.check_question.authors import Desk, OperatorInSql, RecruiterAtTheDataApi
from tests.support.data_api import PROFILE
from tests.support.database import Database
from tests.support.interviews import make_organization
from tests.support.people import People
from tests.support.plain_http import CONTEXT


@pytest.fixture(scope="package")
def http(stack: Stack) -> Iterator[httpx.Client]:
    """A client of the Data API."""
    with httpx.Client(verify=CONTEXT, base_url=f"{stack.supabase_url}/rest/v1", headers=PROFILE, timeout=60) as client:
        yield client


@pytest.fixture(scope="package")
def organization_id(database: Database) -> UUID:
    """The organization whose questions are written."""
    return make_organization(database)


@pytest.fixture(scope="package")
def recruiter(http: httpx.Client, stack: Stack, people: People, organization_id: UUID) -> RecruiterAtTheDataApi:
    """A recruiter of the organization."""
    return RecruiterAtTheDataApi(http, stack.publishable_key, people.member(organization_id))


@pytest.fixture(params=["data api", "sql"])
def desk(
    request: pytest.FixtureRequest, recruiter: RecruiterAtTheDataApi, database: Database, organization_id: UUID
) -> Desk:
    """A recruiter and the operator, in turn."""
    return Desk(recruiter if request.param == "data api" else OperatorInSql(database), organization_id)
