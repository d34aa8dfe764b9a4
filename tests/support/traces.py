"""The rows that a session left, with times as seconds from one question's deadline.

Two sessions with the same history leave equal traces, whenever they ran and whatever their ids.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from tests.support.database import Database, Row

Seconds = float | None
CLOCK_EVENTS = ("question_expired", "session_completed", "session_abandoned")


@dataclass(frozen=True)
class Trace:
    """The rows of one session, as comparable tuples."""

    session: tuple[str, int, str | None, Seconds, Seconds]
    """status, position, closed_reason, closed_at, completed_at"""
    answers: list[tuple[int, str, str, Seconds, float]]
    """position, answer, source, received_at, late_by"""
    closed: list[Seconds]
    """closed_at of every question"""
    clock_events: list[tuple[str, bool, int, str, Seconds]]
    """event, whether the clock did it, position, source or reason, closed_at"""
    live: bool
    """whether the user has an active row"""


def trace(database: Database, session_id: UUID, deadline_of: int) -> Trace:
    """Read a session's rows, times relative to the deadline of the question at `deadline_of`."""
    questions = database.questions(session_id)
    deadline: datetime = questions[deadline_of]["deadline_at"]

    def offset(at: datetime | None) -> Seconds:
        return None if at is None else (at - deadline) / timedelta(seconds=1)

    session = database.session(session_id)
    return Trace(
        session=(
            session["status"],
            session["position"],
            session["closed_reason"],
            offset(session["closed_at"]),
            offset(session["completed_at"]),
        ),
        answers=[
            (
                row["position"],
                row["answer"],
                row["source"],
                offset(row["received_at"]),
                row["late_by"].total_seconds(),
            )
            for row in database.answers(session_id)
            if row["position"] >= deadline_of
        ],
        closed=[offset(row["closed_at"]) for row in questions[deadline_of:]],
        clock_events=[
            (
                row["event"],
                row["actor"] is None,
                row["detail"]["position"],
                row["detail"].get("source") or row["detail"].get("reason"),
                offset(datetime.fromisoformat(row["detail"]["closed_at"])),
            )
            for row in events(database, session_id)
            if row["event"] in CLOCK_EVENTS
        ],
        live=database.live_row(session["user_id"]) is not None,
    )


def events(database: Database, session_id: UUID) -> list[Row]:
    """A session's whole audit trail."""
    return database.rows("select * from reprise.session_events where session_id = %s order by id", session_id)
