"""GET /health returns 200 exactly while an answer could be stored, and otherwise says why not."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg
import pytest

from local.processes import wait_until
from local.stack import Stack
from tests.support.apis import Api
from tests.support.database import Database
from tests.support.interviews import make_interview, start
from tests.support.people import People
from tests.support.plain_http import http
from tests.support.stored_answers import owner

# Until every backend has read a changed setting and an earlier response has expired.
SETTLE_SECONDS = 60.0


def health(stack: Stack) -> tuple[int, str, str]:
    """The status, and the reported states of the service and the database."""
    scheduler = {"authorization": f"Bearer {stack.scheduler_secret}"}
    response = http.get(f"{stack.functions_url}/health", headers=scheduler, timeout=60)
    body = response.json()
    return response.status_code, body["status"], body["database"]


def says(stack: Stack, expected: tuple[int, str, str]) -> bool:
    """Whether this is reported within the settling time."""
    return wait_until(lambda: health(stack) == expected, SETTLE_SECONDS, every=0.2)


@contextmanager
def read_only(stack: Stack) -> Iterator[None]:
    """Make the database read-only, as Supabase does when the disk is full; always undone at the end."""
    with owner(stack) as admin:
        admin.execute("set default_transaction_read_only = off")
        admin.execute("alter system set default_transaction_read_only = on")
        try:
            admin.execute("select pg_reload_conf()")
            yield
        finally:
            admin.execute("alter system reset default_transaction_read_only")
            admin.execute("select pg_reload_conf()")


OK = (200, "ok", "ok")


def test_health_is_503_while_the_database_is_read_only_and_200_again_afterwards(
    stack: Stack, api: Api, database: Database, people: People
) -> None:
    run = start(api, people.candidate(), make_interview(database).interview_id)
    assert says(stack, OK)
    with read_only(stack):
        assert says(stack, (503, "unavailable", "read_only")), health(stack)
        reply = run.submit()
        assert (reply.status, reply.code) == (503, "database_unavailable"), reply.text
    assert says(stack, OK), health(stack)
    assert run.submit().ok()["accepted"]


# Every table written when an answer or a late text is stored. `create index` takes this lock.
TABLES = [
    *("reprise.answers", "reprise.session_questions", "reprise.interview_sessions", "reprise.session_events"),
    *("reprise.evaluations", "reprise.late_answers", "reprise.session_results", "reprise.active_interview_sessions"),
    "reprise_private.receipts",
]


@pytest.mark.everyday(4)
@pytest.mark.parametrize("table", TABLES)
def test_health_is_503_while_a_table_of_an_answer_is_locked(
    stack: Stack, api: Api, database: Database, people: People, table: str
) -> None:
    run = start(api, people.candidate(), make_interview(database).interview_id)
    assert says(stack, OK)
    with psycopg.connect(stack.database_url) as holder:
        holder.execute(f"lock table {table} in share mode".encode())
        assert says(stack, (503, "unavailable", "unreachable")), health(stack)
    assert says(stack, OK), health(stack)
    assert run.submit().ok()["accepted"]


@pytest.mark.everyday(3)
@pytest.mark.parametrize("sqlstate", ["53100", "58030", "53200"], ids=["disk full", "input/output error", "no memory"])
def test_health_is_503_while_the_disk_is_full(stack: Stack, database: Database, sqlstate: str) -> None:
    assert says(stack, OK)
    with database.connection.transaction():
        database.connection.execute(
            "create function reprise_private.no_room() returns trigger language plpgsql as"
            f" $$ begin raise sqlstate '{sqlstate}'; end $$".encode()
        )
        database.execute(
            "create trigger no_room before insert on reprise_private.health_probes execute function"
            " reprise_private.no_room()"
        )
    try:
        assert says(stack, (503, "unavailable", "read_only")), health(stack)
    finally:
        database.execute("drop function reprise_private.no_room() cascade")
    assert says(stack, OK), health(stack)


def test_health_check_leaves_no_row_and_reads_no_backlog(stack: Stack, database: Database) -> None:
    for _ in range(20):
        assert health(stack) == OK
    assert database.value("select count(*) from reprise_private.health_probes") == 0


def test_health_check_without_a_write_does_not_grow_the_table(database: Database) -> None:
    size = "select pg_relation_size('reprise_private.health_probes')"
    before = database.value(size)
    assert database.value("select reprise_private.get_health(false) ->> 'database'") == "ok"
    assert database.value(size) == before
    database.value("select reprise_private.get_health(true)")
    assert database.value(size) > before
