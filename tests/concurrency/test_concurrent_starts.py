"""Guards that one of sixteen simultaneous starts wins, and that the other callers learn which session is live.

20 rounds by default, 1,000 with `make prove`. The harness must detect a broken implementation.
"""

from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from uuid import uuid4

import pytest

from tests.concurrency.callers import CALLERS
from tests.support.apis import Api
from tests.support.database import Database
from tests.support.database_calls import Connection
from tests.support.figures import RecordFigures
from tests.support.interviews import make_interview, start
from tests.support.people import People, Person
from tests.support.race import rounds, together

CONTROL_ROUNDS = 40

Outcome = tuple[bool, str]
"""Whether this call started a session, and the id of the live session in its response."""


def what_went_wrong(
    callers: Sequence[Callable[[], Outcome]],
    live: Callable[[], list[str]],
    pool: ThreadPoolExecutor,
) -> str | None:
    """Run one round: all callers start. Returns None if one won and all responses name the same session."""
    outcomes = together(callers, pool)
    named = {session_id for _, session_id in outcomes}
    started = [session_id for won, session_id in outcomes if won]
    if len(started) == 1 and named == set(started) and live() == started:
        return None
    return f"{len(started)} started, {named} named, {live()} live"


def test_sixteen_concurrent_starts_leave_one_live_session(
    functions_api: Api,
    people: People,
    database: Database,
    pool: ThreadPoolExecutor,
    record_figures: RecordFigures,
) -> None:
    interviews = [make_interview(database, ["open"] * 2).interview_id for _ in range(2)]
    failures = []
    for number in rounds(everyday=20):
        person = people.candidate()

        def start_one(caller: int, person: Person = person, number: int = number) -> Outcome:
            arguments = {"session_id": uuid4(), "client_id": uuid4()}
            # In half of the rounds, the callers start two different interviews.
            arguments["interview_id"] = interviews[caller % 2 * number % 2]
            reply = functions_api.call("start", person, arguments)
            if reply.status == 201:
                return True, reply.body["session"]["id"]
            return False, reply.refused(409, "session_in_progress")["session"]["id"]

        wrong = what_went_wrong(
            [partial(start_one, caller) for caller in range(CALLERS)],
            partial(live_sessions, database, person),
            pool,
        )
        if wrong:
            failures.append(f"round {number}: {wrong}")
    record_figures({"rounds": number + 1, "callers": CALLERS})
    assert failures == []


def live_sessions(database: Database, person: Person) -> list[str]:
    """The session in the user's active row, and every running session of theirs."""
    found = database.rows(
        "select session_id as id from reprise.active_interview_sessions where user_id = %s"
        " union select id from reprise.interview_sessions"
        " where user_id = %s and status = 'in_progress'",
        *(person.user_id, person.user_id),
    )
    return [str(row["id"]) for row in found]


def test_sixteen_starts_with_one_session_id_create_one_session(
    functions_api: Api, people: People, database: Database, pool: ThreadPoolExecutor
) -> None:
    interview = make_interview(database, ["open"] * 2).interview_id
    for _ in rounds(everyday=5):
        person = people.candidate()
        arguments = {"session_id": uuid4(), "client_id": uuid4(), "interview_id": interview}
        replies = together([partial(functions_api.call, "start", person, arguments)] * CALLERS, pool)
        assert sorted(reply.status for reply in replies) == [200] * (CALLERS - 1) + [201]
        assert {reply.body["lease"]["number"] for reply in replies} == {1}
        assert {reply.body["question"]["deadline_at"] for reply in replies} == {
            replies[0].body["question"]["deadline_at"]
        }
        assert live_sessions(database, person) == [str(arguments["session_id"])]


def test_two_users_creating_one_session_id_concurrently_get_a_session_each(
    api: Api, people: People, database: Database, pool: ThreadPoolExecutor
) -> None:
    interview = make_interview(database, ["open"] * 2).interview_id
    for _ in rounds(everyday=5):
        session_id = uuid4()
        replies = together(
            [
                partial(
                    api.call,
                    "start",
                    people.candidate(),
                    {"session_id": session_id, "client_id": uuid4(), "interview_id": interview},
                )
                for _ in range(2)
            ],
            pool,
        )
        ids = {reply.ok(201)["session"]["id"] for reply in replies}
        assert len(ids) == 2
        assert str(session_id) in ids


CHECK_THEN_INSERT = """
create table scratch.live (id uuid default gen_random_uuid(), person integer);
create function scratch.start(p_person integer) returns table (won boolean, id uuid)
language plpgsql as $$
begin
  select false, l.id into won, id from scratch.live l where l.person = p_person;
  if id is null then
    insert into scratch.live as l (person) values (p_person) returning true, l.id into won, id;
  end if;
  return next;
end
$$;
"""


@pytest.mark.prove
def test_harness_catches_a_naive_start(
    scratch: Database, connections: list[Connection], pool: ThreadPoolExecutor
) -> None:
    scratch.execute(CHECK_THEN_INSERT)

    def start_one(connection: Connection, person: int) -> Outcome:
        row = connection.execute("select * from scratch.start(%s)", (person,)).fetchone()
        assert row is not None
        return bool(row[0]), str(row[1])

    def live(person: int) -> list[str]:
        found = scratch.rows("select id from scratch.live where person = %s", person)
        return [str(row["id"]) for row in found]

    failures = [
        wrong
        for person in range(CONTROL_ROUNDS)
        if (
            wrong := what_went_wrong(
                [partial(start_one, connection, person) for connection in connections],
                partial(live, person),
                pool,
            )
        )
    ]
    assert len(failures) >= CONTROL_ROUNDS / 10, failures


@pytest.mark.parametrize("start_over", [False, True])
def test_start_against_start_over_leaves_one_live_session(
    functions_api: Api,
    people: People,
    database: Database,
    pool: ThreadPoolExecutor,
    start_over: bool,
) -> None:
    interview = make_interview(database, ["open"] * 2).interview_id
    for _ in rounds(everyday=5):
        person = people.candidate()
        start(functions_api, person, interview)
        arguments = {"interview_id": interview, "start_over": True}
        calls = [
            arguments | {"session_id": uuid4(), "client_id": uuid4(), "start_over": start_over or not caller}
            for caller in range(4)
        ]
        replies = together([partial(functions_api.call, "start", person, call) for call in calls], pool)
        assert {reply.status for reply in replies} <= {201, 409}
        assert len(live_sessions(database, person)) == 1
