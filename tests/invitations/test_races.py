"""Two or more people use one invitation at the same moment, at both APIs."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from uuid import uuid4

import pytest

from tests.invitations.hiring import Hiring
from tests.invitations.races import (
    RACERS,
    accept_at_sixteen_devices,
    invite_by_sixteen_calls,
    race_for_the_last_place,
    revoke_while_it_is_accepted,
)
from tests.support.apis import Api
from tests.support.changed_functions import changed
from tests.support.database import Database
from tests.support.people import People
from tests.support.people_apis import PeopleApi, address, person_of
from tests.support.race import rounds, together

LOCK = " for no key update"
ORGANIZATION_LOCK = "perform from reprise.organizations o where o.id = v_organization_id for no key update;"


def test_of_sixteen_people_at_once_exactly_one_gets_the_last_place(
    calls: PeopleApi, hiring: Hiring, people: People, database: Database
) -> None:
    for _ in rounds(everyday=1, full=20):
        assert race_for_the_last_place(calls, hiring, people, database) == ({200: 1, 409: RACERS - 1}, 2)


def test_one_person_at_sixteen_devices_takes_one_place(
    calls: PeopleApi, hiring: Hiring, people: People, database: Database
) -> None:
    assert accept_at_sixteen_devices(calls, hiring, people, database) == ({200}, 1)


@pytest.mark.prove
def test_control_places_counted_without_a_lock_are_taken_by_several(
    calls: PeopleApi, hiring: Hiring, people: People, database: Database
) -> None:
    slowly = ("return (select", "perform pg_sleep(0.3); return (select")
    with changed(database, "accept_invitation", (LOCK, "")), changed(database, "places_taken", slowly):
        statuses, taken = race_for_the_last_place(calls, hiring, people, database)
        several, _ = accept_at_sixteen_devices(calls, hiring, people, database)
    assert statuses[200] > 1
    assert taken == 1 + statuses[200]
    assert several != {200}, "the second insert of one person breaks a constraint"


def test_revoking_while_the_invitation_is_accepted_always_leaves_no_right(
    calls: PeopleApi, hiring: Hiring, people: People, database: Database
) -> None:
    for _ in rounds(everyday=4, full=100):
        accepted, revoked, rights = revoke_while_it_is_accepted(calls, hiring, people, database)
        assert revoked == 200
        assert accepted in (200, 404)
        assert rights == 0, "revoked is revoked, whichever call came first"


@pytest.mark.prove
def test_control_accepting_without_a_lock_keeps_the_right_of_a_revoked_invitation(
    calls: PeopleApi, hiring: Hiring, people: People, database: Database
) -> None:
    statement = "update reprise.invitations v set user_id"
    slowly = (statement, f"perform pg_sleep(0.3); {statement}")
    with changed(database, "accept_invitation", (LOCK, ""), slowly):
        outcomes = [revoke_while_it_is_accepted(calls, hiring, people, database) for _ in range(8)]
    assert (200, 200, 1) in outcomes


def test_revoking_while_the_invited_person_starts_leaves_a_session_only_if_it_came_first(
    calls: PeopleApi, api: Api, hiring: Hiring, people: People, database: Database
) -> None:
    with ThreadPoolExecutor(2) as pool:
        for _ in rounds(everyday=4, full=100):
            person = person_of(people, database, address())
            invitation = calls.invite_one(hiring.recruiter, hiring.interview_id, person.email)
            started, revoked = together(
                [
                    partial(
                        api.call,
                        "start",
                        person,
                        {"session_id": uuid4(), "client_id": uuid4(), "interview_id": hiring.interview_id},
                    ),
                    partial(calls.change, hiring.recruiter, invitation["id"], "revoke"),
                ],
                pool,
            )
            assert (started.status, revoked.status) in {(201, 409), (404, 200)}, (started.text, revoked.text)
            rights = "select count(*) from reprise.interview_invitations where user_id = %s"
            assert database.value(rights, person.user_id) == (started.status == 201)


def test_same_address_invited_by_sixteen_calls_at_once_has_one_invitation(
    calls: PeopleApi, hiring: Hiring, database: Database
) -> None:
    statuses, ids, stored = invite_by_sixteen_calls(calls, hiring, database)
    assert statuses <= {201, 503}
    assert (len(ids), stored) == (1, 1)


@pytest.mark.prove
def test_control_inviting_without_a_lock_breaks_the_second_call_or_invites_twice(
    calls: PeopleApi, hiring: Hiring, database: Database
) -> None:
    slowly = ("is_new := true;", "is_new := true; perform pg_sleep(0.3);")
    with (
        changed(database, "lock_organization_to_invite", (ORGANIZATION_LOCK, "")),
        changed(database, "invite_address", slowly),
    ):
        statuses, ids, stored = invite_by_sixteen_calls(calls, hiring, database)
        assert not statuses <= {201, 503}
        assert (len(ids), stored) == (1, 1), "the index still refuses a second one"
        definition = database.value("select pg_get_indexdef('reprise.invitations_interview_id_email_key'::regclass)")
        database.execute("drop index reprise.invitations_interview_id_email_key")
        try:
            _, ids, stored = invite_by_sixteen_calls(calls, hiring, database)
            assert min(len(ids), stored) > 1
        finally:
            database.execute("delete from reprise.invitations where interview_id = %s", hiring.interview_id)
            database.connection.execute(str(definition).encode())


def test_inviting_an_address_and_resending_its_invitation_at_once_do_not_block_each_other(
    calls: PeopleApi, hiring: Hiring
) -> None:
    emails = [address(), address()]
    terms = {"interview_id": hiring.interview_id, "emails": emails}
    made = calls.invite(hiring.recruiter, **terms).ok(201)["invitations"]
    both = (hiring.owner, hiring.recruiter)
    with ThreadPoolExecutor(12) as pool:
        resend = [partial(calls.change, person, item["id"], "resend") for item in made for person in both]
        invite = [partial(calls.invite, person, **terms) for person in both]
        replies = together([*resend, *invite, *resend, *invite], pool)
    assert {reply.status for reply in replies} == {200, 201}
