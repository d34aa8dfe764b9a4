"""A database that only the migrations have touched, in which tests may change rights and policies."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import LiteralString
from uuid import uuid4

import psycopg
from psycopg import sql

from local.settings import ROOT
from tests.support.database import Database

MIGRATIONS = ROOT / "supabase" / "migrations"
API_ROLES = ("anon", "authenticated", "service_role")
# Supabase grants these roles all rights on new objects in public, and a project may everywhere.
GENEROUS = [
    f"alter default privileges grant all on {kind} to {', '.join(API_ROLES)}"
    for kind in ("tables", "sequences", "functions")
]


@contextmanager
def fresh_database(
    database_url: str, extensions: Sequence[LiteralString] = (), *, generous: bool = True
) -> Iterator[Database]:
    """Create a database on the same server: a copy of schema `auth`, then `extensions`, then every migration.

    A `generous` one grants users all rights on every new object, so that a missing revoke shows.
    """
    name = f"fresh_{uuid4().hex}"
    with psycopg.connect(database_url, autocommit=True) as server:
        platform = [*_platform(server), *(GENEROUS if generous else ())]
        server.execute(sql.SQL("create database {}").format(sql.Identifier(name)))
        try:
            with psycopg.connect(database_url, dbname=name, autocommit=True) as connection:
                for statement in (*platform, *extensions):
                    connection.execute(statement.encode())
                for file in sorted(MIGRATIONS.glob("[0-9]*.sql")):
                    connection.execute(file.read_bytes())
                _keep_autovacuum_away(connection)
                yield Database(connection)
        finally:
            drop = sql.SQL("drop database {} with (force)").format(sql.Identifier(name))
            server.execute(drop)


def _keep_autovacuum_away(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    """Disable autovacuum: it can deadlock with a test that truncates many tables in one transaction."""
    tables = connection.execute(
        "select format('alter table %I.%I set (autovacuum_enabled = off)', schemaname, tablename)"
        " from pg_tables where schemaname in ('reprise', 'reprise_private', 'auth')"
    ).fetchall()
    for (statement,) in tables:
        connection.execute(str(statement).encode())


def grant_all(database: Database) -> None:
    """Grant everything, as old Supabase projects do at every migration."""
    for role in API_ROLES:
        grantee = sql.Identifier(role)
        for objects in ("tables", "sequences"):
            grant = sql.SQL("grant all on all {} in schema reprise to {}")
            database.connection.execute(grant.format(sql.SQL(objects), grantee))


def _platform(server: psycopg.Connection[tuple[object, ...]]) -> list[str]:
    """What migrations expect on Supabase: users, the `auth` functions about the caller, the migration list."""
    columns = server.execute(
        "select string_agg(format('%I %s%s', attname, format_type(atttypid, atttypmod),"
        " case when attname = 'id' then ' primary key' else '' end), ', ' order by attnum)"
        " from pg_attribute where attrelid = 'auth.users'::regclass and attnum > 0"
        " and not attisdropped and attgenerated = ''"
    ).fetchone()
    functions = server.execute(
        "select pg_get_functiondef(oid) from pg_proc where pronamespace = 'auth'::regnamespace"
        " and proname in ('jwt', 'uid', 'role', 'email')"
    ).fetchall()
    assert columns is not None
    return [
        "create schema supabase_migrations",
        "create table supabase_migrations.schema_migrations (version text primary key)",
        "create schema auth",
        f"grant usage on schema auth to {', '.join(API_ROLES)}",
        f"create table auth.users ({columns[0]})",
        *(str(definition) for (definition,) in functions),
        f"grant usage on schema public to {', '.join(API_ROLES)}",
    ]
