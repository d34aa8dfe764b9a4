"""Guards that sixteen simultaneous submits of one answer store one row and return sixteen equal receipts.

20 rounds by default, 1,000 with `make prove`. The harness must detect two well-known broken implementations.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import LiteralString

import pytest

from tests.concurrency.callers import CALLERS
from tests.support.apis import Api, Reply
from tests.support.database import Database
from tests.support.database_calls import Connection
from tests.support.figures import RecordFigures
from tests.support.interviews import Run, make_interview, start
from tests.support.people import People
from tests.support.race import rounds, together

QUESTIONS = 20
CONTROL_ROUNDS = 40


def what_went_wrong(
    callers: Sequence[Callable[[], str | None]], rows: Callable[[], int], pool: ThreadPoolExecutor
) -> str | None:
    """Run one round: all callers submit the same answer. Returns None if there is one row and one receipt."""
    receipts = set(together(callers, pool))
    stored = rows()
    if stored == 1 and len(receipts) == 1 and None not in receipts:
        return None
    return f"{stored} rows, receipts {receipts}"


def receipt_of(reply: Reply) -> str:
    """The receipt's text; asserts that the submit was acknowledged."""
    assert reply.status == 200, reply.text
    assert reply.body["accepted"] is True
    return str(reply.body["receipt"])


def test_sixteen_duplicate_submits_store_one_row_and_get_equal_receipts(
    functions_api: Api,
    people: People,
    database: Database,
    pool: ThreadPoolExecutor,
    record_figures: RecordFigures,
) -> None:
    interview = make_interview(database, ["short_answer"] * QUESTIONS)
    run: Run | None = None
    failures = []
    for number in rounds(everyday=20):
        position = number % QUESTIONS
        if run is None or position == 0:
            run = start(functions_api, people.candidate(), interview.interview_id)
        wrong = what_went_wrong(
            [partial(submit, run, position)] * CALLERS,
            partial(rows_at, database, run, position),
            pool,
        )
        if wrong:
            failures.append(f"round {number}: {wrong}")
    record_figures({"rounds": number + 1, "callers": CALLERS})
    assert failures == []


def submit(run: Run, position: int) -> str:
    arguments = {"position": position, "answer": "the same", "lease": 1}
    arguments["session_id"] = str(run.session_id)
    return receipt_of(run.api.call("submit", run.person, arguments))


def rows_at(database: Database, run: Run, position: int) -> int:
    """The number of answers and late texts for one question; a duplicate may leave neither."""
    counted: int = database.value(
        "select (select count(*) from reprise.answers where session_id = %s and position = %s)"
        " + (select count(*) from reprise.late_answers where session_id = %s and position = %s)",
        *(run.session_id, position) * 2,
    )
    return counted


CHECK_THEN_INSERT = """
create table scratch.answers (id uuid default gen_random_uuid(), question integer);
create function scratch.submit(p_question integer) returns uuid language plpgsql as $$
declare
  v_id uuid;
begin
  select id into v_id from scratch.answers where question = p_question;
  if v_id is null then
    insert into scratch.answers (question) values (p_question) returning id into v_id;
  end if;
  return v_id;
end
$$;
"""
ONE_STATEMENT = """
create table scratch.answers (id uuid default gen_random_uuid(), question integer primary key);
create function scratch.submit(p_question integer) returns uuid language sql as $$
  with stored as (
    insert into scratch.answers (question) values (p_question) on conflict do nothing returning id
  )
  select id from stored
  union all
  select id from scratch.answers where question = p_question
  limit 1
$$;
"""


@pytest.mark.prove
@pytest.mark.parametrize(
    "variant",
    [
        pytest.param(CHECK_THEN_INSERT, id="check then insert"),
        pytest.param(ONE_STATEMENT, id="insert returning union all select"),
    ],
)
def test_harness_catches_a_naive_submit(
    scratch: Database,
    connections: list[Connection],
    pool: ThreadPoolExecutor,
    variant: LiteralString,
) -> None:
    scratch.execute(variant)
    failures = [
        wrong
        for question in range(CONTROL_ROUNDS)
        if (
            wrong := what_went_wrong(
                [partial(naive_submit, connection, question) for connection in connections],
                partial(naive_rows, scratch, question),
                pool,
            )
        )
    ]
    assert len(failures) >= CONTROL_ROUNDS / 10, failures


def naive_submit(connection: Connection, question: int) -> str | None:
    row = connection.execute("select scratch.submit(%s)", (question,)).fetchone()
    return None if row is None or row[0] is None else str(row[0])


def naive_rows(database: Database, question: int) -> int:
    counted: int = database.value("select count(*) from scratch.answers where question = %s", question)
    return counted
