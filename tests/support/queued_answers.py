"""Queue many answers at once, by one person or in one organization, to flood the graders."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from uuid import UUID

from tests.support.database import Database
from tests.support.people import Person

PER_SESSION = 20


def flood(
    database: Database, person: Person, sessions: int, organization_id: UUID | None = None, length: int = 100
) -> None:
    """Complete sessions of 20 answers of `length` bytes each; practice sessions if there is no organization."""
    values: Mapping[str, object] = {
        "user": person.user_id,
        "organization": organization_id,
        "mode": "practice" if organization_id is None else "timed",
        "interview_type": "flood" if organization_id is None else None,
        "sessions": sessions,
        "questions": PER_SESSION,
        "length": length,
    }
    with database.connection.transaction():
        database.connection.execute(
            """
            with taken as (
              insert into reprise.interview_sessions (
                user_id, organization_id, mode, title, status, position, question_count, time_limits, grace_seconds,
                start_over_allowed, resume_until, completed_at, closed_at, closed_reason, interview_type
              )
              select %(user)s, %(organization)s::uuid, %(mode)s, 'Flood', 'completed', %(questions)s, %(questions)s,
                array_fill(60, array[%(questions)s::integer]), 2, false, now(), now(), now(), 'answered',
                %(interview_type)s::text
              from generate_series(1, %(sessions)s)
              returning id
            ), asked as (
              insert into reprise.session_questions (session_id, position, kind, prompt, points, served_at, closed_at)
              select t.id, n, 'open', 'Why?', 10, now(), now()
              from taken t, generate_series(0, %(questions)s - 1) n
              returning session_id, position
            )
            insert into reprise.answers (session_id, position, answer, source, sha256, received_at)
            select a.session_id, a.position, t.text, 'submitted', reprise_private.sha256_hex(t.text), now()
            from asked a
            cross join lateral (
              select left(
                a.session_id || ' ' || a.position || repeat(' plain words about tables', %(length)s / 25 + 1),
                %(length)s
              )
            ) t(text)
            """,
            values,
        )
        # These sessions were never in progress, so no transition has opened their results.
        database.connection.execute(
            "select reprise_private.create_result(s.id) from reprise.interview_sessions s"
            " where s.user_id = %(user)s and s.title = 'Flood'",
            values,
        )


def erase(database: Database, person: Person) -> None:
    """Delete a person's flood."""
    database.execute("delete from reprise.interview_sessions where user_id = %s and title = 'Flood'", person.user_id)


@contextmanager
def flooded(
    database: Database, person: Person, sessions: int, organization_id: UUID | None = None, length: int = 100
) -> Iterator[None]:
    """A flood that is deleted at the end."""
    try:
        flood(database, person, sessions, organization_id, length)
        yield
    finally:
        erase(database, person)
