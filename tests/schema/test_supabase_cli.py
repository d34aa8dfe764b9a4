"""The real Supabase CLI turns an empty project into ours, and its advisors report no warnings."""

import json
from collections.abc import Callable, Iterator
from typing import Any

import psycopg
import pytest

from local.catalog import differences, snapshot
from local.projects import SUPABASE, ProjectServer, apply_migrations
from tests.schema.supabase_cli import Completed, run_cli

VERSIONS = sorted(path.name.split("_", 1)[0] for path in (SUPABASE / "migrations").glob("*.sql"))

Cli = Callable[..., Completed]


@pytest.fixture(scope="module")
def cli(tmp_path_factory: pytest.TempPathFactory) -> Cli:
    """Runs `supabase …` against a database, with a home directory of its own."""
    home = tmp_path_factory.mktemp("home")

    def run(url: str, *arguments: str) -> Completed:
        return run_cli(home, url, *arguments)

    return run


@pytest.fixture(scope="module")
def pushed(projects: ProjectServer, cli: Cli) -> Iterator[str]:
    """A formerly empty project, after `supabase db push` with the seed."""
    with projects.empty_database() as url:
        push = cli(url, "db", "push", "--yes", "--include-seed")
        assert push.returncode == 0, push.stdout + push.stderr
        assert "deprecated" not in push.stderr
        yield url


def test_db_push_brings_an_empty_project_to_the_schema_of_the_migrations(projects: ProjectServer, pushed: str) -> None:
    with projects.empty_database() as url:
        apply_migrations(url)
        with psycopg.connect(pushed) as ours, psycopg.connect(url) as expected:
            assert differences(snapshot(ours), snapshot(expected)) == {}
    with psycopg.connect(pushed) as connection:
        applied = connection.execute("select version from supabase_migrations.schema_migrations")
        assert sorted(version for (version,) in applied) == VERSIONS
        seeded = connection.execute("select count(*) from reprise.interview_questions").fetchone()
        assert seeded is not None
        assert seeded[0] >= 6


def test_second_db_push_reports_up_to_date(pushed: str, cli: Cli) -> None:
    again = cli(pushed, "db", "push", "--yes", "--include-seed")
    assert again.returncode == 0, again.stderr
    assert "up to date" in again.stdout


def test_advisors_warn_of_nothing(pushed: str, cli: Cli) -> None:
    result, findings = advise(pushed, cli)
    assert result.returncode == 0, result.stdout
    assert [finding for finding in findings if finding["level"] != "INFO"] == []


@pytest.mark.prove
def test_control_advisors_warn_of_a_table_without_row_level_security(projects: ProjectServer, cli: Cli) -> None:
    with projects.empty_database() as url:
        apply_migrations(url)
        with psycopg.connect(url) as connection:
            connection.execute("alter table reprise.answers disable row level security")
        result, findings = advise(url, cli)
    assert result.returncode != 0
    errors = {finding["name"] for finding in findings if finding["level"] == "ERROR"}
    assert "rls_disabled_in_public" in errors


def advise(url: str, cli: Cli) -> tuple[Completed, list[dict[str, Any]]]:
    """The findings of the security and performance advisors, and their exit code."""
    arguments = ("--level=info", "--fail-on=warn", "--output-format=json")
    result = cli(url, "db", "advisors", *arguments)
    assert result.stdout, result.stderr
    return result, advice_in(json.loads(result.stdout))


def advice_in(document: dict[str, Any]) -> list[dict[str, Any]]:
    """The findings in the advisors' JSON."""
    (findings,) = (value for value in document.values() if isinstance(value, list))
    return findings
