"""The members of an organization know each other by name, and nobody else knows them."""

from uuid import UUID, uuid4

from tests.invitations.hiring import Hiring
from tests.support.database import Database
from tests.support.interviews import make_interview, start
from tests.support.people import People
from tests.support.people_apis import PeopleApi


def test_members_see_each_other_by_name_and_nobody_else_sees_them(
    calls: PeopleApi, hiring: Hiring, people: People
) -> None:
    for member in (hiring.owner, hiring.reviewer):
        listed = calls.members(member, hiring.organization_id).ok()["members"]
        assert [(one["user_id"], one["email"], one["role"]) for one in listed] == [
            (str(hiring.owner.user_id), hiring.owner.email, "owner"),
            (str(hiring.recruiter.user_id), hiring.recruiter.email, "recruiter"),
            (str(hiring.reviewer.user_id), hiring.reviewer.email, "reviewer"),
        ]
        assert all(one["name"] for one in listed)
    stranger = people.candidate()
    foreign = calls.members(stranger, hiring.organization_id).refused(404, "organization_not_found")
    unknown = calls.members(stranger, uuid4()).refused(404, "organization_not_found")
    assert {**foreign, "request_id": None} == {**unknown, "request_id": None}


def test_public_interview_of_a_self_made_organization_is_listed_once_the_operator_trusts_it(
    calls: PeopleApi, people: People, database: Database
) -> None:
    owner, candidate = people.candidate(), people.candidate()
    organization_id = calls.create_organization(owner, "Self-made").ok(201)["organization"]["id"]
    interview_id = make_interview(database, ("open",), organization_id=UUID(organization_id)).interview_id
    assert calls.item(candidate, interview_id) is None
    run = start(calls.api, candidate, interview_id)
    assert run.view["session"]["status"] == "in_progress", "anybody who has its id can take it"
    database.execute("update reprise.organizations set is_trusted = true where id = %s", organization_id)
    assert calls.item(candidate, interview_id) is not None
