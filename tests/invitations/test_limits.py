"""Invitations of one hostile account are limited, and its calls leave a trail."""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, LiteralString
from uuid import UUID

import psycopg
import pytest
from psycopg.errors import DeadlockDetected
from psycopg.types.json import Jsonb

from local.stack import Stack
from tests.invitations.hiring import Hiring
from tests.support.apis import Api, Reply
from tests.support.changed_functions import changed
from tests.support.costs import least_seconds
from tests.support.database import Database
from tests.support.database_calls import become
from tests.support.interviews import Interview, make_interview
from tests.support.limits import leave_uses
from tests.support.people import People, Person
from tests.support.people_apis import PeopleApi, address, in_days, person_of
from tests.support.race import together


@pytest.fixture
def lowered(database: Database) -> Iterator[None]:
    """Limits that a test reaches."""
    lower: LiteralString = (
        "update reprise_private.settings set organizations_per_owner = 2, open_invitations = 5,"
        " invitation_mails_per_day = 3"
    )
    database.execute(lower)
    yield
    database.execute(
        "update reprise_private.settings set organizations_per_owner = default, open_invitations = default,"
        " invitation_mails_per_day = default"
    )


@pytest.mark.usefixtures("lowered")
def test_organizations_of_one_person_open_invitations_and_emails_of_a_day_are_limited(
    calls: PeopleApi, hiring: Hiring, people: People, database: Database
) -> None:
    person = people.candidate()
    for name in ("One", "Two"):
        calls.create_organization(person, name).ok(201)
    assert calls.create_organization(person, "Three").refused(409, "limit_reached")["reason"] == "organizations"
    interview = {"interview_id": hiring.interview_id}
    made = calls.invite(hiring.recruiter, **interview, emails=[address() for _ in range(5)]).ok(201)["invitations"]
    refused = calls.invite(hiring.recruiter, **interview, emails=[address()]).refused(409, "limit_reached")
    assert (refused["reason"], refused["limit"]) == ("invitations", 5)
    calls.change(hiring.recruiter, made[0]["id"], "revoke").ok()
    [sixth] = calls.invite(hiring.recruiter, **interview, emails=[address()]).ok(201)["invitations"]
    calls.accept(person_of(people, database, sixth["email"]), sixth["token"]).ok()
    calls.invite(hiring.recruiter, **interview, emails=[address()]).ok(201)
    queue = "select reprise_private.queue_invitation_mail(v, %s) from reprise.invitations v where v.id = %s"
    for item in made[1:4]:
        database.execute(queue, hiring.recruiter.user_id, item["id"])
    with pytest.raises(Exception, match="limit_reached"):
        database.execute(queue, hiring.owner.user_id, made[4]["id"])
    database.execute(queue, hiring.recruiter.user_id, made[1]["id"])
    database.execute("update reprise_private.invitation_mail_days set day = day - 1")
    database.execute(queue, hiring.owner.user_id, made[4]["id"])
    waiting = "select count(*) from reprise_private.invitation_mails where invitation_id = %s"
    assert database.value(waiting, made[1]["id"]) == 1, "one that waits is not queued twice"


def test_addresses_that_one_person_invites_and_mails_in_a_day_are_limited(
    calls: PeopleApi, hiring: Hiring, database: Database
) -> None:
    actions = {"invite", "invitation_mail", "create_organization", "accept_link", "request_invitation"}
    limits = database.rows("select action, allowed from reprise_private.rate_limits")
    assert actions <= {limit["action"] for limit in limits}
    first, second = (calls.invite_one(hiring.recruiter, hiring.interview_id, address()) for _ in range(2))
    queue = "select reprise_private.queue_invitation_mail(v, %s) from reprise.invitations v where v.id = %s"
    database.execute(queue, hiring.recruiter.user_id, first["id"])
    database.execute(
        "update reprise_private.rate_limit_uses u set used = l.allowed from reprise_private.rate_limits l"
        " where l.action = u.action and u.action in ('invite', 'invitation_mail') and u.user_id = %s",
        hiring.recruiter.user_id,
    )
    with pytest.raises(Exception, match="rate_limited"):
        database.execute(queue, hiring.recruiter.user_id, second["id"])
    database.execute(queue, hiring.owner.user_id, second["id"])
    calls.invite(hiring.recruiter, interview_id=hiring.interview_id, emails=[address()]).refused(429, "rate_limited")
    calls.invite(hiring.owner, interview_id=hiring.interview_id, emails=[address()]).ok(201)


def mailing_owner(database: Database, people: People, *, trusted: bool) -> Callable[..., Reply]:
    """Invites addresses by e-mail, to an interview of an organization of its own."""
    interview = make_interview(database, ("open",), is_public=False)
    owner = people.member(interview.organization_id, "owner")
    trust: LiteralString = "update reprise.organizations set is_trusted = %s where id = %s"
    database.execute(trust, trusted, interview.organization_id)
    return partial(_mail, database, owner, interview.organization_id)


def _mail(database: Database, owner: Person, organization_id: UUID, api: Api, emails: Sequence[str]) -> Reply:
    interview = make_interview(database, ("open",), organization_id=organization_id, is_public=False)
    return PeopleApi(api).invite(owner, interview_id=interview.interview_id, emails=emails, send=True)


def test_one_address_is_mailed_three_times_a_day_of_one_invitation_and_five_times_by_one_organization(
    rpc_api: Api, hiring: Hiring, database: Database
) -> None:
    calls, email, sent = PeopleApi(rpc_api), address(), {"send": True}
    done = (
        "update reprise_private.invitation_mails m set status = 'sent', claim_token = null"
        " from reprise.invitations v where v.id = m.invitation_id and v.email = %s"
    )
    [first] = calls.invite(hiring.recruiter, interview_id=hiring.interview_id, emails=[email], **sent).ok(201)[
        "invitations"
    ]

    def resend() -> Reply:
        database.execute(done, email)
        arguments = {"invitation_id": first["id"], "action": "resend", **sent}
        return calls._call(hiring.recruiter, "POST", "", "change_invitation", arguments, created=200)

    for _ in range(2):
        resend().ok()
    refused = resend().refused(409, "limit_reached")
    assert (refused["reason"], refused["limit"]) == ("mails_to_address", 3)
    database.execute(
        "update reprise_private.invitation_mails set created_at = created_at - interval '1 day'"
        " where invitation_id = %s",
        first["id"],
    )
    resend().ok()
    resend().ok()
    assert resend().refused(409, "limit_reached")["limit"] == 5, "the address got them all on this day"
    database.execute("update reprise_private.invitation_address_days set mails = 3")
    for number in range(4):
        if number == 3:
            database.execute("delete from reprise.interviews where id = %s", hiring.interview_id)
        reply = _mail(database, hiring.owner, hiring.organization_id, rpc_api, [email, address()]).ok(201)
        wanted = [] if number < 2 else [{"email": email, "code": "mails_to_address"}]
        assert reply["problems"] == wanted, "a deleted invitation counts too"
        assert [item["email_status"] for item in reply["invitations"]] == ["queued"] * (2 - len(wanted))
    database.execute("update reprise_private.invitation_address_days set day = day - 1")
    [made] = _mail(database, hiring.owner, hiring.organization_id, rpc_api, [email]).ok(201)["invitations"]
    assert made["email_status"] == "queued"
    mails = database.value(
        "select mails from reprise_private.invitation_address_days where email_sha256 = reprise_private.sha256_hex(%s)",
        email,
    )
    assert mails == 1, "a new day begins with none"


def test_organizations_that_anybody_creates_mail_an_address_ten_times_a_day_and_keep_no_trusted_one_from_it(
    rpc_api: Api, people: People, database: Database
) -> None:
    email = address()
    known = mailing_owner(database, people, trusted=True)
    assert known(rpc_api, [email]).ok(201)["problems"] == []
    for _ in range(2):
        hostile = mailing_owner(database, people, trusted=False)
        for _ in range(5):
            assert hostile(rpc_api, [email]).ok(201)["problems"] == []
    refused = [{"email": email, "code": "mails_to_address"}]
    assert mailing_owner(database, people, trusted=False)(rpc_api, [email]).ok(201)["problems"] == refused
    for organization in (known, mailing_owner(database, people, trusted=True)):
        assert organization(rpc_api, [email]).ok(201)["problems"] == []


def mail_the_same_addresses_at_once(
    stack: Stack, people: People, database: Database, count: int
) -> list[dict[str, Any] | psycopg.Error]:
    """Twelve organizations mail the same addresses in two orders; returns the results, or the errors.

    Not through the RPC: its lock_timeout ends a deadlock, but also a wait in line on a busy machine.
    """
    emails = [address() for _ in range(count)]
    interviews = [make_interview(database, ("open",), is_public=False) for _ in range(12)]
    database.execute(
        "update reprise.organizations set is_trusted = false where id = any (%s)",
        [interview.organization_id for interview in interviews],
    )

    def mail(interview: Interview, owner: Person, invitees: list[str]) -> dict[str, Any] | psycopg.Error:
        call: LiteralString = (
            "select reprise_private.create_invitations(%s, null, null, %s, null, 0, 1, null, null, true)"
        )
        with psycopg.connect(stack.database_url) as connection:
            become(connection, owner)
            try:
                [made] = connection.execute(call, (interview.interview_id, Jsonb(invitees))).fetchall()
            except psycopg.Error as error:
                return error
        result: dict[str, Any] = made[0]
        return result

    with ThreadPoolExecutor(12) as pool:
        return together(
            [
                partial(
                    mail, interview, people.member(interview.organization_id, "owner"), emails[:: (1, -1)[number % 2]]
                )
                for number, interview in enumerate(interviews)
            ],
            pool,
        )


def test_organizations_that_mail_the_same_addresses_at_once_do_not_block_each_other(
    stack: Stack, people: People, database: Database
) -> None:
    results = mail_the_same_addresses_at_once(stack, people, database, 20)
    problems = [problem for result in results if isinstance(result, dict) for problem in result["problems"]]
    assert [error for error in results if isinstance(error, psycopg.Error)] == []
    assert len(problems) == 2 * 20, "each address is mailed ten times"


@pytest.mark.prove
def test_control_addresses_that_are_locked_in_any_order_deadlock(
    stack: Stack, people: People, database: Database
) -> None:
    lock = "pg_advisory_xact_lock(k.key)"
    slowly, at_random = (lock, f"{lock}, pg_sleep(0.2)"), (" order by 1", " order by random()")
    with changed(database, "lock_invited_addresses", slowly, ("select distinct ", "select "), at_random):
        results = mail_the_same_addresses_at_once(stack, people, database, 2)
    assert any(isinstance(error, DeadlockDetected) for error in results)


@pytest.mark.usefixtures("lowered")
def test_opening_expired_invitations_again_is_limited_like_inviting(
    calls: PeopleApi, hiring: Hiring, database: Database
) -> None:
    interview = {"interview_id": hiring.interview_id}
    [old] = calls.invite(hiring.recruiter, **interview, emails=[address()]).ok(201)["invitations"]
    database.execute("update reprise.invitations set expires_at = now() where id = %s", old["id"])
    [*_, last] = calls.invite(hiring.recruiter, **interview, emails=[address() for _ in range(5)]).ok(201)[
        "invitations"
    ]
    extend = partial(calls.change, hiring.recruiter, action="extend", expires_at=in_days(60))
    assert extend(old["id"]).refused(409, "limit_reached")["reason"] == "invitations"
    extend(last["id"]).ok()
    database.execute(
        "update reprise_private.rate_limit_uses set used = 1000 where user_id = %s and action = 'invite'",
        hiring.recruiter.user_id,
    )
    extend(last["id"]).refused(429, "rate_limited")
    calls.change(hiring.recruiter, last["id"], "change", attempts_allowed=2).refused(429, "rate_limited")
    calls.change(hiring.recruiter, last["id"], "revoke").refused(429, "rate_limited")


def test_asking_for_another_invitation_stores_one_request_however_often_it_is_asked(
    calls: PeopleApi, hiring: Hiring, people: People, database: Database
) -> None:
    invitation = calls.invite_one(hiring.recruiter, hiring.interview_id, address())
    person = person_of(people, database, address())
    for _ in range(2):
        reply = calls.accept(person, invitation["token"], request_new=True)
        assert reply.refused(403, "invitation_for_other_address")["requested"] is True
    [listed] = calls.invitations(hiring.recruiter, interview_id=hiring.interview_id).ok()["invitations"]
    assert listed["asked_by"]["email"] == person.email
    database.execute(
        "update reprise_private.rate_limit_uses set used = 1000 where user_id = %s and action = 'request_invitation'",
        person.user_id,
    )
    calls.accept(person, invitation["token"], request_new=True).refused(429, "rate_limited")


def test_places_that_one_person_takes_in_a_day_are_limited(
    calls: PeopleApi, hiring: Hiring, people: People, database: Database
) -> None:
    person = people.candidate()
    link = calls.invite_one(hiring.recruiter, hiring.interview_id, places=2)
    leave_uses(database, person, "accept_link", 0)
    calls.accept(person, link["token"]).refused(429, "rate_limited")
    leave_uses(database, person, "accept_link", 1)
    for _ in range(2):
        calls.accept(person, link["token"]).ok()


def test_tokens_of_one_invitation_do_not_grow_without_end(
    function_calls: PeopleApi, hiring: Hiring, database: Database
) -> None:
    link = function_calls.invite_one(hiring.recruiter, hiring.interview_id, places=1)
    for _ in range(25):
        database.execute("select reprise_private.mint_invitation_token(%s)", link["id"])
    newest = function_calls.change(hiring.recruiter, link["id"], "resend").ok()["token"]
    stored = "select count(*) from reprise_private.invitation_tokens where invitation_id = %s"
    assert database.value(stored, link["id"]) == 20
    assert database.value("select (reprise_private.find_invitation(%s)).id", newest) is not None


def test_filtered_page_looks_at_a_thousand_invitations_and_continues(
    calls: PeopleApi, hiring: Hiring, database: Database
) -> None:
    database.execute(
        "insert into reprise.invitations (organization_id, interview_id, email, expires_at, created_at)"
        " select %s, %s, 'n' || n || '.' || gen_random_uuid() || '@example.com', now() + interval '1 day',"
        " now() - n * interval '1 second' from generate_series(1, 2500) n",
        hiring.organization_id,
        hiring.interview_id,
    )
    found, pages, query = 0, 0, {"interview_id": hiring.interview_id, "q": "n2500."}
    cursor: dict[str, str] = {}
    while True:
        page = calls.invitations(hiring.recruiter, **query, **cursor).ok()
        found, pages = found + len(page["invitations"]), pages + 1
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert (found, pages) == (1, 3)


def test_inviting_accepting_and_revoking_are_in_the_audit_trail_with_their_actor_and_without_the_address(
    calls: PeopleApi, hiring: Hiring, people: People, database: Database
) -> None:
    person = person_of(people, database, address())
    invitation = calls.invite_one(hiring.recruiter, hiring.interview_id, person.email, note="Dear Kim")
    calls.accept(person, invitation["token"]).ok()
    calls.change(hiring.owner, invitation["id"], "revoke").ok()
    events = database.rows(
        "select actor, action, subject, before, after from reprise.audit_events"
        " where entity = 'invitations' and entity_id = %s order by id",
        invitation["id"],
    )
    assert [event["action"] for event in events] == ["insert", "update", "update"]
    assert [event["actor"] for event in events] == [
        hiring.recruiter.user_id,
        person.user_id,
        hiring.owner.user_id,
    ]
    assert events[1]["subject"] == person.user_id
    assert all(text not in str(events) for text in (person.email, "Dear Kim"))


def test_invitations_of_a_deleted_interview_have_no_events_of_their_own(
    function_calls: PeopleApi, hiring: Hiring, database: Database
) -> None:
    invitation = function_calls.invite_one(hiring.recruiter, hiring.interview_id, address())
    database.execute("delete from reprise.interviews where id = %s", hiring.interview_id)
    events = "select array_agg(action order by id) from reprise.audit_events where entity_id = %s"
    assert database.value(events, invitation["id"]) == ["insert"]
    assert database.value(events, hiring.interview_id)[-1] == "delete"


def test_invitation_that_nobody_accepted_is_deleted_some_time_after_its_end(
    function_calls: PeopleApi, hiring: Hiring, database: Database, people: People
) -> None:
    waiting, kept = (function_calls.invite_one(hiring.recruiter, hiring.interview_id, address()) for _ in range(2))
    link = function_calls.invite_one(hiring.recruiter, hiring.interview_id, places=1)
    function_calls.accept(people.candidate(), link["token"]).ok()
    counted = "insert into reprise_private.invitation_address_days values (%s, %s, reprise_private.utc_day() - %s, 1)"
    for day in range(2):
        database.execute(counted, f"{day} {waiting['id']}", hiring.organization_id, day)
    for item in (waiting, link):
        database.execute(
            "update reprise.invitations set expires_at = now() - interval '91 days' where id = %s", item["id"]
        )
    database.execute(
        "insert into reprise.cleanup_runs (duration_ms, deleted, expired_questions, abandoned_sessions, errors)"
        " values (0, 0, 0, 0, 0)"
    )
    database.execute("select reprise_private.run_retention()")
    days = "select array_agg(email_sha256) from reprise_private.invitation_address_days where email_sha256 like %s"
    assert database.value(days, f"% {waiting['id']}") == [f"0 {waiting['id']}"], "no sender needs to run for it"
    left = function_calls.states(hiring.recruiter, hiring.interview_id)
    assert waiting["id"] not in left
    assert {kept["id"], link["id"]} <= left.keys()


def test_inviting_two_hundred_addresses_takes_about_a_second_at_most(function_calls: PeopleApi, hiring: Hiring) -> None:
    def invite() -> None:
        emails = [address() for _ in range(200)]
        function_calls.invite(hiring.recruiter, interview_id=hiring.interview_id, emails=emails).ok(201)

    assert least_seconds(invite, enough=1.5, tries=3) < 1.5
