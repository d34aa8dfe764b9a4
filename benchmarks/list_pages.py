"""The time for a page of a long list, near its start and at page 10,000.

`make bench ARGS="--only pages"` runs these two alone. One person owns all rows, and they are inserted directly, so no
limit of the product applies.
"""

from dataclasses import dataclass
from statistics import median
from typing import Any, LiteralString

import psycopg

from benchmarks.database_time import Candidate
from tests.support.people import Person

PAGE = 10_000
REPETITIONS = 101

SESSIONS = 1_000_000
FILL_SESSIONS: LiteralString = """
insert into reprise.interview_sessions (
  user_id, mode, title, status, position, question_count, time_limits, grace_seconds, start_over_allowed, started_at,
  resume_until, completed_at, closed_at, closed_reason
)
select %(user)s, 'timed', 'Session ' || n, 'completed', 1, 1, '{60}', 2, false, at, at, at, at, 'answered'
from generate_series(1, %(rows)s) n, lateral (select now() - make_interval(secs => n)) t (at)
"""
SESSIONS_BEFORE: LiteralString = """
select (extract(epoch from started_at) * 1000000)::bigint || '.' || id from reprise.interview_sessions
where user_id = %(user)s order by started_at desc, id desc offset %(rows)s limit 1
"""

PREP_SESSIONS = 100_000
FILL_PREP_SESSIONS: LiteralString = """
insert into reprise.prep_sessions (user_id, name, mode, created_at, updated_at)
select %(user)s, 'Prep session ' || n, 'general', at, at
from generate_series(1, %(rows)s) n, lateral (select now() - make_interval(secs => n)) t (at)
"""
PREP_SESSIONS_BEFORE: LiteralString = """
select (extract(epoch from created_at) * 1000000)::bigint || '.' || id from reprise.prep_sessions
where user_id = %(user)s order by created_at desc, id desc offset %(rows)s limit 1
"""


@dataclass(frozen=True, slots=True)
class Pages:
    """Medians in milliseconds, of alternating calls."""

    rows: int
    first_ms: float
    late_ms: float

    @property
    def ratio(self) -> float:
        """Time for page 10,000 divided by time for the first page."""
        return self.late_ms / self.first_ms


def session_pages(connection: psycopg.Connection[Any], person: Person) -> Pages:
    """Pages of 100 out of a million sessions; page 10,000 is the last."""
    _fill(connection, person, FILL_SESSIONS, SESSIONS)
    return _measure(connection, person, SESSIONS, "select reprise.list_sessions(%s, %s)", SESSIONS_BEFORE)


def prep_session_pages(connection: psycopg.Connection[Any], person: Person) -> Pages:
    """Pages of 10 out of 100,000 prep sessions; page 10,000 is the last."""
    _fill(connection, person, FILL_PREP_SESSIONS, PREP_SESSIONS)
    return _measure(
        connection, person, PREP_SESSIONS, "select reprise.list_prep_sessions(%s, %s)", PREP_SESSIONS_BEFORE
    )


def _fill(connection: psycopg.Connection[Any], person: Person, statement: LiteralString, rows: int) -> None:
    connection.execute(statement, {"user": person.user_id, "rows": rows})
    connection.execute("vacuum analyze")


def _measure(
    connection: psycopg.Connection[Any], person: Person, rows: int, call: LiteralString, before: LiteralString
) -> Pages:
    size = rows // PAGE
    # The last row of the previous page.
    found = connection.execute(before, {"user": person.user_id, "rows": rows - size - 1}).fetchone()
    assert found is not None
    first, late = [], []
    for _ in range(REPETITIONS):
        first.append(_time(connection, person, call, None, size))
        late.append(_time(connection, person, call, found[0], size))
    return Pages(rows, median(first), median(late))


def _time(
    connection: psycopg.Connection[Any], person: Person, call: LiteralString, cursor: str | None, size: int
) -> float:
    candidate = Candidate(connection, person)
    page = candidate.call(call, cursor, size)
    if (page["next_cursor"] is None) != (cursor is not None):
        raise RuntimeError("This is not the page it should be.")
    return candidate.milliseconds
