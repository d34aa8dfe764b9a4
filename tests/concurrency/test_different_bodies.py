"""Guards that one of eight different answers sent at once wins, and that no text is lost.

12 rounds by default, 1,000 with `make prove`. The harness must detect two broken implementations.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import LiteralString

import pytest

from tests.support.apis import Api
from tests.support.database import Database
from tests.support.database_calls import Connection
from tests.support.figures import RecordFigures
from tests.support.interviews import Run, make_interview, start
from tests.support.people import People
from tests.support.race import rounds, together

BODIES = [f"body {number}" for number in range(8)]
QUESTIONS = 20
CONTROL_ROUNDS = 40


def what_went_wrong(
    callers: Sequence[Callable[[], bool]],
    stored: Callable[[], list[str]],
    kept: Callable[[], set[str]],
    pool: ThreadPoolExecutor,
) -> str | None:
    """Run one round: caller n submits BODIES[n]. Returns None if one won and every other text was stored."""
    reported = together(callers, pool)
    winners = [body for body, accepted in zip(BODIES, reported, strict=True) if accepted]
    losers = set(BODIES) - set(winners)
    if len(winners) == 1 and stored() == winners and kept() == losers:
        return None
    return f"reported {winners}, stored {stored()}, kept {kept()}"


def test_eight_different_answers_store_one_answer_and_every_other_text_as_late(
    functions_api: Api,
    people: People,
    database: Database,
    pool: ThreadPoolExecutor,
    record_figures: RecordFigures,
) -> None:
    interview = make_interview(database, ["short_answer"] * QUESTIONS)
    run: Run | None = None
    failures = []
    for number in rounds(everyday=12):
        position = number % QUESTIONS
        if run is None or position == 0:
            run = start(functions_api, people.candidate(), interview.interview_id)
        wrong = what_went_wrong(
            [partial(submit, run, position, body) for body in BODIES],
            partial(stored_at, database, run, position),
            partial(kept_at, database, run, position),
            pool,
        )
        if wrong:
            failures.append(f"round {number}: {wrong}")
    record_figures({"rounds": number + 1, "different answers": len(BODIES)})
    assert failures == []


def submit(run: Run, position: int, body: str) -> bool:
    """Whether the answer was accepted; a refusal must say where the text was stored."""
    arguments = {"position": position, "answer": body, "lease": 1}
    arguments["session_id"] = str(run.session_id)
    reply = run.api.call("submit", run.person, arguments)
    if reply.status == 200:
        return bool(reply.body["accepted"])
    assert reply.refused(409, "already_answered")["kept"] is True
    return False


def stored_at(database: Database, run: Run, position: int) -> list[str]:
    return [row["answer"] for row in database.answers(run.session_id) if row["position"] == position]


def kept_at(database: Database, run: Run, position: int) -> set[str]:
    kept = [row for row in database.kept(run.session_id) if row["position"] == position]
    assert {row["reason"] for row in kept} == {"already_answered"}
    return {row["answer"] for row in kept}


LAST_WRITER_WINS = """
create table scratch.answers (question integer primary key, answer text);
create table scratch.kept (question integer, answer text);
create function scratch.submit(p_question integer, p_answer text) returns boolean
language plpgsql as $$
begin
  insert into scratch.answers values (p_question, p_answer)
  on conflict (question) do update set answer = excluded.answer;
  return true;
end
$$;
"""
CHECK_THEN_INSERT = """
create table scratch.answers (question integer, answer text);
create table scratch.kept (question integer, answer text);
create function scratch.submit(p_question integer, p_answer text) returns boolean
language plpgsql as $$
begin
  if exists (select from scratch.answers where question = p_question) then
    insert into scratch.kept values (p_question, p_answer);
    return false;
  end if;
  insert into scratch.answers values (p_question, p_answer);
  return true;
end
$$;
"""


@pytest.mark.prove
@pytest.mark.parametrize(
    "variant",
    [
        pytest.param(LAST_WRITER_WINS, id="last writer wins"),
        pytest.param(CHECK_THEN_INSERT, id="check then insert"),
    ],
)
def test_harness_catches_a_naive_submit(
    scratch: Database,
    connections: list[Connection],
    pool: ThreadPoolExecutor,
    variant: LiteralString,
) -> None:
    scratch.execute(variant)
    failures = []
    for question in range(CONTROL_ROUNDS):
        wrong = what_went_wrong(
            [
                partial(naive_submit, connection, question, body)
                for connection, body in zip(connections, BODIES, strict=False)
            ],
            partial(naive_answers, scratch, question),
            partial(naive_kept, scratch, question),
            pool,
        )
        if wrong:
            failures.append(wrong)
    assert len(failures) >= CONTROL_ROUNDS / 10, failures


def naive_submit(connection: Connection, question: int, body: str) -> bool:
    row = connection.execute("select scratch.submit(%s, %s)", (question, body)).fetchone()
    assert row is not None
    return bool(row[0])


def naive_answers(database: Database, question: int) -> list[str]:
    found = database.rows("select answer from scratch.answers where question = %s", question)
    return [row["answer"] for row in found]


def naive_kept(database: Database, question: int) -> set[str]:
    found = database.rows("select answer from scratch.kept where question = %s", question)
    return {row["answer"] for row in found}
