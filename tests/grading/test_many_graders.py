"""Guards that concurrent grader processes grade each answer once, and give up on poison after bounded attempts.

Four graders make their first claim at the same moment. A tenth of the answers are poison: the model always fails on
them. 60 answers by default, 1,000 with `make prove`. The same harness must detect two broken queues.
"""

from collections.abc import Iterator

import psycopg
import pytest

from tests.grading.parallel_graders import ATTEMPTS, GRADERS, PER_SESSION, ParallelGraders
from tests.support.apis import RpcApi
from tests.support.copied_stack import copied_stack
from tests.support.database import Database
from tests.support.due_answers import Due
from tests.support.model_server import ModelServer
from tests.support.people import People
from tests.support.race import rounds

CLAIM = "reprise_private.claim_evaluations(integer)"
FAIL = "reprise_private.fail_evaluation(uuid, uuid, text, numeric, boolean)"
# The function, the text to replace in it, the replacement, and the faults it causes.
BROKEN = {
    "a claim without row locks, slow between its look and its write": (
        CLAIM,
        {
            "for update skip locked\n  ), claimed": "), slow as (select pg_sleep(0.3)), claimed",
            "from due, reprise_private": "from due, slow, reprise_private",
            "attempts = e.attempts + 1": "attempts = least(e.attempts + 1, e.max_attempts)",
        },
        "graded twice",
    ),
    "one attempt too few": (
        FAIL,
        {"e.attempts >= e.max_attempts": "e.attempts + 1 >= e.max_attempts"},
        "another number of attempts",
    ),
}


@pytest.fixture(scope="module")
def throwaway() -> Iterator[Due]:
    """A queue of its own, in a database that the test may break."""
    with (
        copied_stack() as stack,
        psycopg.connect(stack.database_url, autocommit=True) as connection,
        RpcApi(stack) as api,
    ):
        database = Database(connection)
        yield Due(stack, database, People(stack, database), api)


def test_four_graders_grade_each_answer_once_and_fail_poison_answers(due: Due, model_server: ModelServer) -> None:
    parallel = ParallelGraders(due, model_server, sessions=len(rounds(3, full=50)))
    answers = len(parallel.sessions) * PER_SESSION
    parallel.work()
    assert parallel.faults() == set()
    assert parallel.at_work == GRADERS
    assert parallel.reported == {
        "claimed": answers * 9 // 10 + answers // 10 * ATTEMPTS,
        "graded": answers * 9 // 10,
        "retried": answers // 10 * (ATTEMPTS - 1),
        "failed": answers // 10,
        "summaries": len(parallel.sessions),
        **dict.fromkeys(("needs_review", "released", "lost"), 0),
    }


@pytest.mark.prove
@pytest.mark.parametrize("broken", BROKEN)
def test_harness_catches_a_broken_queue(broken: str, throwaway: Due, model_server: ModelServer) -> None:
    function, changes, fault = BROKEN[broken]
    sound = throwaway.database.value("select pg_get_functiondef(%s::regprocedure)", function)
    statement = sound
    for old, new in changes.items():
        assert old in statement
        statement = statement.replace(old, new)
    parallel = ParallelGraders(throwaway, model_server, sessions=2)
    throwaway.database.connection.execute(statement.encode())
    try:
        parallel.work()
    finally:
        throwaway.database.connection.execute(sound.encode())
    assert fault in parallel.faults()
