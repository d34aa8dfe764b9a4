"""What a functions process reports about an outage, and what the database stores of it."""

from typing import Any
from uuid import UUID

from tests.support.database import Database, Row
from tests.support.database_calls import call


def report(database: Database, seconds: float, ended_ago: float = 0) -> dict[str, Any]:
    """Report an outage as the service; returns the result."""
    with database.connection.transaction():
        database.connection.execute("select set_config('role', 'service_role', true)")
        return call(database.connection, "record_outage", seconds=seconds, ended_ago=ended_ago)


def credit(database: Database) -> dict[str, Any]:
    """Give the next questions their time back, as the service."""
    with database.connection.transaction():
        database.connection.execute("select set_config('role', 'service_role', true)")
        return call(database.connection, "credit_outages")


def ledger(database: Database, session_id: UUID | str) -> list[Row]:
    """A session's rows in the time ledger, oldest first."""
    return database.rows("select * from reprise.time_credits where session_id = %s order by created_at, id", session_id)


def outages(database: Database) -> list[float]:
    """The lengths in seconds of the stored outages, in order."""
    found = database.rows(
        "select extract(epoch from ended_at - began_at)::float as seconds from reprise.outages order by began_at"
    )
    return [row["seconds"] for row in found]


def forget_outages(database: Database) -> None:
    """Delete outages and runs of cleanup of earlier tests, and let the last write of every candidate be long ago."""
    database.execute("truncate reprise.time_credits, reprise.outages, reprise.cleanup_runs")
    database.execute(
        "update reprise.active_interview_sessions set updated_at = updated_at - interval '1 day',"
        " recent_writes = array[updated_at - interval '1 day']"
    )
