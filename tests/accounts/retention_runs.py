"""Runs of the retention, directly in the database."""

from typing import Any

from tests.support.database import Database


def run_retention(database: Database) -> dict[str, Any]:
    """One run, after a batch of cleanup, as the scheduler does it."""
    database.value("select reprise_private.run_cleanup(1)")
    run: dict[str, Any] = database.value("select reprise_private.run_retention()")
    return run


def run_to_the_end(database: Database) -> dict[str, int]:
    """Runs until one has reached the end; their total counts."""
    total = dict.fromkeys(("deleted_by_retention", "deleted_accounts", "errors"), 0)
    while True:
        run = run_retention(database)
        total = {name: total[name] + run[name] for name in total}
        if database.value("select retention_cursor from reprise.cleanup_runs order by id desc limit 1") is None:
            return total
