"""``make migration NAME=… [WHY=…]``: write the migration that brings the migrations to ``supabase/schemas``.

An embedded PostgreSQL gets one database from each, and pgdelta, the engine of ``lite db diff``, compares the two.
(``lite db diff`` itself reads the schemas through a parser that drops the comments inside functions.)
"""

import json
import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg

from local.catalog import differences, snapshot
from local.errors import StackError
from local.processes import inherited_environ
from local.projects import ProjectServer, apply_migrations, apply_schemas, project_server
from local.settings import ROOT

_NAME = re.compile(r"[a-z][a-z0-9]*(_[a-z0-9]+)+")
_LINE = 160
LOCK_TIMEOUT = "3s"
# Objects belong to the role that applies the migration; its name differs between projects.
_OWNER = re.compile(r'^ALTER .* OWNER TO "postgres"$', re.DOTALL)


class MigrationError(Exception):
    """No migration was written; the message is one sentence that says why."""


def main(arguments: Sequence[str]) -> int:
    """Write the migration named by the first argument for the reason in the second; returns the exit code."""
    try:
        name, why = check_arguments(arguments)
        with tempfile.TemporaryDirectory(prefix="reprise-migration-") as folder:
            # PostgreSQL runs as another user if this runs as root.
            Path(folder).chmod(0o755)
            with project_server(Path(folder)) as projects:
                written = write_migration(projects, name, why)
                left = disagreements(projects) if written else []
    except (MigrationError, StackError) as error:
        print(f"reprise: {error}", file=sys.stderr)
        return 1
    if written is None:
        print("supabase/schemas and supabase/migrations agree already; nothing was written.")
        return 0
    print(f"Wrote {os.path.relpath(written)}; read it before you commit it.")
    if left:
        print(f"Add by hand what it does not contain, until {agreement_test()} passes: {', '.join(left)}")
        return 1
    return 0


def check_arguments(arguments: Sequence[str]) -> tuple[str, str]:
    """The migration's name and reason (default: the name as a sentence). Raises MigrationError without a name."""
    name, why = (" ".join(argument.split()) for argument in (*arguments, "", "")[:2])
    if not _NAME.fullmatch(name):
        raise MigrationError(
            'name the migration, verb first: make migration NAME=add_index_of_answers WHY="Reviews read by day."'
        )
    return name, why or f"{name.replace('_', ' ').capitalize()}."


def write_migration(projects: ProjectServer, name: str, why: str, supabase: Path = ROOT / "supabase") -> Path | None:
    """Write the migration that brings the migrations to the schemas; ``None`` if they agree already.

    Raises MigrationError if the difference deletes data, or cannot be expressed: such a migration is written by hand.
    """
    with projects.empty_database() as migrated, projects.empty_database() as declared:
        try:
            apply_migrations(migrated, supabase)
            apply_schemas(declared, supabase)
        except psycopg.Error as error:
            raise MigrationError(f"the SQL does not run: {str(error).splitlines()[0]}") from error
        actions = _plan(migrated, declared)
        left = _differences(migrated, declared)
    destructive = [action["sql"] for action in actions if action["dataLoss"] != "none"]
    if destructive:
        raise MigrationError(f"this deletes data, so write the migration by hand: {'; '.join(destructive)}")
    statements = [action["sql"].strip() for action in actions if not _OWNER.match(action["sql"])]
    if not statements:
        if left:
            raise MigrationError(f"no statement can be derived, so write the migration by hand: {', '.join(left)}")
        return None
    path = supabase / "migrations" / f"{_next_version(supabase / 'migrations')}_{name}.sql"
    path.write_text(
        _header(why)
        # A migration that waits for a lock on a live table makes everybody else wait behind it.
        + f"\nset lock_timeout = '{LOCK_TIMEOUT}';\nset check_function_bodies = off;\n\n"
        + "\n\n".join(f"{s};" for s in statements)
        + "\n\nreset check_function_bodies;\nreset lock_timeout;\n"
    )
    return path


def disagreements(projects: ProjectServer, supabase: Path = ROOT / "supabase") -> list[str]:
    """The objects that the schemas and the migrations define differently, as the test compares them."""
    with projects.empty_database() as migrated, projects.empty_database() as declared:
        apply_migrations(migrated, supabase)
        apply_schemas(declared, supabase)
        return _differences(migrated, declared)


def agreement_test() -> str:
    """The test that compares schemas and migrations."""
    return 'make test ARGS="-k test_schema_files_and_migrations_create_the_same_database"'


def _differences(left: str, right: str) -> list[str]:
    with psycopg.connect(left) as one, psycopg.connect(right) as other:
        return list(differences(snapshot(one), snapshot(other)))


def _plan(source: str, desired: str) -> list[dict[str, Any]]:
    """The statements from one database to the other, each with ``sql`` and ``dataLoss``."""
    with tempfile.TemporaryDirectory() as folder:
        plan = Path(folder) / "plan.json"
        result = subprocess.run(
            [
                str(ROOT / "node_modules" / ".bin" / "pgdelta"),
                "plan",
                *("--source", source),
                *("--desired", desired),
                *("--renames", "off"),
                *("--out", str(plan)),
            ],
            env=inherited_environ(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
        if result.returncode or not plan.exists():
            lines = [line for line in (result.stdout + result.stderr).splitlines() if line.strip()]
            raise MigrationError(f"pgdelta failed: {(lines or ['no reason given'])[-1]}")
        actions: list[dict[str, Any]] = json.loads(plan.read_text())["actions"]
    return actions


def _header(why: str) -> str:
    lines, line = [], "--"
    for word in f"Why: {why}".split(" "):
        if len(line) + 1 + len(word) > _LINE:
            lines.append(line)
            line = "--"
        line += f" {word}"
    return "\n".join([*lines, line]) + "\n"


def _next_version(migrations: Path) -> str:
    """The current time, or one second after the newest migration if that is later, so that it is applied last."""
    newest = max(path.name.split("_", 1)[0] for path in migrations.glob("[0-9]*.sql"))
    after = datetime.strptime(newest, "%Y%m%d%H%M%S").replace(tzinfo=UTC) + timedelta(seconds=1)
    return f"{max(datetime.now(UTC), after):%Y%m%d%H%M%S}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
