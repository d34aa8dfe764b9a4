"""`make migration` writes the migration from what changed in supabase/schemas."""

import re
import shutil
from pathlib import Path

import psycopg
import pytest

from local.migration import MigrationError, check_arguments, disagreements, write_migration
from local.projects import SUPABASE, ProjectServer, apply_migrations

WHY = "Recruiters search for organizations by their nickname."


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A copy of the folder supabase."""
    return Path(shutil.copytree(SUPABASE, tmp_path / "supabase"))


def add(tree: Path, name: str, sql: str) -> None:
    with (tree / "schemas" / name).open("a") as file:
        file.write(sql)


def names(tree: Path) -> list[str]:
    return sorted(path.name for path in (tree / "migrations").iterdir())


def test_change_of_the_schemas_becomes_a_migration_after_which_both_agree(projects: ProjectServer, tree: Path) -> None:
    before = names(tree)
    add(tree, "organizations/00_tables.sql", "alter table reprise.organizations add nickname text;\n")
    add(
        tree,
        "organizations/00_tables.sql",
        "comment on column reprise.organizations.nickname is 'What it is called';\n",
    )
    path = tree / "schemas" / "core" / "is_blank.sql"
    path.write_text(path.read_text().replace("as $$\n", "as $$\n  -- A remark inside.\n", 1))
    add(
        tree,
        "organizations/99_privileges.sql",
        "create table reprise.nicknames (id integer primary key);\n"
        "comment on table reprise.nicknames is 'Former nicknames.';\n"
        "alter table reprise.nicknames enable row level security;\n"
        "revoke all on reprise.nicknames from public, anon, authenticated;\n"
        "grant select on reprise.nicknames to authenticated;\n",
    )
    written = write_migration(projects, "add_nickname", WHY, tree)
    assert written is not None
    assert names(tree) == [*before, written.name]
    text = written.read_text()
    assert text.startswith(f"-- Why: {WHY}\n")
    assert "-- A remark inside." in text
    assert "OWNER TO" not in text
    assert disagreements(projects, tree) == []
    assert write_migration(projects, "add_nothing", WHY, tree) is None
    assert names(tree) == [*before, written.name]


@pytest.mark.prove
def test_migration_gives_up_on_a_lock_that_live_sessions_hold(projects: ProjectServer, tree: Path) -> None:
    with projects.empty_database() as database:
        apply_migrations(database, tree)
        add(tree, "organizations/00_tables.sql", "alter table reprise.organizations add nickname text;\n")
        written = write_migration(projects, "add_nickname", WHY, tree)
        assert written is not None
        with psycopg.connect(database) as live, psycopg.connect(database) as push:
            live.execute("lock table reprise.organizations in access share mode")
            with pytest.raises(psycopg.errors.LockNotAvailable):
                push.execute(written.read_bytes())
            live.rollback()
            push.rollback()
            push.execute(written.read_bytes())
            assert push.execute("show lock_timeout").fetchone() == ("0",)


@pytest.mark.prove
def test_schemas_and_migrations_that_agree_make_no_migration(projects: ProjectServer, tree: Path) -> None:
    before = names(tree)
    assert write_migration(projects, "add_nothing", WHY, tree) is None
    assert names(tree) == before


@pytest.mark.prove
def test_change_that_deletes_data_is_left_to_a_person(projects: ProjectServer, tree: Path) -> None:
    before = names(tree)
    add(tree, "operations/99_privileges.sql", "alter table reprise.questions drop column points cascade;\n")
    with pytest.raises(MigrationError, match=r"deletes data.*points"):
        write_migration(projects, "drop_points", WHY, tree)
    assert names(tree) == before


@pytest.mark.prove
def test_change_of_a_stored_setting_is_left_to_a_person(projects: ProjectServer, tree: Path) -> None:
    add(tree, "operations/99_privileges.sql", "update reprise_private.settings set draft_seconds = 6;\n")
    with pytest.raises(MigrationError, match="by hand: setting draft_seconds"):
        write_migration(projects, "raise_draft_seconds", WHY, tree)


@pytest.mark.prove
def test_what_a_migration_does_not_contain_is_named_afterwards(projects: ProjectServer, tree: Path) -> None:
    add(
        tree,
        "operations/99_privileges.sql",
        "alter table reprise.questions add source text; update reprise_private.settings set draft_seconds = 6;\n",
    )
    assert write_migration(projects, "add_source", WHY, tree) is not None
    assert disagreements(projects, tree) == ["setting draft_seconds"]


@pytest.mark.prove
def test_schemas_that_do_not_run_are_named(projects: ProjectServer, tree: Path) -> None:
    add(tree, "operations/99_privileges.sql", "alter table reprise.nowhere add x text;\n")
    with pytest.raises(MigrationError, match=r"does not run: relation .reprise.nowhere. does not exist"):
        write_migration(projects, "add_x", WHY, tree)


@pytest.mark.parametrize("name", ["", "Add_x", "add x", "x", "../add_x", "add_x.sql", "add__x"])
def test_name_that_is_no_verb_and_noun_is_refused(name: str) -> None:
    with pytest.raises(MigrationError, match="NAME="):
        check_arguments([name, WHY])


def test_migration_without_a_reason_says_its_name_as_a_sentence() -> None:
    assert check_arguments(["add_nickname_to_organizations"])[1] == "Add nickname to organizations."
    assert check_arguments(["add_nickname", " Recruiters  search for it. "])[1] == "Recruiters search for it."


def test_every_migration_begins_with_its_reason() -> None:
    for path in (SUPABASE / "migrations").glob("*.sql"):
        first = path.read_text().split("\n", 1)[0]
        assert re.fullmatch(r"-- (Why|Baseline): \S+ \S+.*", first), path.name
