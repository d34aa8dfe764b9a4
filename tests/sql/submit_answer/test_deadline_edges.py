"""Guards the edges of a deadline to the millisecond, using the transaction's own now().

Each case runs in one transaction on the test's connection. The question's clock is shifted so that now() is exactly
`served_at + limit * (1 + extra time) + offset`, then the RPC is called.
"""

from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from local.stack import Stack
from tests.support.database import Database
from tests.support.database_calls import Connection, become, call, call_as
from tests.support.interviews import invite, make_interview
from tests.support.people import People, Person

LIMIT = 60
MILLISECOND = 1000
SECOND = 1000 * MILLISECOND


@pytest.fixture(scope="module")
def connection(stack: Stack) -> Iterator[Connection]:
    with psycopg.connect(stack.database_url, autocommit=True) as opened:
        yield opened


def start(connection: Connection, database: Database, person: Person, extra: int, grace: int) -> UUID:
    """A session that has just been started with this extra time and grace."""
    interview = make_interview(
        database, ["open", "open"], time_limit_seconds=LIMIT, is_public=False, grace_seconds=grace
    )
    invite(database, interview, person, extra_time_percent=extra)
    session_id = uuid4()
    call_as(
        connection,
        person,
        "start_session",
        session_id=session_id,
        client_id=uuid4(),
        interview_id=interview.interview_id,
    )
    return session_id


def put_now_at(connection: Connection, session_id: UUID, extra: int, microseconds: int) -> None:
    """Shift the first question so that now() is this long after its published end."""
    connection.execute(
        "with target as (select now() - make_interval(secs => %(seconds)s)"
        " - %(offset)s * interval '1 microsecond' as served_at)"
        " update reprise.session_questions q set served_at = t.served_at,"
        " deadline_at = q.deadline_at + (t.served_at - q.served_at)"
        " from target t where q.session_id = %(id)s and q.position = 0",
        {"id": session_id, "seconds": LIMIT * (100 + extra) / 100, "offset": microseconds},
    )


def edges(grace: int) -> list[tuple[int, bool]]:
    """Microseconds past the deadline, and whether a submit is in time."""
    end = grace * SECOND
    return [
        (-MILLISECOND, True),
        (0, True),
        (end - MILLISECOND, True),
        (end, True),
        (end + MILLISECOND, False),
        (end + 1, False),
    ]


@pytest.mark.parametrize("extra", [0, 25, 100])
@pytest.mark.parametrize("grace", [0, 2])
def test_answer_is_in_time_up_to_deadline_plus_grace_and_not_a_millisecond_longer(
    connection: Connection, people: People, database: Database, grace: int, extra: int
) -> None:
    for offset, in_time in edges(grace):
        person = people.candidate()
        session_id = start(connection, database, person, extra, grace)
        with connection.transaction():
            put_now_at(connection, session_id, extra, offset)
            become(connection, person)
            body = submit(connection, session_id, "at the edge")
        assert (body["accepted"], body["late"]) == (in_time, not in_time), offset
        (answer, *_) = database.answers(session_id)
        if in_time:
            assert (answer["answer"], answer["source"]) == ("at the edge", "submitted")
            assert body["receipt"]["late_by_seconds"] == 0
        else:
            assert (answer["answer"], answer["source"]) == ("", "expired")
            (kept,) = database.kept(session_id)
            assert (kept["answer"], kept["reason"]) == ("at the edge", "late")
            assert kept["late_by"] == timedelta(microseconds=offset)
            assert body["receipt"]["late_by_seconds"] == round(offset / SECOND, 3)


@pytest.mark.parametrize("grace", [0, 2])
def test_draft_is_in_time_up_to_deadline_plus_grace_and_not_a_millisecond_longer(
    connection: Connection, people: People, database: Database, grace: int
) -> None:
    for offset, in_time in edges(grace):
        person = people.candidate()
        session_id = start(connection, database, person, 0, grace)
        with connection.transaction():
            put_now_at(connection, session_id, 0, offset)
            become(connection, person)
            call(
                connection,
                "heartbeat",
                session_id=session_id,
                lease=1,
                draft_position=0,
                draft_text="last words",
            )
        database.let_time_pass(session_id, LIMIT * 2)
        call_as(connection, person, "resume_session", session_id=session_id, client_id=uuid4())
        (answer,) = database.answers(session_id)
        kept = [(row["answer"], row["reason"]) for row in database.kept(session_id)]
        if in_time:
            assert (answer["answer"], answer["source"], kept) == ("last words", "draft", [])
        else:
            assert (answer["answer"], answer["source"]) == ("", "expired")
            assert kept == [("last words", "late_draft")]


@pytest.mark.parametrize(("extra", "seconds"), [(0, 60), (25, 75), (33, 79.8), (100, 120)])
def test_extra_time_extends_the_published_deadline_exactly(
    connection: Connection, people: People, database: Database, extra: int, seconds: float
) -> None:
    session_id = start(connection, database, people.candidate(), extra, 2)
    question = database.questions(session_id)[0]
    assert (question["deadline_at"] - question["served_at"]).total_seconds() == seconds


def submit(connection: Connection, session_id: UUID, text: str) -> dict[str, Any]:
    """Answer the first question."""
    return call(
        connection,
        "submit_answer",
        session_id=session_id,
        question_position=0,
        answer=text,
        lease=1,
    )
