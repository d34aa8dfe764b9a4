"""Guards that jobs that always fail do not hold up others, and that frozen graders cause no second grade.

1,000 queued answers, a tenth of them poison, and four graders that claim at the same moment. One job of every batch is
frozen past its lease and completed late. The same harness must detect three broken queues.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from typing import LiteralString
from uuid import UUID

import psycopg
import pytest

from local.stack import Stack
from tests.evaluation.thousand_answers import grade_everything, queue_many
from tests.evaluation.work import Work
from tests.support.database import Database
from tests.support.database_calls import Connection

ATTEMPTS = 5


@pytest.fixture
def graders(stack: Stack) -> Iterator[list[Connection]]:
    """Four connections of the service."""
    with ExitStack() as held:
        opened = [held.enter_context(psycopg.connect(stack.database_url, autocommit=True)) for _ in range(4)]
        for connection in opened:
            connection.execute("set role service_role")
        yield opened


@pytest.fixture
def crowd(work: Work) -> Iterator[Callable[[int], UUID]]:
    """Queues the answers of this many sessions; deletes them after the test, which keeps later tests fast."""
    made: list[UUID] = []

    def queue(sessions: int) -> UUID:
        made.append(queue_many(work, sessions))
        return made[-1]

    yield queue
    work.database.execute("delete from reprise.interview_sessions where interview_id = any (%s)", made)


@pytest.fixture
def scratch(database: Database) -> Iterator[Database]:
    """A schema with copies of the three RPCs that a test may break; dropped after the test."""
    database.execute("create schema scratch")
    database.execute("grant usage on schema scratch to service_role")
    for statement in SOUND:
        database.execute(statement)
    yield database
    database.execute("drop schema scratch cascade")


SOUND: tuple[LiteralString, ...] = (
    """
create function scratch.claim_evaluations(p_batch_size integer) returns jsonb language sql security definer
as $$ select reprise_private.claim_evaluations(p_batch_size) $$""",
    """
create function scratch.complete_evaluation(p_answer_id uuid, p_token uuid, p_result jsonb) returns jsonb
language sql security definer as $$ select reprise_private.complete_evaluation(p_answer_id, p_token, p_result) $$""",
    """
create function scratch.fail_evaluation(p_answer_id uuid, p_token uuid, p_error text, p_retry numeric, p_last boolean)
returns jsonb language sql security definer
as $$ select reprise_private.fail_evaluation(p_answer_id, p_token, p_error, p_retry, p_last) $$""",
)
BROKEN: dict[str, tuple[LiteralString, str]] = {
    "a claim without row locks": (
        """
create or replace function scratch.claim_evaluations(p_batch_size integer) returns jsonb
language plpgsql security definer as $$
declare
  v_ids uuid[] := array(
    select e.answer_id from reprise.evaluations e
    where e.due_at <= now() and e.attempts < e.max_attempts
      and (e.status = 'queued' or (e.status = 'running' and e.claimed_until < now()))
    order by e.due_at limit p_batch_size
  );
  v_jobs jsonb;
begin
  with claimed as (
    update reprise.evaluations e
    set status = 'running', attempts = least(e.attempts + 1, e.max_attempts), claim_token = gen_random_uuid(),
      claimed_until = now() + interval '120 seconds'
    where e.answer_id = any (v_ids) returning e.*
  )
  select jsonb_agg(reprise_private.evaluation_job(claimed)) into v_jobs from claimed;
  return jsonb_build_object('jobs', coalesce(v_jobs, '[]'));
end $$""",
        "given to two graders at once",
    ),
    "a completion without the token": (
        """
create or replace function scratch.complete_evaluation(p_answer_id uuid, p_token uuid, p_result jsonb) returns jsonb
language sql security definer as $$
  select reprise_private.complete_evaluation(p_answer_id, coalesce(e.claim_token, p_token), p_result)
    || case when e.status = 'done' then '{"accepted": true}' else '{}' end::jsonb
  from reprise.evaluations e where e.answer_id = p_answer_id $$""",
        "not graded exactly once",
    ),
    "one attempt too few": (
        """
create or replace function scratch.fail_evaluation(
  p_answer_id uuid, p_token uuid, p_error text, p_retry numeric, p_last boolean
) returns jsonb language sql security definer as $$
  select reprise_private.fail_evaluation(p_answer_id, p_token, p_error, p_retry, e.attempts + 1 >= e.max_attempts)
  from reprise.evaluations e where e.answer_id = p_answer_id $$""",
        "another number of attempts",
    ),
}


def test_poison_answer_fails_after_its_maximum_of_attempts_and_all_others_are_graded_once(
    work: Work, crowd: Callable[[int], UUID], graders: list[Connection]
) -> None:
    interview_id = crowd(50)
    tally = grade_everything(work, graders)
    assert tally.faults(ATTEMPTS) == set()
    assert (len(tally.handed_out), len(tally.poison), sum(tally.accepted.values())) == (1000, 100, 900)
    assert len(tally.frozen) >= 30
    assert outcome(work, interview_id) == {
        ("done", 1): 900 - len(tally.frozen),
        ("done", 2): len(tally.frozen),
        ("failed", ATTEMPTS): 100,
    }


def test_harness_passes_the_intact_queue(
    work: Work, crowd: Callable[[int], UUID], graders: list[Connection], scratch: Database
) -> None:
    crowd(10)
    assert grade_everything(work, graders, "scratch").faults(ATTEMPTS) == set()


@pytest.mark.prove
@pytest.mark.parametrize("broken", BROKEN)
def test_harness_catches_a_broken_queue(
    broken: str, work: Work, crowd: Callable[[int], UUID], graders: list[Connection], scratch: Database
) -> None:
    crowd(10)
    statement, fault = BROKEN[broken]
    scratch.execute(statement)
    assert fault in grade_everything(work, graders, "scratch").faults(ATTEMPTS)


def outcome(work: Work, interview_id: UUID) -> Counter[tuple[str, int]]:
    """The number of evaluations per status and number of attempts."""
    rows = work.database.rows(
        "select e.status, e.attempts from reprise.evaluations e"
        " join reprise.interview_sessions s on s.id = e.session_id"
        " where s.interview_id = %s and s.status = 'completed'",
        interview_id,
    )
    return Counter((row["status"], row["attempts"]) for row in rows)
