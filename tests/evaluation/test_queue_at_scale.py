"""Guards that a claim and a turn cost the same with a million finished jobs, and with 5,000 queued jobs of one flow.

Measures the pages that PostgreSQL reads, which do not depend on how busy the machine is. All rows are rolled back.
"""

from contextlib import AbstractContextManager
from typing import Any, LiteralString
from uuid import UUID, uuid4

import pytest

from tests.evaluation.work import Work
from tests.support.queued_answers import flooded

BATCH = 40
FEW, MANY = 10_000, 1_000_000
QUEUED = 5_000
# Deeper indexes cost a page more for each of the rows that a claim updates.
MOST_GROWTH = 1.6
PAGES_PER_JOB = 30

DONE: LiteralString = """
    insert into reprise.evaluations (
      answer_id, session_id, position, kind, max_score, max_attempts, status, grader, score, due_at, flow, finished_at
    )
    select gen_random_uuid(), gen_random_uuid(), 0, 'open', 10, 5, 'done', 'model', 5, now() - interval '1 day',
      gen_random_uuid(), now()
    from generate_series(1, %s)
"""
WAITING: LiteralString = """
    insert into reprise.evaluations (
      answer_id, session_id, position, kind, max_score, max_attempts, status, due_at,
      organization_id, user_id, flow, turn
    )
    select gen_random_uuid(), gen_random_uuid(), 0, 'open', 10, 5, 'queued', now(), %s, %s, %s, n
    from generate_series(1, %s) n
"""


class Queue:
    """The table of evaluations inside one transaction, with rows whose answers and sessions do not exist."""

    def __init__(self, work: Work) -> None:
        self._connection = work.connection

    def add(self, statement: LiteralString, *values: object) -> None:
        """Insert rows without foreign keys and triggers."""
        self._connection.execute("set local session_replication_role = replica")
        self._connection.execute(statement, values)
        self._connection.execute("set local session_replication_role = origin")

    def analyze(self) -> None:
        """Give the planner current statistics; without it, those of the last time apply."""
        self._connection.execute("analyze reprise.evaluations")

    def pages(self, statement: LiteralString, *values: object) -> int:
        """The pages that a statement and everything it calls read, undone afterwards.

        Runs it twice, because the first run also reads the catalog to plan it.
        """
        for _ in range(2):
            with self._connection.transaction(force_rollback=True):
                row = self._connection.execute(
                    b"explain (analyze, buffers, format json) " + statement.encode(), values
                ).fetchone()
        assert row is not None
        plan: dict[str, Any] = row[0][0]["Plan"]
        return int(plan["Shared Hit Blocks"] + plan["Shared Read Blocks"])

    def pages_of_a_claim(self) -> int:
        """The pages that a claim of BATCH jobs reads."""
        # Without foreign keys: PostgreSQL would check those of rows that this transaction has inserted.
        self._connection.execute("set local session_replication_role = replica")
        pages = self.pages("select reprise_private.claim_evaluations(%s)", BATCH)
        self._connection.execute("set local session_replication_role = origin")
        return pages

    def pages_of_a_turn(self, answer_id: UUID) -> int:
        """The pages read to queue an existing job again, which sets its turn."""
        return self.pages(
            "update reprise.evaluations set status = 'queued', error = null where answer_id = %s", answer_id
        )


def rolled_back(work: Work) -> AbstractContextManager[object]:
    return work.connection.transaction(force_rollback=True)


def failed_answer(work: Work, session_id: UUID) -> UUID:
    """An answer of a session, no longer queued."""
    row = work.connection.execute(
        "update reprise.evaluations set status = 'failed' where answer_id ="
        " (select answer_id from reprise.evaluations where session_id = %s limit 1) returning answer_id",
        [session_id],
    ).fetchone()
    assert row is not None
    return UUID(str(row[0]))


@pytest.mark.prove
def test_claim_and_turn_read_as_much_with_a_million_finished_jobs_as_with_ten_thousand(work: Work) -> None:
    taken = work.take(["open", "open"])
    with rolled_back(work):
        queue, answer_id = Queue(work), failed_answer(work, taken.session_id)
        queue.add(WAITING, uuid4(), uuid4(), uuid4(), QUEUED)
        queue.add(DONE, FEW)
        queue.analyze()
        few = queue.pages_of_a_claim(), queue.pages_of_a_turn(answer_id)
        queue.add(DONE, MANY - FEW)
        stale = queue.pages_of_a_claim(), queue.pages_of_a_turn(answer_id)
        queue.analyze()
        many = queue.pages_of_a_claim(), queue.pages_of_a_turn(answer_id)
    for claim, turn in (stale, many):
        assert claim <= MOST_GROWTH * few[0], (few, stale, many)
        assert turn <= MOST_GROWTH * few[1], (few, stale, many)
    assert few[0] < PAGES_PER_JOB * BATCH, (few, stale, many)


def test_turn_reads_as_much_with_5000_queued_jobs_of_its_flow_as_with_50(work: Work) -> None:
    person = work.people.candidate()
    with flooded(work.database, person, 1), rolled_back(work):
        (session,) = work.database.rows("select id from reprise.interview_sessions where user_id = %s", person.user_id)
        queue, answer_id = Queue(work), failed_answer(work, session["id"])
        queue.add(WAITING, None, person.user_id, person.user_id, 50)
        queue.analyze()
        few = queue.pages_of_a_turn(answer_id)
        queue.add(WAITING, None, person.user_id, person.user_id, QUEUED)
        stale = queue.pages_of_a_turn(answer_id)
        queue.analyze()
        many = queue.pages_of_a_turn(answer_id)
    assert max(stale, many) <= MOST_GROWTH * few, (few, stale, many)


@pytest.mark.prove
def test_control_turn_that_counts_its_flow_is_caught(work: Work) -> None:
    person = work.people.candidate()
    sound = work.database.value("select pg_get_functiondef('reprise_private.set_evaluation_turn()'::regprocedure)")
    last = "order by e.turn desc\n  limit 1;\n  new.turn"
    assert last in sound
    counting = sound.replace("select e.turn into v_last", "select count(*) into v_last").replace(last, ";\n  new.turn")
    with flooded(work.database, person, 1), rolled_back(work):
        (session,) = work.database.rows("select id from reprise.interview_sessions where user_id = %s", person.user_id)
        queue, answer_id = Queue(work), failed_answer(work, session["id"])
        work.connection.execute(counting.encode())
        queue.add(WAITING, None, person.user_id, person.user_id, 50)
        queue.analyze()
        few = queue.pages_of_a_turn(answer_id)
        queue.add(WAITING, None, person.user_id, person.user_id, QUEUED)
        assert queue.pages_of_a_turn(answer_id) > MOST_GROWTH * few
