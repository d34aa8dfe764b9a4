"""Guards that limits are exact: of 50 simultaneous callers only as many as allowed pass. Honest submits never count.

Usage is counted in SQL, in the transaction that does the work. The harness must detect a broken way of counting.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from typing import LiteralString
from uuid import uuid4

import psycopg
import pytest

from local.stack import Stack
from tests.support.apis import Api
from tests.support.database import Database
from tests.support.database_calls import Connection, become
from tests.support.interviews import make_interview, start
from tests.support.people import People, Person
from tests.support.race import rounds, together

CALLERS = 50
ALLOWED = 20

TAKE: LiteralString = "select reprise_private.take_rate_limit(%s, %s)"


@pytest.fixture(scope="module")
def crowd(stack: Stack) -> Iterator[list[Connection]]:
    """A connection for each caller."""
    with ExitStack() as held:
        yield [held.enter_context(psycopg.connect(stack.database_url, autocommit=True)) for _ in range(CALLERS)]


@pytest.fixture(scope="module")
def threads() -> Iterator[ThreadPoolExecutor]:
    """A thread for each caller."""
    with ThreadPoolExecutor(CALLERS) as pool:
        yield pool


@pytest.fixture
def action(database: Database) -> Iterator[str]:
    """An action that no other test counts."""
    name = f"test-{uuid4()}"
    database.execute("insert into reprise_private.rate_limits values (%s, %s, 3600)", name, ALLOWED)
    yield name
    database.execute("delete from reprise_private.rate_limits where action = %s", name)


@pytest.fixture
def few_starts(database: Database) -> Iterator[int]:
    """The limit of starts, lowered to three per hour."""
    before = database.value("select allowed from reprise_private.rate_limits where action = 'start'")
    database.execute("update reprise_private.rate_limits set allowed = 3 where action = 'start'")
    yield 3
    database.execute("update reprise_private.rate_limits set allowed = %s where action = 'start'", before)


def take(connection: Connection, statement: LiteralString, person: Person, action: str) -> bool:
    """Whether this use was allowed."""
    try:
        connection.execute(statement, (person.user_id, action))
    except psycopg.DatabaseError as error:
        if error.sqlstate != "PT429":
            raise
        return False
    return True


def passed(callers: Sequence[Callable[[], bool]], threads: ThreadPoolExecutor) -> int:
    """How many of the callers passed when all called at once."""
    return sum(together(callers, threads))


def test_fifty_concurrent_calls_pass_exactly_as_often_as_the_limit_allows(
    people: People, action: str, crowd: list[Connection], threads: ThreadPoolExecutor
) -> None:
    counts = []
    for _ in rounds(everyday=20, full=200):
        person = people.candidate()
        counts.append(passed([partial(take, connection, TAKE, person, action) for connection in crowd], threads))
    assert set(counts) == {ALLOWED}


@pytest.mark.prove
def test_harness_catches_a_limit_that_checks_before_it_counts(
    people: People, database: Database, action: str, crowd: list[Connection], threads: ThreadPoolExecutor
) -> None:
    database.execute(
        """
        create schema careless;
        create function careless.take(p_user_id uuid, p_action text) returns void language plpgsql as $$
        begin
          if (
            select coalesce(sum(u.used), 0) from reprise_private.rate_limit_uses u
            where u.user_id = p_user_id and u.action = p_action
          ) >= (select allowed from reprise_private.rate_limits where action = p_action) then
            perform reprise_private.refuse_and_roll_back(429, 'rate_limited');
          end if;
          insert into reprise_private.rate_limit_uses as u (user_id, action, used) values (p_user_id, p_action, 1)
          on conflict (user_id, action) do update set used = u.used + 1;
        end $$;
        """
    )
    try:
        counts = set()
        for _ in range(40):
            person = people.candidate()
            careless: LiteralString = "select careless.take(%s, %s)"
            counts.add(passed([partial(take, c, careless, person, action) for c in crowd], threads))
            if counts != {ALLOWED}:
                break
        assert counts != {ALLOWED}
    finally:
        database.execute("drop schema careless cascade")


def test_new_window_begins_when_the_last_one_ends(people: People, database: Database, action: str) -> None:
    person = people.candidate()
    connection = database.connection
    assert [take(connection, TAKE, person, action) for _ in range(ALLOWED + 1)] == [True] * ALLOWED + [False]
    moved = (
        "update reprise_private.rate_limit_uses set window_started_at = window_started_at - %s::interval"
        " where user_id = %s"
    )
    database.execute(moved, "59 minutes 59 seconds", person.user_id)
    assert not take(connection, TAKE, person, action)
    database.execute(moved, "1 second", person.user_id)
    assert [take(connection, TAKE, person, action) for _ in range(ALLOWED + 1)] == [True] * ALLOWED + [False]


def test_action_without_a_limit_is_not_limited(people: People, database: Database) -> None:
    person = people.candidate()
    assert all(take(database.connection, TAKE, person, "something nobody limits") for _ in range(100))


def test_start_over_the_limit_returns_retry_after_and_a_repeat_is_never_limited(
    api: Api, people: People, database: Database, few_starts: int
) -> None:
    person = people.candidate()
    interview = make_interview(database, ["open"] * 2)
    runs = [start(api, person, interview.interview_id, start_over=number > 0) for number in range(few_starts)]
    arguments = {"client_id": uuid4(), "interview_id": interview.interview_id, "start_over": True}
    refusal = api.call("start", person, arguments).refused(429, "rate_limited")
    assert 3590 <= refusal["retry_after_seconds"] <= 3600
    # The session to be abandoned continues: a refused start changes nothing.
    last = runs[-1]
    again = {"session_id": last.session_id, "client_id": last.client_id, "interview_id": interview.interview_id}
    assert api.call("start", person, again).ok()["session"]["status"] == "in_progress"
    assert other_person_may_start(api, people, interview.interview_id)


def other_person_may_start(api: Api, people: People, interview_id: object) -> bool:
    """Whether another user may start; limits are per user."""
    arguments = {"client_id": uuid4(), "interview_id": interview_id}
    return api.call("start", people.candidate(), arguments).status == 201


def test_honest_submits_drafts_and_resumes_are_never_limited(
    functions_api: Api, people: People, database: Database
) -> None:
    """Take an interview of 60 questions at once, with the limit of every action except start set to zero."""
    person = people.candidate()
    interview = make_interview(database, ["open"] * 60)
    limits = database.rows("select action, allowed from reprise_private.rate_limits")
    run = start(functions_api, person, interview.interview_id)
    database.execute("update reprise_private.rate_limits set allowed = 0")
    try:
        for _ in range(60):
            run.heartbeat("a draft").ok()
            run.resume().ok()
            run.submit().ok()
        assert run.view["session"]["status"] == "completed"
    finally:
        for limit in limits:
            database.execute(
                "update reprise_private.rate_limits set allowed = %s where action = %s",
                limit["allowed"],
                limit["action"],
            )


STATEMENTS: Sequence[LiteralString] = (
    "select * from reprise_private.rate_limits",
    "update reprise_private.rate_limits set allowed = 1000000",
    "delete from reprise_private.rate_limit_uses",
    "insert into reprise_private.rate_limit_uses values (auth.uid(), 'start', now(), -1000000)",
    "select reprise_private.take_rate_limit(auth.uid(), 'start')",
)


@pytest.mark.parametrize("statement", STATEMENTS)
def test_user_cannot_reset_their_own_count(people: People, stack: Stack, statement: LiteralString) -> None:
    with psycopg.connect(stack.database_url) as connection:
        become(connection, people.candidate())
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement)
