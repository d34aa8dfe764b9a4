"""Calls about one invitation at the same moment; each race returns what became of it."""

from collections import Counter
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from itertools import cycle, islice

from tests.invitations.hiring import Hiring
from tests.support.database import Database
from tests.support.people import People
from tests.support.people_apis import PeopleApi, address, person_of
from tests.support.race import together

RACERS = 16


def race_for_the_last_place(
    calls: PeopleApi, hiring: Hiring, people: People, database: Database
) -> tuple[Counter[int], int]:
    """Sixteen people accept a link of which one place is left; returns the statuses and how many places are taken."""
    link = calls.invite_one(hiring.recruiter, hiring.interview_id, places=2)
    calls.accept(people.candidate(), link["token"]).ok()
    crowd = [people.candidate() for _ in range(RACERS)]
    with ThreadPoolExecutor(RACERS) as pool:
        replies = together([partial(calls.accept, person, link["token"]) for person in crowd], pool)
    taken = database.value("select count(*) from reprise.invitations where link_id = %s", link["id"])
    return Counter(reply.status for reply in replies), taken


def accept_at_sixteen_devices(
    calls: PeopleApi, hiring: Hiring, people: People, database: Database
) -> tuple[set[int], int]:
    """One person accepts a link at sixteen devices; returns the statuses and how many places are taken."""
    link = calls.invite_one(hiring.recruiter, hiring.interview_id, places=3)
    person = people.candidate()
    with ThreadPoolExecutor(RACERS) as pool:
        replies = together([lambda: calls.accept(person, link["token"])] * RACERS, pool)
    taken = database.value("select count(*) from reprise.invitations where link_id = %s", link["id"])
    return {reply.status for reply in replies}, taken


def invite_by_sixteen_calls(calls: PeopleApi, hiring: Hiring, database: Database) -> tuple[set[int], set[str], int]:
    """Sixteen calls of two members invite one address; returns the statuses, the ids and how many are stored."""
    email = address()
    members = islice(cycle((hiring.owner, hiring.recruiter)), RACERS)
    with ThreadPoolExecutor(RACERS) as pool:
        replies = together(
            [partial(calls.invite, each, interview_id=hiring.interview_id, emails=[email]) for each in members], pool
        )
    ids = {reply.body["invitations"][0]["id"] for reply in replies if reply.status == 201}
    stored = database.value("select count(*) from reprise.invitations where email = %s", email)
    return {reply.status for reply in replies}, ids, stored


def revoke_while_it_is_accepted(
    calls: PeopleApi, hiring: Hiring, people: People, database: Database
) -> tuple[int, int, int]:
    """Accept and revoke an invitation at once; returns both statuses and how many rights the person has."""
    person = person_of(people, database, address())
    invitation = calls.invite_one(hiring.recruiter, hiring.interview_id, person.email)
    with ThreadPoolExecutor(2) as pool:
        accepted, revoked = together(
            [
                partial(calls.accept, person, invitation["token"]),
                partial(calls.change, hiring.recruiter, invitation["id"], "revoke"),
            ],
            pool,
        )
    rights = database.value("select count(*) from reprise.interview_invitations where user_id = %s", person.user_id)
    return accepted.status, revoked.status, rights
