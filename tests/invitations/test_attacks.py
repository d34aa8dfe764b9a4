"""Attacks on invitations by strangers, candidates and members of other organizations, at both APIs."""

from typing import Any, LiteralString, cast
from uuid import UUID, uuid4

import pytest

from tests.invitations.hiring import Hiring
from tests.support.apis import Api, FunctionsApi
from tests.support.database import Database
from tests.support.interviews import make_interview, make_organization, start
from tests.support.people import People
from tests.support.people_apis import PeopleApi, address, confirm, in_days, person_of, show

NOTE_OVER = "n" * 1001


def test_only_the_confirmed_owner_of_the_address_accepts_an_invitation(
    calls: PeopleApi, hiring: Hiring, people: People, database: Database
) -> None:
    email = address()
    invitation = calls.invite_one(hiring.recruiter, hiring.interview_id, email)
    stranger = person_of(people, database, address())
    impostor = people.candidate()
    database.execute(
        "update auth.users set email = %s, raw_user_meta_data = %s where id = %s",
        email,
        f'{{"email": "{email}", "email_verified": true}}',
        impostor.user_id,
    )
    for person in (stranger, impostor, hiring.recruiter):
        calls.accept(person, invitation["token"]).refused(403, "invitation_for_other_address")
        calls.accept_by_id(person, invitation["id"]).refused(404, "invitation_not_found")
        assert calls.item(person, hiring.interview_id) is None
    owner = person_of(people, database, address())
    database.execute("update auth.users set email = null where id = %s", impostor.user_id)
    database.execute("update auth.users set email = %s where id = %s", email, owner.user_id)
    calls.accept(owner, invitation["token"]).ok()
    database.execute("update auth.users set email = %s where id = %s", address(), owner.user_id)
    database.execute("update auth.users set email = %s where id = %s", email, impostor.user_id)
    later = confirm(database, impostor)
    calls.accept(later, invitation["token"]).refused(403, "invitation_for_other_address")
    assert calls.item(later, hiring.interview_id) is None, "the address has a new owner, the invitation was used"


def test_unknown_token_looks_like_a_revoked_one_and_unknown_id_like_somebody_elses(
    calls: PeopleApi, functions_api: Api, hiring: Hiring, people: People
) -> None:
    functions = cast(FunctionsApi, functions_api)
    link = calls.invite_one(hiring.recruiter, hiring.interview_id, places=3)
    calls.change(hiring.recruiter, link["id"], "revoke").ok()
    candidate = people.candidate()
    answers = set()
    for token in (link["token"], "0" * 64, link["token"][:-1], link["token"].upper(), "x", link["id"]):
        reply = calls.accept(candidate, token)
        answers.add((reply.status, reply.code, reply.body["detail"]))
        shown = show(functions, token)
        answers.add((shown.status, shown.code, shown.body["detail"]))
    assert len(answers) == 1
    live = calls.invite_one(hiring.recruiter, hiring.interview_id, address())
    by_id = [calls.accept_by_id(candidate, each) for each in (live["id"], link["id"], str(uuid4()))]
    assert len({(reply.status, reply.code, reply.body["detail"]) for reply in by_id}) == 1


@pytest.mark.parametrize("who", ["candidate", "member of another organization", "reviewer", "former recruiter"])
def test_nobody_but_owners_and_recruiters_invites_or_changes_an_invitation(
    who: str, calls: PeopleApi, hiring: Hiring, people: People, database: Database
) -> None:
    invitation = calls.invite_one(hiring.recruiter, hiring.interview_id, address())
    person = {
        "candidate": people.candidate(),
        "member of another organization": people.member(make_organization(database), "owner"),
        "reviewer": hiring.reviewer,
        "former recruiter": hiring.recruiter,
    }[who]
    if who == "former recruiter":
        database.execute("delete from reprise.organization_members where user_id = %s", person.user_id)
    status = 403 if who == "reviewer" else 404
    tried = [
        calls.invite(person, interview_id=hiring.interview_id, emails=[address()]),
        calls.invite(person, interview_id=hiring.interview_id, link={"places": 1}),
        calls.invite(person, organization_id=hiring.organization_id, role="owner", emails=[person.email]),
        calls.change(person, invitation["id"], "resend"),
        calls.change(person, invitation["id"], "extend", expires_at=in_days(60)),
        calls.change(person, invitation["id"], "change", extra_time_percent=400),
        calls.change(person, invitation["id"], "revoke"),
    ]
    assert [reply.status for reply in tried] == [status] * len(tried)
    if who != "reviewer":
        calls.invitations(person, interview_id=hiring.interview_id).refused(404, "interview_not_found")
        calls.invitations(person, organization_id=hiring.organization_id).refused(404, "organization_not_found")
    assert calls.states(hiring.owner, hiring.interview_id) == {invitation["id"]: "invited"}


def test_only_owners_invite_members_and_an_invited_role_is_accepted_by_hand(
    calls: PeopleApi, hiring: Hiring, people: People, database: Database
) -> None:
    refused = calls.invite(
        hiring.recruiter, organization_id=hiring.organization_id, role="reviewer", emails=[address()]
    ).refused(403, "not_allowed")
    assert refused["reason"] == "owners_invite"
    colleague = person_of(people, database, address())
    whom = [colleague.email, hiring.reviewer.email]
    made = calls.invite(hiring.owner, organization_id=hiring.organization_id, role="recruiter", emails=whom).ok(201)
    assert made["problems"] == [{"email": hiring.reviewer.email, "code": "already_member"}]
    [invitation] = made["invitations"]
    calls.change(hiring.recruiter, invitation["id"], "revoke").refused(403, "not_allowed")
    calls.interviews(colleague)
    found = calls.organizations(colleague)
    assert found["organizations"] == [], "nobody becomes a member without accepting"
    [waiting] = found["invitations"]
    assert (waiting["id"], waiting["role"]) == (invitation["id"], "recruiter")
    joined = calls.accept_by_id(colleague, waiting["id"]).ok()["organization"]
    assert (joined["id"], joined["role"]) == (str(hiring.organization_id), "recruiter")
    assert calls.organizations(colleague)["organizations"] == [joined]
    [listed] = calls.invitations(hiring.owner, organization_id=hiring.organization_id).ok()["invitations"]
    assert listed["state"] == "completed"
    calls.change(hiring.owner, invitation["id"], "revoke").refused(409, "invitation_closed")
    extended = calls.change(hiring.owner, invitation["id"], "extend", expires_at=in_days(60))
    assert extended.refused(409, "invitation_closed")["reason"] == "accepted"
    statement = "delete from reprise.organization_members where user_id = %s"
    database.execute(statement, colleague.user_id)
    assert calls.accept(colleague, invitation["token"]).ok()["organization"] is None, "a removed member stays removed"
    assert calls.organizations(colleague)["organizations"] == []


@pytest.mark.parametrize(
    ("field", "arguments"),
    [
        ("note", {"note": NOTE_OVER}),
        ("note", {"note": "hello \u202e world"}),
        ("note", {"note": "hello \x07 world"}),
        ("extra_time_percent", {"extra_time_percent": 401}),
        ("attempts_allowed", {"attempts_allowed": 0}),
        ("expires_at", {"expires_at": "2026-01-01T00:00:00Z"}),
        ("expires_at", {"expires_at": in_days(367)}),
        ("emails", {"emails": []}),
        ("emails", {"emails": ["a@example.com"] * 201}),
        ("emails", {"emails": None}),
        ("places", {"emails": None, "link": {"places": 1001}}),
        ("emails", {"link": {"places": 1}}),
        ("role", {"role": "owner"}),
    ],
)
def test_terms_out_of_range_are_refused_with_their_place(
    field: str, arguments: dict[str, Any], calls: PeopleApi, hiring: Hiring
) -> None:
    sent = {"emails": [address()], **arguments}
    sent = {name: value for name, value in sent.items() if value is not None}
    reply = calls.invite(hiring.recruiter, interview_id=hiring.interview_id, **sent).refused(422, "invalid_request")
    assert field in {str(part) for error in reply["errors"] for part in error["loc"]}
    assert calls.states(hiring.recruiter, hiring.interview_id) == {}


def test_nothing_but_a_plain_address_is_invited(calls: PeopleApi, hiring: Hiring) -> None:
    wrong = [
        "a@example.com\r\nBcc: b@example.com",
        "a@example.com, b@example.com",
        "a@example.com\nb@example.com",
        "Kim <a@example.com>",
        '"a b"@example.com',
        "a@b@example.com",
        "a@localhost",
        "a@example..com",
        "kím@example.com",
        "a@exa\u202emple.com",
        "a@example.com\u200b",
        "a@-example.com",
        "@example.com",
        "a..b@example.com",
        ".a@example.com",
        "a.@example.com",
        "=?utf-8?q?a?=@b.co",
        f"{'a' * 65}@example.com",
        f"a@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 60}.{'f' * 10}.com",
        "",
    ]
    reply = calls.invite(hiring.recruiter, interview_id=hiring.interview_id, emails=wrong).ok(201)
    assert reply["invitations"] == []
    assert [problem["code"] for problem in reply["problems"]] == ["invalid_address"] * len(wrong)


@pytest.mark.parametrize(
    "name", ["", " \u200b ", "A\nB", "A\r\nBcc: x@example.com", "A\u202eB", "A\x00B", "n" * 201, "=?utf-8?q?A?="]
)
def test_name_that_cannot_be_shown_is_no_name_of_an_organization(
    name: str, calls: PeopleApi, people: People, database: Database, hiring: Hiring
) -> None:
    reply = calls.create_organization(people.candidate(), name)
    assert reply.status in (400, 422)
    if "\x00" not in name:
        with pytest.raises(Exception, match=r"invalid_request|organizations_name_length"):
            database.execute("update reprise.organizations set name = %s where id = %s", name, hiring.organization_id)


def test_invitation_to_an_interview_that_moved_to_another_organization_has_ended(
    calls: PeopleApi, hiring: Hiring, people: People, database: Database
) -> None:
    link = calls.invite_one(hiring.recruiter, hiring.interview_id)
    organization_id = make_organization(database)
    there = people.member(organization_id, "owner")
    moved: LiteralString = "update reprise.interviews set organization_id = %s where id = %s"
    database.execute(moved, organization_id, hiring.interview_id)
    calls.accept(people.candidate(), link["token"]).refused(410, "invitation_expired")
    assert calls.states(there, hiring.interview_id) == {}
    calls.change(there, link["id"], "revoke").refused(404, "invitation_not_found")


@pytest.mark.parametrize("end", ["expired", "moved"])
def test_invitation_that_waits_for_an_address_neither_lists_nor_starts_an_interview_after_its_end(
    calls: PeopleApi, api: Api, hiring: Hiring, people: People, database: Database, end: str
) -> None:
    email = address()
    invitation = calls.invite_one(hiring.recruiter, hiring.interview_id, email, extra_time_percent=25)
    candidate = person_of(people, database, email)
    assert calls.item(candidate, hiring.interview_id) is not None
    if end == "moved":
        moved: LiteralString = "update reprise.interviews set organization_id = %s where id = %s"
        database.execute(moved, make_organization(database), hiring.interview_id)
    else:
        ended: LiteralString = "update reprise.invitations set expires_at = now() - interval '1 second' where id = %s"
        database.execute(ended, invitation["id"])
    assert calls.item(candidate, hiring.interview_id) is None
    body = {"session_id": uuid4(), "client_id": uuid4(), "interview_id": UUID(str(hiring.interview_id))}
    api.call("start", candidate, body).refused(404, "interview_not_found")
    # Where everybody may start it, it starts without the terms of the invitation, and is listed so.
    database.execute(
        "update reprise.organizations o set is_trusted = true from reprise.interviews i"
        " where o.id = i.organization_id and i.id = %s",
        hiring.interview_id,
    )
    database.execute("update reprise.interviews set is_public = true where id = %s", hiring.interview_id)
    item = calls.item(candidate, hiring.interview_id)
    assert item is not None
    assert (item["invited"], item["extra_time_percent"]) == (False, 0)


def test_start_of_a_timed_interview_as_a_conversation_accepts_no_invitation(
    calls: PeopleApi, api: Api, hiring: Hiring, people: People, database: Database
) -> None:
    email = address()
    invitation = calls.invite_one(hiring.recruiter, hiring.interview_id, email)
    conversation = {"interview_id": str(hiring.interview_id)}
    body = {"session_id": uuid4(), "client_id": uuid4(), "conversation": conversation}
    api.call("start", person_of(people, database, email), body).refused(404, "interview_not_found")
    assert calls.states(hiring.recruiter, hiring.interview_id) == {invitation["id"]: "invited"}


def test_draft_is_not_invited_to_and_an_archived_interview_ends_its_invitations(
    calls: PeopleApi, hiring: Hiring, people: People, database: Database
) -> None:
    interview = make_interview(database, ("open",), organization_id=hiring.organization_id).interview_id
    link = calls.invite_one(hiring.recruiter, interview)
    for status in ("draft", "archived"):
        database.execute("update reprise.interviews set status = %s where id = %s", status, interview)
        calls.accept(people.candidate(), link["token"]).refused(410, "invitation_expired")
        for whom in ({"emails": [address()]}, {"link": {"places": 1}}):
            calls.invite(hiring.recruiter, interview_id=interview, **whom).refused(409, "interview_not_published")
    calls.invite(hiring.recruiter, interview_id=uuid4(), emails=[address()]).refused(404, "interview_not_found")


def test_used_up_attempts_are_not_renewed_by_accepting_again(
    calls: PeopleApi, api: Api, hiring: Hiring, people: People
) -> None:
    link = calls.invite_one(hiring.recruiter, hiring.interview_id, places=2)
    candidate = people.candidate()
    calls.accept(candidate, link["token"]).ok()
    start(api, candidate, hiring.interview_id).finish().ok()
    assert calls.accept(candidate, link["token"]).ok()["interview"]["state"] == "taken"
    body = {"session_id": uuid4(), "client_id": uuid4(), "interview_id": UUID(str(hiring.interview_id))}
    api.call("start", candidate, body).refused(403, "attempts_used_up")


def test_closed_self_service_creates_no_organization(calls: PeopleApi, people: People, database: Database) -> None:
    person = people.candidate()
    made = calls.create_organization(person, "  Northwind ").ok(201)["organization"]
    assert (made["name"], made["role"]) == ("Northwind", "owner")
    assert [item["id"] for item in calls.organizations(person)["organizations"]] == [made["id"]]
    database.execute("update reprise_private.settings set organizations_open = false")
    try:
        calls.create_organization(person, "Contoso").refused(403, "organizations_closed")
    finally:
        database.execute("update reprise_private.settings set organizations_open = true")


def test_suspended_account_neither_invites_nor_accepts(
    calls: PeopleApi, hiring: Hiring, people: People, database: Database
) -> None:
    link = calls.invite_one(hiring.recruiter, hiring.interview_id, places=2)
    candidate = people.candidate()
    for person in (candidate, hiring.recruiter):
        database.execute("update auth.users set banned_until = now() + interval '1 day' where id = %s", person.user_id)
    calls.accept(candidate, link["token"]).refused(401, "not_authenticated")
    calls.create_organization(candidate, "Northwind").refused(401, "not_authenticated")
    calls.invite(hiring.recruiter, interview_id=hiring.interview_id, emails=[address()]).refused(
        401, "not_authenticated"
    )
    calls.change(hiring.recruiter, link["id"], "revoke").refused(401, "not_authenticated")
