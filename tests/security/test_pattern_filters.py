"""A pattern that a candidate applies to any text ends within seconds and leaves nothing running."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from time import monotonic
from typing import LiteralString

import httpx
import pytest
from psycopg import sql
from psycopg.types.json import Jsonb

from local.processes import wait_until
from local.stack import Stack
from tests.support.apis import FunctionsApi
from tests.support.conversations import start_talk
from tests.support.data_api import PROFILE
from tests.support.database import Database
from tests.support.database_calls import become
from tests.support.interviews import make_interview, start
from tests.support.people import People, Person

KEY = "notes"
TEXT = "a" * 60_000 + "b"
BACKREFERENCES = r"^(.*)(.*)\1\2$"
# LIKE ignores timeouts: it costs text length times pattern length, most if each position nearly matches.
LITERAL = "like.*" + "a" * 4000 + "b*"
NESTED = r"^(a*)(a*)(a*)\1\2\3b$"
# Expensive before it sees any text, because its automaton is large.
LARGE = "(((a{0,20}){0,20}){0,20})$"
LIMIT = 3
# Seconds that a busy machine may add.
SLACK = 60
PATTERNS: LiteralString = """
  select pid from pg_stat_activity
  where state = 'active' and pid <> pg_backend_pid() and application_name = 'postgres.js' and query ~ '~|like'
"""
EXPECTED = {
    *[("session_questions", "draft"), ("answers", "answer"), ("late_answers", "answer"), ("transcriptions", "text")],
    *[("messages", "content"), ("late_messages", "content"), ("conversations", "draft")],
}
# Columns that hold more than 4 KB and that no candidate writes: members do, or graders, or they are copies.
WRITTEN_BY_OTHERS = {
    *[("questions", "prompt"), ("questions", "options"), ("session_questions", "prompt")],
    *[("session_questions", "options"), ("interviews", "description"), ("interview_instructions", "instructions")],
    *[("conversation_instructions", "instructions"), ("conversations", "profile"), ("prep_templates", "document")],
    *[(table, name) for table in ("question_keys", "session_question_keys") for name in ("criteria", "keywords")],
    *[("question_keys", "sample_solution"), ("session_question_keys", "sample_solution")],
    *[("evaluations", "feedback"), ("evaluation_history", "evaluation"), ("session_results", "summary")],
    *[("session_results", "strengths"), ("session_results", "improvements"), ("session_events", "detail")],
}
# Columns without a check of their length that hold a name, a hash, or a text that functions cut.
SHORT = {
    *[(table, "sha256") for table in ("answers", "late_answers", "late_messages", "messages", "transcriptions")],
    *[(table, name) for table in ("evaluations", "session_results") for name in ("error", "model", "prompt_version")],
    *[("messages", "model"), ("messages", "prompt_version"), ("evaluations", "flags"), ("evaluations", "kind")],
    *[
        ("messages", "role"),
        ("messages", "source"),
        ("evaluations", "override_reason"),
        ("evaluation_history", "reason"),
        ("session_events", "event"),
    ],
    *[("interview_sessions", name) for name in ("difficulty", "domain", "interview_type", "title")],
    *[("questions", "domain"), ("questions", "interview_type"), ("question_keys", "correct_option")],
    *[("session_question_keys", "correct_option"), ("session_questions", "kind"), ("prep_templates", "skill")],
}
# Columns whose length no check bounds to 4 KB.
LONG: LiteralString = r"""
  select c.relname as table_name, a.attname as column_name
  from pg_class c join pg_attribute a on a.attrelid = c.oid
  where c.relnamespace = 'reprise'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped
    and a.atttypid in ('text'::regtype, 'text[]'::regtype, 'jsonb'::regtype)
    and has_column_privilege('authenticated', c.oid, a.attnum, 'select')
    and not exists (
      select from pg_constraint k, pg_get_constraintdef(k.oid) as t (text)
      where k.conrelid = c.oid and k.contype = 'c' and a.attnum = any (k.conkey) and (
        t.text ~ ('^CHECK \(\(' || a.attname || ' = ANY ') or substring(
          t.text from 'length\(' || a.attname || '\) <= (\d+)')::integer <= 4096
      )
    )
"""


@pytest.fixture(scope="module")
def writer(stack: Stack, people: People, database: Database) -> Person:
    """A person who has written a long text in every place that takes one."""
    person = people.candidate()
    interview = make_interview(database, ["open", "open"], time_limit_seconds=3600)
    with FunctionsApi(stack) as api:
        run = start(api, person, interview.interview_id)
        run.submit(TEXT, transcription={"text": TEXT, "duration_seconds": 60}).ok()
        run.submit(TEXT + "!", position=0).refused(409, "already_answered")
        run.heartbeat(draft=TEXT).ok()
        run.finish().ok()
        talk = start_talk(api, person)
        talk.say(TEXT[:15_000]).ok()
        talk.beat(TEXT[:15_000]).ok()
        draft = {"position": 0, "text": TEXT[:15_000]}
        talk.finish("completed").ok()
        talk.call("heartbeat", draft=draft).refused(409, "session_closed")
    # The size that PATCH /prep-sessions/{id} accepts: four times that of any other text.
    database.execute(
        "insert into reprise.prep_sessions (user_id, name, mode, document) values (%s, 'Notes', 'general', %s)",
        person.user_id,
        Jsonb({KEY: TEXT.replace("b", "a") * 4 + "c"}),
    )
    return person


@pytest.fixture
def _nothing_left(database: Database) -> Iterator[None]:
    """Terminate whatever a failed test left running."""
    yield
    database.rows("select pg_terminate_backend(pid) from (" + PATTERNS + ") p")


def texts(database: Database, person: Person) -> list[tuple[str, str]]:
    """Table and column of every longer text that a person sees at the Data API."""
    columns = database.rows(
        "select c.relname as table_name, a.attname as column_name"
        " from pg_class c join pg_attribute a on a.attrelid = c.oid"
        " where c.relnamespace = 'reprise'::regnamespace and c.relkind = 'r' and a.attnum > 0 and not a.attisdropped"
        " and a.atttypid = 'text'::regtype"
        " and has_table_privilege('authenticated', c.oid, 'select') order by 1, 2"
    )
    found = []
    with database.connection.transaction(force_rollback=True):
        become(database.connection, person)
        for column in columns:
            longest = database.connection.execute(
                sql.SQL("select max(length({}::text)) from reprise.{}").format(
                    sql.Identifier(column["column_name"]), sql.Identifier(column["table_name"])
                )
            ).fetchone()
            if longest and longest[0] and longest[0] > 10_000:
                found.append((column["table_name"], column["column_name"]))
    return found


def get(stack: Stack, person: Person | None, path: str, params: dict[str, str]) -> tuple[int, float]:
    """Status and duration of one request to the Data API."""
    headers = {**PROFILE, "apikey": stack.publishable_key}
    if person is not None:
        headers["authorization"] = f"Bearer {person.token}"
    started = monotonic()
    response = httpx.get(f"{stack.supabase_url}/rest/v1/{path}", params=params, headers=headers, timeout=LIMIT + SLACK)
    return response.status_code, monotonic() - started


def ends(stack: Stack, person: Person, requests: list[tuple[str, dict[str, str]]]) -> dict[str, tuple[int, float]]:
    """The result of each request. All requests must end, or this raises."""
    with ThreadPoolExecutor(4) as pool:
        results = pool.map(lambda request: get(stack, person, *request), requests)
        return {f"{path} {params}": result for (path, params), result in zip(requests, results, strict=True)}


def test_every_long_column_that_people_can_filter_is_known(database: Database) -> None:
    found = {(column["table_name"], column["column_name"]) for column in database.rows(LONG)}
    assert found == EXPECTED | WRITTEN_BY_OTHERS | SHORT


@pytest.mark.usefixtures("_nothing_left")
def test_pattern_filter_on_any_own_text_ends_within_seconds(stack: Stack, database: Database, writer: Person) -> None:
    columns = texts(database, writer)
    assert set(columns) >= EXPECTED, columns
    requests = [(table, {"select": "*", column: f"match.{BACKREFERENCES}"}) for table, column in columns]
    found = ends(stack, writer, requests)
    # The statement was started and cancelled by the server, not refused beforehand.
    assert [(request, result) for request, result in found.items() if result[0] != 500] == []
    assert wait_until(lambda: database.rows(PATTERNS) == [], SLACK, every=0.1)


@pytest.mark.usefixtures("_nothing_left")
def test_pattern_filter_on_the_longest_text_of_a_member_ends_within_seconds(
    stack: Stack, database: Database, people: People
) -> None:
    interview = make_interview(database, ["open"])
    member = people.member(interview.organization_id, "owner")
    database.execute(
        "update reprise.question_keys set sample_solution = %s where question_id in"
        " (select question_id from reprise.interview_questions where interview_id = %s)",
        TEXT[-50_000:],
        interview.interview_id,
    )
    params = {"select": "question_id", "sample_solution": f"match.{BACKREFERENCES}"}
    status, _ = get(stack, member, "question_keys", params)
    assert status in (500, 504)
    assert wait_until(lambda: database.rows(PATTERNS) == [], SLACK, every=0.1)


@pytest.mark.prove
@pytest.mark.usefixtures("_nothing_left")
def test_pattern_filter_in_any_form_ends_within_seconds(stack: Stack, database: Database, writer: Person) -> None:
    draft = {"select": "position"}
    found = ends(
        stack,
        writer,
        [
            ("session_questions", draft | {"draft": f"match.{NESTED}"}),
            ("session_questions", draft | {"draft": f"imatch.{BACKREFERENCES}"}),
            ("session_questions", draft | {"draft": f"not.match.{BACKREFERENCES}"}),
            ("session_questions", draft | {"or": f'(draft.match."{NESTED}",draft.is.null)'}),
            ("session_questions", draft | {"draft": "like." + "*a" * 200 + "c"}),
            ("session_questions", draft | {"draft": "ilike." + "*_a*a_" * 200 + "c"}),
            ("session_questions", draft | {"draft": "plfts." + "a b " * 300}),
            ("interview_sessions", {"select": "id,answers(answer)", "answers.answer": f"match.{BACKREFERENCES}"}),
            ("interviews", {"select": "id", "title": f"match.{LARGE}"}),
            ("interviews", {"select": "id", "title": f"imatch.{LARGE}"}),
        ],
    )
    assert len(found) == 10
    assert wait_until(lambda: database.rows(PATTERNS) == [], SLACK, every=0.1)


@pytest.mark.prove
def test_long_literal_filter_costs_no_more_than_one_scan_of_the_longest_text(
    stack: Stack, database: Database, writer: Person
) -> None:
    columns = texts(database, writer)
    documents = [("prep_sessions", f"document->>{KEY}"), ("prep_sessions", "document->>any"), ("prep_sessions", "name")]
    seconds = {
        f"{table}.{column}": min(get(stack, writer, table, {"select": "*", column: LITERAL})[1] for _ in range(2))
        for table, column in [*columns, *documents]
    }
    # The cost of one such text without overhead, which no timeout interrupts.
    one = max(seconds_of_one_text(database) for _ in range(3))
    assert {name: cost for name, cost in seconds.items() if cost > 2.5 * one + 0.5} == {}, f"one text: {one:.2f} s"


def seconds_of_one_text(database: Database) -> float:
    """The time the literal takes on the longest text that a row can hold, without HTTP."""
    started = monotonic()
    database.value("select %s::text like %s", TEXT.replace("b", "a"), "%" + "a" * 4000 + "b%")
    return monotonic() - started
