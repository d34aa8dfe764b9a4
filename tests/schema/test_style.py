"""SQL and configuration keep to a line length that fits a review; migrations begin and end alike."""

import psycopg

from local.migration import LOCK_TIMEOUT
from local.projects import SUPABASE, ProjectServer

LONGEST_LINE = 160


def test_no_line_of_sql_or_configuration_is_longer_than_160_characters() -> None:
    files = [*SUPABASE.rglob("*.sql"), SUPABASE / "config.toml"]
    too_long = [
        f"{path.relative_to(SUPABASE)}:{number}"
        for path in files
        for number, line in enumerate(path.read_text().splitlines(), start=1)
        if len(line) > LONGEST_LINE
    ]
    assert len(files) > 1
    assert too_long == []


def test_every_migration_gives_up_on_a_lock_that_a_live_project_holds() -> None:
    """test_migration.py shows the same for those that `make migration` writes."""
    migrations = sorted((SUPABASE / "migrations").glob("*.sql"))
    assert migrations
    for path in migrations:
        statements = [line for line in path.read_text().splitlines() if line and not line.startswith("--")]
        assert statements[0] == f"set lock_timeout = '{LOCK_TIMEOUT}';", path.name
        assert statements[-1] == "reset lock_timeout;", path.name


def test_migrations_leave_the_settings_of_their_connection_as_they_were(projects: ProjectServer) -> None:
    """A project's own migrations may follow on the same connection."""
    with projects.empty_database() as url, psycopg.connect(url, autocommit=True) as connection:
        for path in sorted((SUPABASE / "migrations").glob("*.sql")):
            connection.execute(path.read_text().encode())
            changed = connection.execute("select name from pg_settings where source = 'session'").fetchall()
            assert changed == [], path.name
