"""Guards that an organization always has an owner: the last one cannot be demoted, removed or leave.

Covers two owners who leave at the same moment, in both orders. The control removes the lock.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from functools import partial
from typing import Any, LiteralString
from uuid import UUID, uuid4

import httpx
import psycopg
import pytest

from local.stack import Stack
from tests.support.data_api import DataApi
from tests.support.database import Database
from tests.support.database_calls import Connection
from tests.support.interviews import make_organization
from tests.support.limits import leave_uses
from tests.support.people import People, Person
from tests.support.race import rounds, together

DEMOTE: LiteralString = "update reprise.organization_members set role = 'reviewer' where user_id = %s"
REMOVE: LiteralString = "delete from reprise.organization_members where user_id = %s"
ERASE: LiteralString = "delete from auth.users where id = %s"
WAYS: dict[str, LiteralString] = {"demoted": DEMOTE, "removed": REMOVE, "erased": ERASE}


@dataclass
class Organization:
    """An organization, its only owner, and a recruiter."""

    id: UUID
    owner: Person
    recruiter: Person

    def row_of(self, person: Person) -> str:
        """A person's membership row at the Data API."""
        return f"/organization_members?organization_id=eq.{self.id}&user_id=eq.{person.user_id}"


@pytest.fixture
def organization(people: People, database: Database) -> Organization:
    """A new organization with its owner and a recruiter."""
    made = make_organization(database)
    return Organization(made, people.member(made, "owner"), people.member(made, "recruiter"))


def members(database: Database, organization_id: UUID) -> dict[UUID, str]:
    """The roles of all members."""
    rows = database.rows(
        "select user_id, role from reprise.organization_members where organization_id = %s", organization_id
    )
    return {row["user_id"]: row["role"] for row in rows}


def assert_last_owner(answer: httpx.Response, organization_id: UUID) -> None:
    """Assert the refusal as PostgREST returns it."""
    body = answer.json()
    assert (answer.status_code, body["code"], body["message"]) == (409, "PT409", "last_owner"), answer.text
    assert str(organization_id) in body["details"]


def test_owner_cannot_change_roles_without_a_limit(
    data_api: DataApi, organization: Organization, database: Database
) -> None:
    """Each change is an event that is sent, and an entry of the audit trail."""
    leave_uses(database, organization.owner, "member_change", 1)
    row = organization.row_of(organization.recruiter)
    for role, status in (("recruiter", 204), ("reviewer", 204), ("owner", 429)):
        answer = data_api.send(organization.owner, "PATCH", row, {"role": role})
        assert answer.status_code == status, answer.text
    assert members(database, organization.id)[organization.recruiter.user_id] == "reviewer"


@pytest.mark.parametrize("role", ["reviewer", "recruiter"])
def test_last_owner_can_be_neither_demoted_nor_removed_through_the_data_api(
    role: str, data_api: DataApi, organization: Organization, database: Database
) -> None:
    caller = organization.owner
    path = organization.row_of(organization.owner)
    before = members(database, organization.id)
    everybody = f"/organization_members?organization_id=eq.{organization.id}"
    for answer in (
        data_api.send(caller, "PATCH", path, {"role": role}),
        data_api.send(caller, "DELETE", path),
        data_api.send(caller, "PATCH", everybody, {"role": role}),
        data_api.send(caller, "DELETE", everybody),
    ):
        assert_last_owner(answer, organization.id)
    assert members(database, organization.id) == before


def test_owner_may_leave_once_another_member_is_an_owner(
    data_api: DataApi, organization: Organization, database: Database
) -> None:
    owner, recruiter = organization.owner, organization.recruiter
    promoted = data_api.send(owner, "PATCH", organization.row_of(recruiter), {"role": "owner"})
    assert promoted.status_code == 204
    assert data_api.send(owner, "DELETE", organization.row_of(owner)).status_code == 204
    assert members(database, organization.id) == {recruiter.user_id: "owner"}
    assert_last_owner(data_api.send(recruiter, "DELETE", organization.row_of(recruiter)), organization.id)


def test_other_members_can_be_changed_and_removed(
    data_api: DataApi, organization: Organization, database: Database
) -> None:
    owner, recruiter = organization.owner, organization.recruiter
    assert data_api.send(owner, "PATCH", organization.row_of(recruiter), {"role": "reviewer"}).status_code == 204
    assert data_api.send(owner, "DELETE", organization.row_of(recruiter)).status_code == 204
    assert members(database, organization.id) == {owner.user_id: "owner"}


@pytest.mark.parametrize("prefer", [{}, {"prefer": "resolution=merge-duplicates"}], ids=["insert", "upsert"])
@pytest.mark.parametrize("role", ["owner", "recruiter", "reviewer"])
def test_nobody_is_made_a_member_at_the_data_api(
    role: str,
    prefer: dict[str, str],
    data_api: DataApi,
    organization: Organization,
    people: People,
    database: Database,
) -> None:
    before = members(database, organization.id)
    for person in (people.candidate(), organization.recruiter):
        row = {"organization_id": str(organization.id), "user_id": str(person.user_id), "role": role}
        refused = data_api.send(organization.owner, "POST", "/organization_members", row, prefer)
        assert (refused.status_code, refused.json()["code"]) == (403, "42501"), refused.text
    assert members(database, organization.id) == before


@pytest.mark.parametrize("way", WAYS)
def test_database_owner_cannot_remove_the_last_owner(way: str, organization: Organization, database: Database) -> None:
    before = members(database, organization.id)
    with pytest.raises(psycopg.DatabaseError) as refusal:
        database.execute(WAYS[way], organization.owner.user_id)
    assert (refusal.value.sqlstate, refusal.value.diag.message_primary) == ("PT409", "last_owner")
    assert members(database, organization.id) == before


def test_account_of_an_owner_can_be_erased_once_there_is_a_successor(
    organization: Organization, database: Database
) -> None:
    statement: LiteralString = "update reprise.organization_members set role = 'owner' where user_id = %s"
    database.execute(statement, organization.recruiter.user_id)
    assert database.execute(ERASE, organization.owner.user_id) == 1
    assert members(database, organization.id) == {organization.recruiter.user_id: "owner"}


def test_one_statement_may_replace_the_last_owner(organization: Organization, database: Database) -> None:
    database.execute(
        "update reprise.organization_members set role = case when role = 'owner' then 'recruiter' else 'owner' end"
        " where organization_id = %s",
        organization.id,
    )
    assert members(database, organization.id) == {
        organization.owner.user_id: "recruiter",
        organization.recruiter.user_id: "owner",
    }


def test_deleting_an_organization_deletes_its_memberships(organization: Organization, database: Database) -> None:
    assert database.execute("delete from reprise.organizations where id = %s", organization.id) == 1
    assert members(database, organization.id) == {}
    assert database.execute(ERASE, organization.owner.user_id) == 1


@pytest.fixture
def two(stack: Stack) -> Iterator[list[Connection]]:
    """Two connections as the owner of the database."""
    with ExitStack() as held:
        yield [held.enter_context(psycopg.connect(stack.database_url, autocommit=True)) for _ in range(2)]


@pytest.fixture
def threads() -> Iterator[ThreadPoolExecutor]:
    """A thread for each connection."""
    with ThreadPoolExecutor(2) as pool:
        yield pool


def two_owners(database: Database) -> tuple[UUID, UUID, UUID]:
    """An organization and its two owners."""
    organization_id, first, second = make_organization(database), uuid4(), uuid4()
    for user_id in (first, second):
        database.execute("insert into auth.users (id, email) values (%s, %s)", user_id, f"{user_id}@example.com")
        statement: LiteralString = (
            "insert into reprise.organization_members (organization_id, user_id, role) values (%s, %s, 'owner')"
        )
        database.execute(statement, organization_id, user_id)
    return organization_id, first, second


def passed(connection: Connection, statement: LiteralString, user_id: UUID) -> bool:
    """Whether a person could leave; False if they are the last owner."""
    try:
        connection.execute(statement, (user_id,))
    except psycopg.DatabaseError as error:
        if error.sqlstate != "PT409":
            raise
        return False
    return True


def one_after_the_other(
    two: list[Connection], pool: ThreadPoolExecutor, leave: Callable[[int], bool], end: LiteralString
) -> tuple[bool, bool]:
    """The first owner leaves and keeps the transaction open; the second leaves meanwhile; the first commits.

    Returns who could leave.
    """
    first, second = two
    first.execute("begin")
    one = leave(0)
    waiting = pool.submit(leave, 1)
    until_it_waits(first, second.info.backend_pid)
    first.execute(end)
    return one, waiting.result(timeout=60)


def until_it_waits(connection: Connection, pid: int) -> None:
    """Return once another connection waits for this one; fails after half a minute."""
    connection.execute(
        psycopg.sql.SQL(
            """
            do $$
            begin
              for i in 1 .. 15000 loop
                exit when cardinality(pg_blocking_pids({pid})) > 0;
                perform pg_sleep(0.002);
              end loop;
              if cardinality(pg_blocking_pids({pid})) = 0 then
                raise exception 'it does not wait';
              end if;
            end
            $$
            """
        ).format(pid=psycopg.sql.Literal(pid))
    )


@pytest.mark.parametrize("order", [(0, 1), (1, 0)])
@pytest.mark.parametrize("second_way", WAYS)
@pytest.mark.parametrize("first_way", WAYS)
def test_one_of_two_owners_leaving_concurrently_is_refused(
    first_way: str,
    second_way: str,
    order: tuple[int, int],
    two: list[Connection],
    threads: ThreadPoolExecutor,
    database: Database,
) -> None:
    organization_id, *owners = two_owners(database)
    ways = (WAYS[first_way], WAYS[second_way])

    def leave(number: int) -> bool:
        return passed(two[number], ways[number], owners[order[number]])

    assert one_after_the_other(two, threads, leave, "commit") == (True, False)
    left = {user_id for user_id, role in members(database, organization_id).items() if role == "owner"}
    assert left == {owners[order[1]]}


def test_second_owner_may_leave_if_the_first_ones_removal_is_rolled_back(
    two: list[Connection], threads: ThreadPoolExecutor, database: Database
) -> None:
    organization_id, *owners = two_owners(database)
    outcomes = one_after_the_other(two, threads, lambda n: passed(two[n], REMOVE, owners[n]), "rollback")
    assert outcomes == (True, True)
    assert members(database, organization_id) == {owners[0]: "owner"}


def test_one_of_two_owners_removing_each_other_concurrently_remains(
    two: list[Connection], threads: ThreadPoolExecutor, database: Database
) -> None:
    for _ in rounds(30):
        organization_id, second, first = two_owners(database)
        owners = (first, second)
        calls = [partial(passed, connection, REMOVE, owner) for connection, owner in zip(two, owners, strict=True)]
        assert sorted(together(calls, threads)) == [False, True]
        assert list(members(database, organization_id).values()) == ["owner"]


@pytest.fixture
def forgetful(stack: Stack, fresh: Database) -> Iterator[list[Connection]]:
    """Plant a mistake in a separate database: owners are counted without a lock. Undone afterwards."""
    right: LiteralString = fresh.value(
        "select pg_get_functiondef('reprise_private.refuse_to_lose_last_owner'::regproc)"
    )
    assert " for no key update" in right
    fresh.connection.execute(right.replace(" for no key update", ""))
    name = fresh.value("select current_database()")
    with ExitStack() as held:
        yield [held.enter_context(psycopg.connect(stack.database_url, dbname=name, autocommit=True)) for _ in range(2)]
    fresh.connection.execute(right)


@pytest.mark.prove
def test_harness_catches_a_count_without_a_lock(forgetful: list[Connection], fresh: Database) -> None:
    organization_id, *owners = two_owners(fresh)
    first, second = forgetful
    first.execute("begin")
    outcomes: list[Any] = [passed(first, REMOVE, owners[0]), passed(second, REMOVE, owners[1])]
    first.execute("commit")
    assert outcomes == [True, True]
    assert members(fresh, organization_id) == {}
