"""The database as its owner sees it. Tests move through time by shifting stored timestamps."""

from collections.abc import Mapping
from typing import Any, LiteralString
from uuid import UUID

import psycopg
from psycopg.rows import dict_row

Row = dict[str, Any]


class Database:
    """Runs SQL and returns rows, bypassing row level security."""

    def __init__(self, connection: psycopg.Connection[Any]) -> None:
        self.connection = connection

    def rows(self, query: LiteralString, *arguments: object) -> list[Row]:
        """All rows of a query."""
        with self.connection.cursor(row_factory=dict_row) as cursor:
            return cursor.execute(query, arguments).fetchall()

    def row(self, query: LiteralString, *arguments: object) -> Row:
        """The only row of a query."""
        (row,) = self.rows(query, *arguments)
        return row

    def value(self, query: LiteralString, *arguments: object) -> Any:
        """The only value of the only row of a query."""
        (value,) = self.row(query, *arguments).values()
        return value

    def execute(self, statement: LiteralString, *arguments: object) -> int:
        """Run a statement; returns the number of rows it affected."""
        return self.connection.execute(statement, arguments).rowcount

    def session(self, session_id: UUID | str) -> Row:
        """A session's row."""
        return self.row("select * from reprise.interview_sessions where id = %s", session_id)

    def questions(self, session_id: UUID | str) -> list[Row]:
        """A session's questions, in order."""
        return self.rows("select * from reprise.session_questions where session_id = %s order by position", session_id)

    def answers(self, session_id: UUID | str) -> list[Row]:
        """A session's accepted answers, in order."""
        return self.rows("select * from reprise.answers where session_id = %s order by position", session_id)

    def kept(self, session_id: UUID | str) -> list[Row]:
        """The texts of a session that were stored but not accepted, in order of arrival."""
        return self.rows(
            "select * from reprise.late_answers where session_id = %s order by received_at, id", session_id
        )

    def events(self, session_id: UUID | str) -> list[str]:
        """The names of a session's events, in order."""
        found = self.rows("select event from reprise.session_events where session_id = %s order by id", session_id)
        return [row["event"] for row in found]

    def live_row(self, user_id: UUID | str) -> Row | None:
        """A user's row in active_interview_sessions."""
        found = self.rows("select * from reprise.active_interview_sessions where user_id = %s", user_id)
        return found[0] if found else None

    def let_time_pass(self, session_id: UUID | str, seconds: float) -> None:
        """Shift a session's timestamps, as if everything in it had happened `seconds` earlier."""
        arguments: Mapping[str, object] = {"id": session_id, "by": f"{seconds} seconds"}
        with self.connection.transaction():
            self.connection.execute(
                "update reprise.interview_sessions set started_at = started_at - %(by)s::interval,"
                " resume_until = resume_until - %(by)s::interval, completed_at = completed_at - %(by)s::interval,"
                " closed_at = closed_at - %(by)s::interval, break_until = break_until - %(by)s::interval"
                " where id = %(id)s",
                arguments,
            )
            self.connection.execute(
                "update reprise.session_questions set served_at = served_at - %(by)s::interval,"
                " deadline_at = deadline_at - %(by)s::interval, closed_at = closed_at - %(by)s::interval,"
                " draft_at = draft_at - %(by)s::interval where session_id = %(id)s",
                arguments,
            )
            self.connection.execute(
                "update reprise.active_interview_sessions set created_at = created_at - %(by)s::interval,"
                " updated_at = updated_at - %(by)s::interval, lease_expires_at = lease_expires_at - %(by)s::interval,"
                " recent_writes = (select array_agg(w - %(by)s::interval order by w) from unnest(recent_writes) w)"
                " where session_id = %(id)s",
                arguments,
            )
