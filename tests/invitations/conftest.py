"""An interview by invitation, its recruiter, and the calls at each API."""

import pytest

from tests.invitations.hiring import Hiring
from tests.support.apis import Api
from tests.support.database import Database
from tests.support.interviews import make_interview
from tests.support.people import People
from tests.support.people_apis import PeopleApi


@pytest.fixture
def calls(api: Api) -> PeopleApi:
    """The calls, at each API in turn."""
    return PeopleApi(api)


@pytest.fixture
def function_calls(functions_api: Api) -> PeopleApi:
    """The calls at our functions."""
    return PeopleApi(functions_api)


@pytest.fixture
def hiring(database: Database, people: People) -> Hiring:
    """An organization of its own."""
    interview = make_interview(database, ("open", "open"), is_public=False)
    owner, recruiter, reviewer = (
        people.member(interview.organization_id, role) for role in ("owner", "recruiter", "reviewer")
    )
    return Hiring(interview.interview_id, interview.organization_id, owner, recruiter, reviewer)
