"""Who belongs to an organization is known to its members by name, and to nobody else."""

from uuid import uuid4

from tests.invitations.hiring import Hiring
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
