"""What the SQL samples of the bank must do, by the name of the question. Each runs in a schema of its own."""

from collections.abc import Callable
from typing import Any, LiteralString
from uuid import uuid4

import psycopg
import pytest

Connection = psycopg.Connection[Any]


def rows(connection: Connection, statement: str, *values: object) -> list[tuple[Any, ...]]:
    return connection.execute(statement.encode(), values).fetchall()


def refused(connection: Connection, statement: LiteralString, *values: object) -> None:
    """Assert that a statement fails, and go on as before it."""
    with pytest.raises(psycopg.Error), connection.transaction():
        connection.execute(statement, values)


def create_order(connection: Connection, sample: str) -> None:
    connection.execute(
        "create table orders (id bigint generated always as identity, customer_id bigint, idempotency_key text,"
        " payload_hash text, payload jsonb, unique (customer_id, idempotency_key))"
    )
    names: dict[str, Any] = {}
    exec(sample, names)
    order = names["create_order"]
    first = order(connection, 1, "k", {"a": 1, "b": 2})
    assert (first[0], order(connection, 1, "k", {"b": 2, "a": 1})) == (201, (200, first[1]))
    assert order(connection, 1, "k", {"a": 2})[0] == 422
    assert order(connection, 2, "k", {"a": 2})[0] == 201
    assert rows(connection, "select count(*) from orders") == [(2,)]


def claim_job(connection: Connection, sample: str) -> None:
    connection.execute(
        "create table jobs (id bigint, status text, run_at timestamptz, claimed_by text, claimed_at timestamptz);"
        " insert into jobs values (1, 'queued', now() - interval '1 h'), (2, 'queued', now() - interval '2 h'),"
        " (3, 'queued', now() + interval '1 h'), (4, 'running', now() - interval '3 h')"
    )
    statement = sample.replace("$1", "%s")
    claimed = [rows(connection, statement, "w") for _ in range(3)]
    assert [[(row[0], row[1], row[3]) for row in found] for found in claimed] == [
        [(2, "running", "w")],
        [(1, "running", "w")],
        [],
    ]
    assert "skip locked" in sample


def bookings(connection: Connection, sample: str) -> None:
    connection.execute("create table rooms (id bigint primary key); insert into rooms values (1), (2)")
    connection.execute(sample.encode())
    book: LiteralString = (
        "insert into bookings (room_id, starts_at, ends_at, cancelled_at)"
        " values (%s, %s::timestamptz, %s::timestamptz, %s::timestamptz)"
    )
    connection.execute(book, [1, "2026-01-15 10:00Z", "2026-01-15 11:00Z", None])
    connection.execute(book, [1, "2026-01-15 11:00Z", "2026-01-15 12:00Z", None])
    connection.execute(book, [2, "2026-01-15 10:30Z", "2026-01-15 11:30Z", None])
    connection.execute(book, [1, "2026-01-15 10:30Z", "2026-01-15 11:30Z", "2026-01-14 00:00Z"])
    refused(connection, book, 1, "2026-01-15 10:59Z", "2026-01-15 11:01Z", None)
    refused(connection, book, 1, "2026-01-16 10:00Z", "2026-01-16 10:00Z", None)
    refused(connection, book, 3, "2026-01-16 10:00Z", "2026-01-16 11:00Z", None)


def totals(connection: Connection, sample: str) -> None:
    connection.execute(
        "create table customers (id bigint, name text);"
        " create table orders (id bigint, customer_id bigint, total numeric);"
        " insert into customers values (1, 'Ana'), (2, 'Ana'), (3, 'Bo');"
        " insert into orders values (1, 1, 5), (2, 1, 7), (3, 3, 20)"
    )
    assert rows(connection, sample) == [(3, "Bo", 1, 20), (1, "Ana", 2, 12), (2, "Ana", 0, 0)]


def latest(connection: Connection, sample: str) -> None:
    connection.execute(
        "create table orders (id bigint, customer_id bigint, placed_at timestamptz, total numeric);"
        " insert into orders values (1, 1, now(), 1), (2, 1, now(), 2), (3, 1, now() - interval '1 h', 3),"
        " (4, 2, now(), 4)"
    )
    query, _, index = sample.partition(";")
    assert sorted(row[0] for row in rows(connection, query)) == [2, 4]
    connection.execute(index.encode())


def streaks(connection: Connection, sample: str) -> None:
    connection.execute(
        "create table logins (user_id bigint, logged_in_at timestamptz);"
        " insert into logins values (1, '2026-01-01 23:00Z'), (1, '2026-01-02 01:00Z'), (1, '2026-01-02 02:00Z'),"
        " (1, '2026-01-03 12:00Z'), (1, '2026-01-05 12:00Z'), (2, '2026-01-01 00:30+02'), (2, '2026-01-02 12:00Z')"
    )
    connection.execute("set local timezone to 'Pacific/Auckland'")
    assert sorted(rows(connection, sample)) == [(1, 3), (2, 1)]


def upsert(connection: Connection, sample: str) -> None:
    columns = "(id bigint {}, email text, updated_at timestamptz)"
    connection.execute(f"create table staging {columns.format('')}".encode())
    connection.execute(f"create table customers {columns.format('primary key')}".encode())
    connection.execute(
        "insert into customers values (1, 'old', '2026-01-02'), (2, 'newer', '2026-01-09');"
        " insert into staging values (1, 'a', '2026-01-03'), (1, 'b', '2026-01-04'), (2, 'x', '2026-01-05'),"
        " (3, 'c', '2026-01-01')"
    )
    for _ in range(2):
        connection.execute(sample.encode())
        assert rows(connection, "select id, email from customers order by id") == [(1, "b"), (2, "newer"), (3, "c")]


def transfer(connection: Connection, sample: str) -> None:
    connection.execute(
        "create table accounts (id bigint primary key, balance numeric not null);"
        " create table entries (transfer_id uuid, account_id bigint references accounts, amount numeric not null,"
        " primary key (transfer_id, account_id)); insert into accounts values (1, 100), (2, 0)"
    )
    connection.execute(sample.encode())
    call: LiteralString = "select transfer(%s, %s, %s, %s)"
    first = uuid4()
    assert [rows(connection, call, first, 1, 2, 30) for _ in range(2)] == [[(True,)], [(False,)]]
    for source, target, amount in ((1, 2, 71), (1, 2, 0), (1, 1, 5), (1, 9, 5), (9, 1, 5), (1, 2, -5)):
        refused(connection, call, uuid4(), source, target, amount)
    assert rows(connection, "select balance from accounts order by id") == [(70,), (30,)]
    assert rows(connection, "select sum(amount), count(*) from entries") == [(0, 2)]


CHECKS: dict[str, Callable[[Connection, str], None]] = {
    "b2-21": create_order,
    "b2-23": claim_job,
    "b2-24": bookings,
    "b3-20": totals,
    "b3-21": latest,
    "b3-22": streaks,
    "b3-23": upsert,
    "b7-19": transfer,
}
