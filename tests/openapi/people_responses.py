"""Organizations and invitations through a checking client: every response and refusal of a healthy stack."""

from uuid import uuid4

from tests.openapi.contract import CheckedApi
from tests.support.database import Database
from tests.support.interviews import make_interview
from tests.support.people import People
from tests.support.people_apis import PeopleApi, address, in_days, person_of, show


def invite_people(api: CheckedApi, people: People, database: Database) -> None:
    """An invitation from an address to an interview, a link, a member, and every possible refusal on the way."""
    calls = PeopleApi(api)
    interview = make_interview(database, ["open"], is_public=False)
    owner = people.member(interview.organization_id, "owner")
    candidate, colleague = (person_of(people, database, address()) for _ in range(2))
    calls.create_organization(candidate, "Northwind").ok(201)
    calls.organizations(candidate)
    calls.interviews(people.candidate(), limit=1)
    to_interview = {"interview_id": interview.interview_id}
    made = calls.invite(owner, **to_interview, emails=[candidate.email, "nobody"]).ok(201)
    [invitation] = made["invitations"]
    show(api, invitation["token"]).ok()
    show(api, "x").refused(404, "invitation_not_found")
    calls.accept(colleague, invitation["token"], request_new=True).refused(403, "invitation_for_other_address")
    calls.invitations(owner, **to_interview, state="opened").ok()
    calls.accept(candidate, invitation["token"]).ok()
    calls.change(owner, invitation["id"], "resend").refused(409, "invitation_closed")
    calls.change(owner, str(uuid4()), "revoke").refused(404, "invitation_not_found")
    link = calls.invite_one(owner, interview.interview_id)
    calls.change(owner, link["id"], "resend").ok()
    calls.accept(candidate, link["token"]).ok()
    calls.accept(colleague, link["token"]).refused(409, "no_places_left")
    database.execute("update reprise.invitations set expires_at = now() where id = %s", link["id"])
    calls.accept(colleague, link["token"]).refused(410, "invitation_expired")
    show(api, link["token"]).refused(410, "invitation_expired")
    calls.change(owner, link["id"], "extend", expires_at=in_days(60)).ok()
    calls.change(owner, link["id"], "revoke").ok()

    member = {"organization_id": interview.organization_id, "role": "reviewer"}
    calls.invite(owner, **member, emails=[colleague.email, owner.email]).ok(201)
    [waiting] = calls.organizations(colleague)["invitations"]
    calls.accept_by_id(colleague, waiting["id"]).ok()
    calls.invite(colleague, **member, emails=[address()]).refused(403, "not_allowed")
    calls.invite(candidate, **member, emails=[address()]).refused(404, "organization_not_found")
    calls.invitations(owner, organization_id=interview.organization_id).ok()
    database.execute("update reprise.interviews set status = 'draft' where id = %s", interview.interview_id)
    calls.invite(owner, **to_interview, emails=[address()]).refused(409, "interview_not_published")
    database.execute("update reprise_private.settings set organizations_open = false")
    try:
        calls.create_organization(candidate, "Contoso").refused(403, "organizations_closed")
    finally:
        database.execute("update reprise_private.settings set organizations_open = true")
