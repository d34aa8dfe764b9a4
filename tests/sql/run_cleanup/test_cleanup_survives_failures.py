"""Guards that nothing stops a cleanup: no broken row, no locked candidate, no second cleanup."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from typing import LiteralString

import psycopg
import pytest
from psycopg import sql

from local.stack import Stack
from tests.support.apis import Api
from tests.support.cleanup import SUMMED, clean_up, post_cleanup, put_others_off
from tests.support.database import Database
from tests.support.database_calls import candidate_locked
from tests.support.interviews import Run, make_interview, start
from tests.support.people import People
from tests.support.race import together

MINUTE = 60
STAGES: dict[str, tuple[LiteralString, LiteralString]] = {
    "its question cannot be closed": ("update", "session_questions"),
    "its marker cannot be deleted": ("delete", "active_interview_sessions"),
}


@pytest.fixture(autouse=True)
def _nothing_is_due(database: Database) -> None:
    put_others_off(database)


@pytest.fixture
def overdue(functions_api: Api, people: People, database: Database) -> list[Run]:
    """Three candidates whose first question has expired and who sent nothing for 16 minutes."""
    interview = make_interview(database, ["open"] * 3, time_limit_seconds=60)
    runs = [start(functions_api, people.candidate(), interview.interview_id) for _ in range(3)]
    for run in runs:
        database.let_time_pass(run.session_id, 16 * MINUTE)
    return runs


@contextmanager
def broken(database: Database, run: Run, verb: LiteralString, table: LiteralString) -> Iterator[None]:
    """Make every such write to this session's rows in the table fail."""
    database.connection.execute(
        sql.SQL(
            "create function reprise.break_one_row() returns trigger language plpgsql as $$"
            " begin if old.session_id = {}::uuid then raise exception 'this row is broken'; end if;"
            " return coalesce(new, old); end $$;"
            "create trigger break_one_row before {} on reprise.{}"
            " for each row execute function reprise.break_one_row()"
        ).format(sql.Literal(str(run.session_id)), sql.SQL(verb), sql.Identifier(table))
    )
    try:
        yield
    finally:
        database.execute("drop function reprise.break_one_row() cascade")


@pytest.mark.parametrize("batch_size", [1, 1000])
@pytest.mark.parametrize("stage", STAGES)
def test_failing_row_is_counted_and_skipped(
    overdue: list[Run], database: Database, stage: str, batch_size: int
) -> None:
    victim, *others = overdue
    verb, table = STAGES[stage]
    cannot_close = table == "session_questions"
    with broken(database, victim, verb, table):
        total = clean_up(database, batch_size)
    assert total == {
        "deleted": 3 if cannot_close else 2,
        "expired_questions": 2 if cannot_close else 3,
        "abandoned_sessions": 0,
        "errors": 1,
    }
    for run in others:
        assert database.live_row(run.person.user_id) is None
        assert database.session(run.session_id)["position"] == 1
    assert database.session(victim.session_id)["position"] == (0 if cannot_close else 1)
    noted = database.rows(
        "select e ->> 'message' as message"
        " from reprise.cleanup_runs, jsonb_array_elements(error_details) e"
        " where e ->> 'session_id' = %s",
        str(victim.session_id),
    )
    assert [row["message"] for row in noted] == ["this row is broken"]
    # After the repair, the next cleanup does the rest.
    rest = clean_up(database)
    assert (rest["errors"], rest["deleted"] + rest["expired_questions"]) == (0, 1)
    assert database.events(victim.session_id).count("question_expired") == 1


def test_two_concurrent_cleanups_together_do_what_one_does(
    stack: Stack, functions_api: Api, people: People, database: Database
) -> None:
    interview = make_interview(database, ["open"] * 3, time_limit_seconds=60)
    with ThreadPoolExecutor(2) as pool:
        for _ in range(5):
            runs = [start(functions_api, people.candidate(), interview.interview_id) for _ in range(6)]
            for run in runs:
                database.let_time_pass(run.session_id, 16 * MINUTE)
            bodies = [
                response.raise_for_status().json()
                for response in together([partial(post_cleanup, stack, stack.scheduler_secret)] * 2, pool)
            ]
            # A row held by one cleanup is skipped by the other, and never processed twice.
            assert {name: sum(body[name] for body in bodies) for name in SUMMED} == {
                "deleted": 6,
                "expired_questions": 6,
                "abandoned_sessions": 0,
                "errors": 0,
            }
            for run in runs:
                events = database.events(run.session_id)
                assert events == ["session_started", "question_expired", "live_marker_expired"]


def test_locked_candidate_is_skipped_without_waiting(stack: Stack, overdue: list[Run], database: Database) -> None:
    busy, *others = overdue
    with (
        psycopg.connect(stack.database_url, autocommit=True) as holder,
        candidate_locked(holder, busy.person.user_id),
    ):
        database.execute("set statement_timeout = '60s'")
        try:
            total = clean_up(database)
        finally:
            database.execute("reset statement_timeout")
    assert (total["deleted"], total["expired_questions"], total["errors"]) == (2, 2, 0)
    assert database.live_row(busy.person.user_id) is not None
    assert all(database.live_row(run.person.user_id) is None for run in others)
    total = clean_up(database)
    assert (total["deleted"], total["expired_questions"]) == (1, 1)


def test_user_erased_during_cleanup_does_not_stop_it(stack: Stack, overdue: list[Run], database: Database) -> None:
    erased = overdue[-1]
    with psycopg.connect(stack.database_url) as other, broken_open(database):
        # The work list is read before the first row is processed; that row's trigger waits for this lock.
        other.execute("select pg_advisory_xact_lock(7, 7)")
        with ThreadPoolExecutor(1) as pool:
            running = pool.submit(sweep_elsewhere, stack)
            wait = "select count(*) from pg_locks where locktype = 'advisory' and not granted"
            while not database.value(wait):
                assert not running.done()
            other.execute("delete from auth.users where id = %s", (erased.person.user_id,))
            other.commit()
            total = running.result(timeout=120)
    assert (total["deleted"], total["expired_questions"], total["errors"]) == (2, 2, 0)


def sweep_elsewhere(stack: Stack) -> dict[str, int]:
    with psycopg.connect(stack.database_url, autocommit=True) as connection:
        return clean_up(Database(connection))


@contextmanager
def broken_open(database: Database) -> Iterator[None]:
    """Make every closing of a question wait for a lock of the test."""
    database.execute(
        "create function reprise.wait_here() returns trigger language plpgsql as $$"
        " begin perform pg_advisory_xact_lock_shared(7, 7); return new; end $$"
    )
    database.execute(
        "create trigger wait_here before update on reprise.session_questions"
        " for each row when (old.closed_at is null and new.closed_at is not null)"
        " execute function reprise.wait_here()"
    )
    try:
        yield
    finally:
        database.execute("drop function reprise.wait_here() cascade")


def test_slow_rows_end_a_batch_before_its_statement_timeout_and_later_batches_finish_them(
    stack: Stack, database: Database, overdue: list[Run]
) -> None:
    ids = [run.session_id for run in overdue]
    database.connection.execute(
        sql.SQL(
            "create function reprise.slow_down() returns trigger language plpgsql as $$"
            " begin if old.session_id = any ({}::uuid[]) then perform pg_sleep(1.1); end if; return new; end $$;"
            "create trigger slow_down before update on reprise.session_questions for each row"
            " when (old.closed_at is null and new.closed_at is not null) execute function reprise.slow_down()"
        ).format(sql.Literal([str(one) for one in ids]))
    )
    try:
        with psycopg.connect(stack.database_url, autocommit=True) as connection:
            # PostgREST sets the function's timeout before the call; this one leaves room for a busy machine.
            connection.execute("set statement_timeout = '3s'")
            first = connection.execute("select reprise_private.run_cleanup(200)").fetchone()
        assert first is not None
        assert first[0]["expired_questions"] == 1
        assert first[0]["cursor"] is not None
        rest = clean_up(database)
    finally:
        database.execute("drop function reprise.slow_down() cascade")
    assert rest["expired_questions"] == len(ids) - 1
    assert rest["deleted"] == len(ids)
