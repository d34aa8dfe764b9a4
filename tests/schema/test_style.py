"""SQL and configuration keep to a line length that fits a review."""

import psycopg

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


def test_migrations_leave_the_settings_of_their_connection_as_they_were(projects: ProjectServer) -> None:
    """A project's own migrations may follow on the same connection."""
    with projects.empty_database() as url, psycopg.connect(url, autocommit=True) as connection:
        for path in sorted((SUPABASE / "migrations").glob("*.sql")):
            connection.execute(path.read_text().encode())
            changed = connection.execute("select name from pg_settings where source = 'session'").fetchall()
            assert changed == [], path.name
