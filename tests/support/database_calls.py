"""Call RPCs as a candidate on the test's own connection, in transactions that the test begins and ends.

The test therefore knows `now()`, can hold a call open before its commit, and can make two calls overlap.
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any
from uuid import UUID

import psycopg
from psycopg import sql

from tests.support.people import Person

Connection = psycopg.Connection[Any]


def become(connection: Connection, person: Person) -> None:
    """Set the role and claims of this person, as the gateway would, until the transaction ends."""
    claims = {"sub": str(person.user_id), "role": "authenticated", "aud": "authenticated"}
    connection.execute(
        "select set_config('role', 'authenticated', true),"
        " set_config('request.jwt.claims', %s, true),"
        " set_config('request.jwt.claim.sub', %s, true)",
        (json.dumps(claims), str(person.user_id)),
    )


def call(connection: Connection, function: str, **arguments: object) -> dict[str, Any]:
    """Call an RPC by name with named arguments; returns its result."""
    statement = sql.SQL("select reprise.{}({})").format(
        sql.Identifier(function),
        sql.SQL(", ").join(
            sql.SQL("{} => {}").format(sql.Identifier(name), sql.Placeholder(name)) for name in arguments
        ),
    )
    row = connection.execute(statement, arguments).fetchone()
    assert row is not None
    result: dict[str, Any] = row[0]
    return result


def call_as(connection: Connection, person: Person, function: str, **arguments: object) -> dict[str, Any]:
    """Call an RPC as a person, in a transaction of its own."""
    with connection.transaction():
        become(connection, person)
        return call(connection, function, **arguments)


@contextmanager
def candidate_locked(connection: Connection, user_id: UUID) -> Iterator[None]:
    """Hold a candidate's lock, so that all their transitions wait."""
    key = "reprise_private.candidate_lock_key(%s)"
    connection.execute(f"select pg_advisory_lock({key})", (user_id,))
    try:
        yield
    finally:
        connection.execute(f"select pg_advisory_unlock({key})", (user_id,))


def wait_for_lock(connection: Connection, waiting: int = 1) -> None:
    """Return once this many calls wait for an advisory lock; fails after a minute."""
    connection.execute(
        sql.SQL(
            """
            do $$
            declare
              v_give_up_at timestamptz := clock_timestamp() + interval '1 minute';
            begin
              while (
                select count(*) from pg_locks where locktype = 'advisory' and not granted
              ) < {} loop
                if clock_timestamp() > v_give_up_at then
                  raise exception 'nobody waits for the lock';
                end if;
                perform pg_sleep(0.002);
              end loop;
            end
            $$
            """
        ).format(sql.Literal(waiting))
    )
