"""Guards that limits are exact: of 50 simultaneous callers only as many as allowed pass. Honest submits never count.

Usage is counted in SQL, in the transaction that does the work. The harness must detect a broken way of counting.
"""

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from functools import partial
from typing import LiteralString
from uuid import UUID, uuid4

import psycopg
import pytest

from local.stack import Stack
from tests.support.apis import Api
from tests.support.conversations import start_talk
from tests.support.database import Database
from tests.support.database_calls import Connection, become
from tests.support.interviews import Run, finish_all, make_interview, start
from tests.support.limits import leave_uses, limited_actions, limits_changed
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
    with limits_changed(database, 3, ["start"]):
        yield 3


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
    for _ in rounds(everyday=10, full=200):
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
    run = start(functions_api, person, interview.interview_id)
    with limits_changed(database, 0, limited_actions(database)):
        for _ in range(60):
            run.heartbeat("a draft").ok()
            run.resume().ok()
            run.submit().ok()
        assert run.view["session"]["status"] == "completed"


def test_sessions_of_a_day_are_limited_and_a_repeat_is_not(api: Api, people: People, database: Database) -> None:
    person = people.candidate()
    interview = make_interview(database, ["open"] * 2)
    leave_uses(database, person, "start_day", 1)
    run = start(api, person, interview.interview_id)
    arguments = {"client_id": run.client_id, "interview_id": interview.interview_id, "start_over": True}
    refusal = api.call("start", person, {**arguments, "session_id": uuid4()}).refused(429, "rate_limited")
    assert 86_390 <= refusal["retry_after_seconds"] <= 86_400
    again = api.call("start", person, {**arguments, "session_id": run.session_id}).ok()
    assert again["session"]["status"] == "in_progress"


def test_looking_for_sessions_and_interviews_of_others_is_limited(api: Api, people: People, database: Database) -> None:
    interview = make_interview(database, ["open"] * 2)
    other = start(api, people.candidate(), interview.interview_id)
    prober = people.candidate()
    own = start(api, prober, interview.interview_id)
    leave_uses(database, prober, "start", 2)
    for _ in range(2):
        unknown = {"client_id": uuid4(), "interview_id": uuid4()}
        api.call("start", prober, unknown).refused(404, "interview_not_found")
    api.call("start", prober, {"client_id": uuid4(), "interview_id": uuid4()}).refused(429, "rate_limited")
    leave_uses(database, prober, "unknown_session", 2)
    for session_id in (other.session_id, uuid4()):
        api.call("resume", prober, {"session_id": session_id, "client_id": uuid4()}).refused(404, "no_session")
    probe = {"session_id": other.session_id, "client_id": uuid4()}
    api.call("resume", prober, probe).refused(429, "rate_limited")
    own.resume().ok()
    api.call("resume", people.candidate(), {"client_id": uuid4()}).refused(404, "no_session")


def test_fifty_concurrent_statistics_pass_exactly_as_often_as_the_limit_allows(
    new_api: Api, people: People, database: Database, threads: ThreadPoolExecutor
) -> None:
    person = people.candidate()
    leave_uses(database, person, "analytics", ALLOWED)
    replies = together([partial(new_api.call, "analytics", person, {}) for _ in range(CALLERS)], threads)
    assert sorted(reply.status for reply in replies) == [200] * ALLOWED + [429] * (CALLERS - ALLOWED)


def test_statistics_that_take_too_long_count(people: People, stack: Stack) -> None:
    person = people.candidate()
    with psycopg.connect(stack.database_url) as connection, connection.transaction(force_rollback=True):
        connection.execute(
            "create or replace function reprise_private.candidate_analytics(p_user_id uuid) returns jsonb"
            " language plpgsql as $$ begin perform pg_sleep(60); return '{}'; end $$"
        )
        become(connection, person)
        connection.execute("set local statement_timeout = '1s'")
        row = connection.execute("select reprise.get_analytics()").fetchone()
        assert row is not None
        assert row[0]["problem"] == {"status": 503, "code": "database_unavailable"}
        connection.execute("reset role")
        used = connection.execute(
            "select used from reprise_private.rate_limit_uses where user_id = %s and action = 'analytics'",
            (person.user_id,),
        )
        assert used.fetchone() == (1,)


def test_results_of_large_sessions_are_limited_and_those_of_others_are_not(
    api: Api, people: People, database: Database
) -> None:
    large = finish_with(api, people.candidate(), make_interview(database, ["open"] * 17).interview_id, "a" * 65_536)
    small = finish_with(api, large.person, make_interview(database, ["open"]).interview_id, "short")
    leave_uses(database, large.person, "large_results", 1)
    api.call("results", large.person, {"session_id": large.session_id}).ok()
    api.call("results", large.person, {"session_id": large.session_id}).refused(429, "rate_limited")
    api.call("results", large.person, {"session_id": small.session_id}).ok()


OTHER_TEXTS: dict[str, LiteralString] = {
    "transcriptions": "insert into reprise.transcriptions (session_id, position, sha256, text, duration_seconds)"
    " select %s, 0, n, repeat('a', 65536), 1 from generate_series(1, 17) n",
    "late texts": "insert into reprise.late_answers (session_id, position, answer, reason, sha256)"
    " select %s, 0, repeat('a', 65536), 'session_closed', reprise_private.sha256_hex(n::text)"
    " from generate_series(1, 17) n",
    "late messages": "insert into reprise.late_messages (session_id, message_id, content, reason, sha256, lease_number)"
    " select %s, gen_random_uuid(), repeat('a', 65536), 'session_closed', n, 1 from generate_series(1, 17) n",
}


@pytest.mark.parametrize("texts", OTHER_TEXTS)
def test_results_with_large_texts_of_other_kinds_are_limited(
    api: Api, people: People, database: Database, texts: str
) -> None:
    interview = make_interview(database, ["open"])
    reviewer = people.member(interview.organization_id)
    if texts == "late messages":
        database.execute("update reprise.interviews set mode = 'conversation' where id = %s", interview.interview_id)
        session_id = start_talk(api, people.candidate(), {"interview_id": interview.interview_id}).session_id
    else:
        session_id = finish_with(api, people.candidate(), interview.interview_id, "short").session_id
    leave_uses(database, reviewer, "large_results", 0)
    api.call("results", reviewer, {"session_id": session_id}).ok()
    database.execute(OTHER_TEXTS[texts], session_id)
    api.call("results", reviewer, {"session_id": session_id}).refused(429, "rate_limited")


def finish_with(api: Api, person: Person, interview_id: UUID, text: str) -> Run:
    """Take an interview, with one text for all answers."""
    run = start(api, person, interview_id)
    while run.view["question"] is not None:
        run.submit(text).ok()
    return run


def test_fifty_concurrent_probes_pass_exactly_as_often_as_the_limit_allows(
    new_api: Api, people: People, database: Database, threads: ThreadPoolExecutor
) -> None:
    person = people.candidate()
    leave_uses(database, person, "unknown_session", ALLOWED)
    probe = {"session_id": uuid4(), "client_id": uuid4()}
    replies = together([partial(new_api.call, "resume", person, probe) for _ in range(CALLERS)], threads)
    assert sorted(reply.status for reply in replies) == [404] * ALLOWED + [429] * (CALLERS - ALLOWED)


def test_reviews_of_one_member_are_limited_and_those_of_a_colleague_are_not(
    api: Api, people: People, database: Database
) -> None:
    interview = make_interview(database, ["open"] * 2)
    run = finish_all(api, people.candidate(), interview.interview_id)
    busy, colleague = people.member(interview.organization_id), people.member(interview.organization_id)
    retry = {"session_id": run.session_id, "action": "retry_evaluation", "position": 0, "reason": "Once more."}
    extend = {"session_id": run.session_id, "action": "reopen", "reason": "Once more."}
    leave_uses(database, busy, "retry", 1)
    api.call("review", busy, retry).ok()
    assert api.call("review", busy, retry).refused(429, "rate_limited")["retry_after_seconds"] > 3500
    assert api.call("review", busy, extend).status == 409
    leave_uses(database, busy, "review", 0)
    api.call("review", busy, extend).refused(429, "rate_limited")
    api.call("review", colleague, retry).ok()


def test_regrades_of_one_recruiter_are_limited(api: Api, people: People, database: Database) -> None:
    interview = make_interview(database, ["open"])
    recruiter = people.member(interview.organization_id)
    leave_uses(database, recruiter, "regrade", 1)
    regrade = {"interview_id": interview.interview_id, "action": "regrade", "reason": "The key was wrong."}
    api.call("review", recruiter, regrade).ok()
    api.call("review", recruiter, regrade).refused(429, "rate_limited")


def test_late_texts_of_a_day_are_limited_but_never_the_first_two_of_a_question(
    api: Api, people: People, database: Database
) -> None:
    run = start(api, people.candidate(), make_interview(database, ["open"] * 2).interview_id)
    run.submit("the answer").ok()
    leave_uses(database, run.person, "kept_text", 1)
    for number in range(3):
        reply = run.submit(f"second thought {number}", position=0)
        assert reply.refused(409, "already_answered")["kept"] is True
    refused = run.submit("one too many", position=0).refused(429, "rate_limited")
    assert 86_390 <= refused["retry_after_seconds"] <= 86_400
    # A repeat of a stored text, the answers, and the first late texts of the next question are as before.
    assert run.submit("second thought 0", position=0).refused(409, "already_answered")["kept"] is True
    run.submit().ok()
    for number in range(2):
        assert run.submit(f"late {number}", position=1).refused(409, "already_answered")["kept"] is True


STATEMENTS: Sequence[LiteralString] = (
    "select * from reprise_private.rate_limits",
    "update reprise_private.rate_limits set allowed = 1000000",
    "delete from reprise_private.rate_limit_uses",
    "update reprise_private.stored_bytes set of_day = 0, in_all = 0",
    "select reprise_private.count_stored_bytes(auth.uid(), -1000000)",
    "insert into reprise_private.rate_limit_uses values (auth.uid(), 'start', now(), -1000000)",
    "select reprise_private.take_rate_limit(auth.uid(), 'start')",
)


@pytest.mark.parametrize("statement", STATEMENTS)
def test_user_cannot_reset_their_own_count(people: People, stack: Stack, statement: LiteralString) -> None:
    with psycopg.connect(stack.database_url) as connection:
        become(connection, people.candidate())
        with pytest.raises(psycopg.errors.InsufficientPrivilege):
            connection.execute(statement)
