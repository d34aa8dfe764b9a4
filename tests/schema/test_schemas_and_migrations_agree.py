"""supabase/schemas and supabase/migrations create the same database, object by object."""

from collections.abc import Iterator
from typing import Any, LiteralString

import psycopg
import pytest

from tests.schema.catalog import Snapshot, differences, snapshot
from tests.schema.databases import (
    SUPABASE,
    ProjectServer,
    apply_migrations,
    apply_schemas,
    schema_files,
)

# One change of every kind, and the name under which the comparison must report it.
CHANGES: dict[LiteralString, str] = {
    "create table public.spare (id integer)": "relation public.spare",
    "alter table public.answers add spare text": "column public.answers.spare",
    "alter table public.questions alter min_seconds set default 1": ("column public.questions.min_seconds"),
    "alter table public.interviews alter grace_seconds type bigint": ("column public.interviews.grace_seconds"),
    "alter table public.interview_sessions alter title drop not null": ("column public.interview_sessions.title"),
    "alter table public.answers drop constraint answers_not_early": ("constraint public.answers.answers_not_early"),
    "drop index public.questions_pick_idx": "index public.questions_pick_idx",
    'alter policy "members read their organization" on public.organizations using (true)': (
        "policy public.organizations.members read their organization"
    ),
    'alter policy "members read their organization" on public.organizations to public': (
        "policy public.organizations.members read their organization"
    ),
    "alter table public.answers disable row level security": "relation public.answers",
    "alter function private.caller_id() volatile": "function private.caller_id()",
    "create or replace function private.sha256_hex(p_text text) returns text language sql immutable"
    " set search_path = '' as 'select p_text'": "function private.sha256_hex(text)",
    "grant execute on function private.caller_id() to anon": "function private.caller_id()",
    "grant update on public.answers to authenticated": "relation public.answers",
    "grant update (title) on public.interview_sessions to authenticated": ("column public.interview_sessions.title"),
    "grant usage on schema ops to authenticated": "schema ops",
    "comment on table public.answers is 'something else'": "relation public.answers",
    "alter table public.answers disable trigger answers_write_once": ("trigger public.answers.answers_write_once"),
    "alter view ops.live_sessions reset (security_invoker)": "relation ops.live_sessions",
    "update private.settings set draft_seconds = 6": "setting draft_seconds",
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


def test_schema_files_and_migrations_make_the_same_database(
    projects: ProjectServer, migrated_snapshot: Snapshot
) -> None:
    with projects.empty_database() as url:
        apply_schemas(url)
        with psycopg.connect(url) as connection:
            assert differences(snapshot(connection), migrated_snapshot) == {}
    kinds = {name.split(" ", 1)[0] for name in migrated_snapshot}
    assert kinds >= {"relation", "column", "constraint", "index", "policy", "function", "trigger"}


def test_every_schema_file_is_named_by_the_configuration() -> None:
    assert sorted(schema_files()) == sorted((SUPABASE / "schemas").rglob("*.sql"))


@pytest.mark.parametrize("change", CHANGES)
def test_one_change_of_any_kind_is_seen_as_a_difference(
    change: LiteralString, migrated: psycopg.Connection[Any], migrated_snapshot: Snapshot
) -> None:
    migrated.execute(change)
    changed = snapshot(migrated)
    migrated.rollback()
    assert CHANGES[change] in differences(changed, migrated_snapshot)
