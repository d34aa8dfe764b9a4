"""Guards the audit trail and the answers: no role can alter them, and erasing a user erases all of theirs."""

from collections.abc import Iterator
from typing import LiteralString

import psycopg
import pytest
from psycopg import sql

from local.stack import Stack
from tests.support.apis import Api
from tests.support.database import Database
from tests.support.database_calls import Connection
from tests.support.interviews import Run, make_interview, start
from tests.support.people import People

ROLES: list[LiteralString | None] = [None, "anon", "authenticated", "service_role"]
EVENT_ATTACKS: list[LiteralString] = [
    "update reprise.session_events set event = 'forged' where session_id = %(id)s",
    "update reprise.session_events set at = now() where session_id = %(id)s",
    "update reprise.session_events set repeats = repeats + 1, last_at = now() where session_id = %(id)s",
    "update reprise.session_events set repeats = 0, last_at = null where session_id = %(id)s",
    "delete from reprise.session_events where session_id = %(id)s",
    "truncate reprise.session_events",
    "truncate reprise.interview_sessions cascade",
]
ANSWER_ATTACKS: list[LiteralString] = [
    "update reprise.answers set answer = 'forged' where session_id = %(id)s",
    "update reprise.answers set source = 'submitted' where session_id = %(id)s",
    "update reprise.answers set position = position + 1 where session_id = %(id)s",
    "update reprise.answers set sha256 = 'forged' where session_id = %(id)s",
]


@pytest.fixture
def run(functions_api: Api, people: People, database: Database) -> Run:
    """A session with an answer, a draft, a late text and events."""
    interview = make_interview(database, ["open"] * 3)
    run = start(functions_api, people.candidate(), interview.interview_id)
    run.submit("the answer").ok()
    run.submit("another answer", position=0).refused(409, "already_answered")
    run.heartbeat("the draft").ok()
    return run


@pytest.fixture
def attacker(stack: Stack) -> Iterator[Connection]:
    """A connection as the owner of the database."""
    with psycopg.connect(stack.database_url, autocommit=True) as connection:
        yield connection


def attack(connection: Connection, role: LiteralString | None, statement: LiteralString, run: Run) -> int:
    """The number of rows that a role (None: the owner) could change; 0 if it was refused."""
    try:
        with connection.transaction():
            if role is not None:
                connection.execute(sql.SQL("set local role {}").format(sql.Identifier(role)))
            return connection.execute(statement, {"id": run.session_id}).rowcount
    except (psycopg.errors.RestrictViolation, psycopg.errors.InsufficientPrivilege):
        return 0


@pytest.mark.parametrize("role", ROLES, ids=str)
def test_no_role_changes_or_deletes_an_event_or_a_stored_answer(
    attacker: Connection, run: Run, database: Database, role: LiteralString | None
) -> None:
    events = "select * from reprise.session_events where session_id = %s order by id"
    before = database.rows(events, run.session_id), database.answers(run.session_id)
    assert [attack(attacker, role, statement, run) for statement in EVENT_ATTACKS] == [0] * 7
    assert [attack(attacker, role, statement, run) for statement in ANSWER_ATTACKS] == [0] * 4
    assert (database.rows(events, run.session_id), database.answers(run.session_id)) == before


def test_second_answer_to_a_question_violates_the_unique_key(attacker: Connection, run: Run) -> None:
    with pytest.raises(psycopg.errors.UniqueViolation):
        attacker.execute("select reprise_private.store_answer(%s, 0, 'second', 'submitted', now())", (run.session_id,))


def test_erasing_a_user_erases_all_their_rows_and_no_others(
    functions_api: Api, run: Run, people: People, database: Database
) -> None:
    interview_id = run.view["session"]["interview_id"]
    other = start(functions_api, people.candidate(), interview_id)
    other.submit("the other's answer").ok()
    database.execute("delete from auth.users where id = %s", run.person.user_id)
    tables = database.rows(
        "select table_name::text as name, column_name::text as key from information_schema.columns"
        " where table_schema = 'reprise' and column_name in ('session_id', 'user_id', 'actor')"
        " order by 1, 2"
    )
    assert {row["name"] for row in tables} >= {
        "active_interview_sessions",
        "answers",
        "interview_sessions",
        "late_answers",
        "session_events",
        "session_question_keys",
        "session_questions",
    }
    for row in tables:
        left = database.connection.execute(
            sql.SQL("select count(*) from reprise.{} where {} = any(%s)").format(
                sql.Identifier(row["name"]), sql.Identifier(row["key"])
            ),
            ([run.session_id, run.person.user_id],),
        ).fetchone()
        assert left == (0,), row
    assert database.answers(other.session_id) != []
    assert database.live_row(other.person.user_id) is not None
    assert run.submit("from the grave").status in (401, 404)
