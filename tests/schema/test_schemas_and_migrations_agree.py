"""supabase/schemas and supabase/migrations create the same database, object by object."""

from collections.abc import Iterator
from typing import Any, LiteralString

import psycopg
import pytest

from local.catalog import Snapshot, differences, snapshot
from local.projects import (
    SUPABASE,
    ProjectServer,
    apply_migrations,
    apply_schemas,
    schema_files,
)

# One change of every kind, and the name under which the comparison must report it.
CHANGES: dict[LiteralString, str] = {
    "create table reprise.spare (id integer)": "relation reprise.spare",
    "alter table reprise.answers add spare text": "column reprise.answers.spare",
    "alter table reprise.questions alter min_seconds set default 1": ("column reprise.questions.min_seconds"),
    "alter table reprise.interviews alter grace_seconds type bigint": ("column reprise.interviews.grace_seconds"),
    "alter table reprise.interview_sessions alter title drop not null": ("column reprise.interview_sessions.title"),
    "alter table reprise.answers drop constraint answers_not_early": ("constraint reprise.answers.answers_not_early"),
    "drop index reprise.questions_pick_idx": "index reprise.questions_pick_idx",
    'alter policy "members read their organization" on reprise.organizations using (true)': (
        "policy reprise.organizations.members read their organization"
    ),
    'alter policy "members read their organization" on reprise.organizations to public': (
        "policy reprise.organizations.members read their organization"
    ),
    "alter table reprise.answers disable row level security": "relation reprise.answers",
    "alter function reprise_private.caller_id() volatile": "function reprise_private.caller_id()",
    "create or replace function reprise_private.sha256_hex(p_text text) returns text language sql immutable"
    " set search_path = '' as 'select p_text'": "function reprise_private.sha256_hex(text)",
    "grant execute on function reprise_private.caller_id() to anon": "function reprise_private.caller_id()",
    "grant update on reprise.answers to authenticated": "relation reprise.answers",
    "grant update (title) on reprise.interview_sessions to authenticated": ("column reprise.interview_sessions.title"),
    "grant usage on schema reprise_ops to authenticated": "schema reprise_ops",
    "comment on table reprise.answers is 'something else'": "relation reprise.answers",
    "alter table reprise.answers disable trigger answers_write_once": ("trigger reprise.answers.answers_write_once"),
    "alter view reprise_ops.live_sessions reset (security_invoker)": "relation reprise_ops.live_sessions",
    "update reprise_private.settings set draft_seconds = 6": "setting draft_seconds",
}


@pytest.fixture(scope="module")
def migrated(projects: ProjectServer) -> Iterator[psycopg.Connection[Any]]:
    """A connection to a database created by the migrations."""
    with projects.empty_database() as url:
        apply_migrations(url)
        with psycopg.connect(url) as connection:
            yield connection


@pytest.fixture(scope="module")
def migrated_snapshot(migrated: psycopg.Connection[Any]) -> Snapshot:
    found = snapshot(migrated)
    migrated.rollback()
    return found


def test_schema_files_and_migrations_create_the_same_database(
    projects: ProjectServer, migrated_snapshot: Snapshot
) -> None:
    with projects.empty_database() as url:
        apply_schemas(url)
        with psycopg.connect(url) as connection:
            assert differences(snapshot(connection), migrated_snapshot) == {}
    kinds = {name.split(" ", 1)[0] for name in migrated_snapshot}
    assert kinds >= {"relation", "column", "constraint", "index", "policy", "function", "trigger"}


def test_every_schema_file_is_listed_in_the_configuration() -> None:
    assert sorted(schema_files()) == sorted((SUPABASE / "schemas").rglob("*.sql"))


@pytest.mark.parametrize("change", CHANGES)
def test_one_change_of_any_kind_is_found_as_a_difference(
    change: LiteralString, migrated: psycopg.Connection[Any], migrated_snapshot: Snapshot
) -> None:
    migrated.execute(change)
    changed = snapshot(migrated)
    migrated.rollback()
    assert CHANGES[change] in differences(changed, migrated_snapshot)
