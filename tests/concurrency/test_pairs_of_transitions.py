"""Guards that any two transitions of one candidate can overlap without a deadlock or a mixed result.

Covers every ordered pair of nine transitions, in a running session and in one whose question and active row are
overdue. They overlap in two ways: both wait for the candidate's lock, which a third connection holds; or the second
arrives when the first has done its work but not committed. The result must equal that of one of the two serial orders.
The harness must detect two calls that lock in opposite orders.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from functools import cache, partial
from itertools import product
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg.types.json import Jsonb

from local.stack import Stack
from tests.concurrency.outcomes import Outcome, outcome
from tests.support.cleanup import clean_up, put_others_off
from tests.support.database import Database
from tests.support.database_calls import Connection, become, call, call_as, candidate_locked
from tests.support.interviews import Interview, make_interview
from tests.support.people import People, Person


@dataclass(frozen=True)
class Case:
    """A candidate with a session, the device that holds its lease and another device."""

    person: Person
    session_id: UUID
    interview: Interview
    client_id: UUID
    other_client_id: UUID


def rpc(function: str, case: Case, connection: Connection, **arguments: object) -> None:
    """Make one call as the candidate inside the caller's transaction; a refusal is an outcome, too."""
    become(connection, case.person)
    try:
        with connection.transaction():
            call(connection, function, **arguments)
    except psycopg.errors.DatabaseError as refusal:
        if not (refusal.sqlstate or "").startswith("PT"):
            raise


def start(case: Case, connection: Connection, start_over: bool = False) -> None:
    interview_id = case.interview.interview_id
    arguments = {"client_id": case.client_id, "interview_id": interview_id}
    rpc("start_session", case, connection, start_over=start_over, **arguments)


def submit(case: Case, connection: Connection) -> None:
    arguments = {"question_position": 0, "answer": "submitted", "lease": 1}
    rpc("submit_answer", case, connection, session_id=case.session_id, **arguments)


def heartbeat(case: Case, connection: Connection) -> None:
    arguments = {"draft_position": 0, "draft_text": "beaten", "lease": 1}
    rpc("heartbeat", case, connection, session_id=case.session_id, **arguments)


def resume(case: Case, connection: Connection) -> None:
    arguments = {"client_id": case.other_client_id, "takeover": True}
    rpc("resume_session", case, connection, session_id=case.session_id, **arguments)


def finish(case: Case, connection: Connection) -> None:
    arguments = {"lease": 1, "outcome": "completed"}
    rpc("finish_session", case, connection, session_id=case.session_id, **arguments)


def clear(case: Case, connection: Connection) -> None:
    rpc("clear_stuck_session", case, connection)


def upload(case: Case, connection: Connection) -> None:
    texts = Jsonb([{"position": 0, "text": "uploaded"}])
    rpc("store_sealed_texts", case, connection, session_id=case.session_id, texts=texts)


def cleanup(case: Case, connection: Connection) -> None:
    connection.execute("select reprise_private.run_cleanup()")


Transition = Callable[[Case, Connection], None]
start_over: Transition = partial(start, start_over=True)
TRANSITIONS: dict[str, Transition] = {
    "start": start,
    "start over": start_over,
    "submit": submit,
    "heartbeat": heartbeat,
    "resume": resume,
    "finish": finish,
    "clear": clear,
    "upload": upload,
    "cleanup": cleanup,
}


@pytest.fixture(scope="module")
def three(stack: Stack) -> Iterator[list[Connection]]:
    """Two connections that overlap, and a third one that holds the lock."""
    with ExitStack() as held:
        yield [held.enter_context(psycopg.connect(stack.database_url, autocommit=True)) for _ in range(3)]


@pytest.fixture(scope="module")
def interview(database: Database) -> Interview:
    return make_interview(database, ["open"] * 3)


@pytest.fixture(scope="module")
def serial(
    three: list[Connection], interview: Interview, people: People, database: Database
) -> Callable[[str, str, bool], Outcome]:
    """The outcome of two transitions run one after the other, each in its own transaction."""

    @cache
    def run(first: str, second: str, overdue: bool) -> Outcome:
        case = prepare(three[0], database, people.candidate(), interview, overdue)
        for name in (first, second):
            in_transaction(TRANSITIONS[name], case, three[0])
        return settled(database, case)

    return run


@pytest.mark.everyday(6)
@pytest.mark.parametrize("overdue", [False, True], ids=["running", "overdue"])
@pytest.mark.parametrize("first", TRANSITIONS)
def test_pairs_of_transitions_neither_deadlock_nor_interleave(
    three: list[Connection],
    interview: Interview,
    people: People,
    database: Database,
    pool: ThreadPoolExecutor,
    serial: Callable[[str, str, bool], Outcome],
    first: str,
    overdue: bool,
) -> None:
    put_others_off(database)
    for second, meet in product(TRANSITIONS, (meet_at_the_lock, meet_before_the_commit)):
        case = prepare(three[0], database, people.candidate(), interview, overdue)
        meet(case, TRANSITIONS[first], TRANSITIONS[second], three, database, pool)
        orders = [serial(first, second, overdue), serial(second, first, overdue)]
        assert settled(database, case) in orders, f"{first} met {second}"


def prepare(
    connection: Connection,
    database: Database,
    person: Person,
    interview: Interview,
    overdue: bool,
) -> Case:
    """A session on its first question, with a draft; if overdue, 16 minutes without a heartbeat."""
    case = Case(person, uuid4(), interview, uuid4(), uuid4())
    ids = {"session_id": case.session_id, "client_id": case.client_id}
    call_as(connection, person, "start_session", interview_id=interview.interview_id, **ids)
    arguments = {"lease": 1, "draft_position": 0, "draft_text": "draft"}
    call_as(connection, person, "heartbeat", session_id=case.session_id, **arguments)
    if overdue:
        database.let_time_pass(case.session_id, 16 * 60)
    return case


def settled(database: Database, case: Case) -> Outcome:
    """The outcome after one more cleanup, because a cleanup skips a candidate whose lock is held."""
    clean_up(database)
    return outcome(database, case.person.user_id, [case.client_id, case.other_client_id])


def meet_at_the_lock(
    case: Case,
    left: Transition,
    right: Transition,
    three: list[Connection],
    database: Database,
    pool: ThreadPoolExecutor,
) -> None:
    """Both calls wait for the candidate's lock, and continue when it is released."""
    running = []
    with candidate_locked(three[2], case.person.user_id):
        for transition, connection in zip((left, right), three, strict=False):
            running.append(pool.submit(in_transaction, transition, case, connection))
            wait_for(running[-1], connection, database)
    for future in running:
        future.result(timeout=120)


def meet_before_the_commit(
    case: Case,
    left: Transition,
    right: Transition,
    three: list[Connection],
    database: Database,
    pool: ThreadPoolExecutor,
) -> None:
    """The second call arrives when everything that the first has written is still uncommitted."""
    with three[0].transaction():
        left(case, three[0])
        running = pool.submit(in_transaction, right, case, three[1])
        wait_for(running, three[1], database)
    running.result(timeout=120)


def in_transaction(transition: Transition, case: Case, connection: Connection) -> None:
    with connection.transaction():
        transition(case, connection)


def wait_for(running: "Future[None]", connection: Connection, database: Database) -> None:
    """Return when the call waits for a lock or has finished."""
    blocked = "select cardinality(pg_blocking_pids(%s)) > 0"
    while not running.done() and not database.value(blocked, connection.info.backend_pid):
        pass


@pytest.mark.prove
def test_harness_catches_two_calls_that_lock_in_opposite_orders(
    three: list[Connection],
    interview: Interview,
    people: People,
    database: Database,
    pool: ThreadPoolExecutor,
) -> None:
    case = prepare(three[0], database, people.candidate(), interview, overdue=False)
    key = "reprise_private.candidate_lock_key(%s)"

    def lock_late(_case: Case, connection: Connection) -> None:
        """Write a row first and take the lock afterwards."""
        connection.execute("update reprise.interview_sessions set title = title where id = %s", (case.session_id,))
        connection.execute(f"select pg_advisory_xact_lock({key})", (case.person.user_id,))

    def lock_first(_case: Case, connection: Connection) -> None:
        connection.execute(f"select pg_advisory_xact_lock({key})", (case.person.user_id,))
        connection.execute("update reprise.interview_sessions set title = title where id = %s", (case.session_id,))

    with pytest.raises(psycopg.errors.DeadlockDetected):
        meet_at_the_lock(case, lock_first, lock_late, three, database, pool)
