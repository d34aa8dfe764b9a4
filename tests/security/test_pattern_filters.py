"""A pattern that somebody applies to a text at the Data API is refused before it reads any text."""

from time import monotonic
from typing import LiteralString

import pytest
from psycopg import sql

from local.stack import Stack
from tests.support.apis import FunctionsApi, RpcApi
from tests.support.conversations import start_talk
from tests.support.data_api import PROFILE
from tests.support.database import Database
from tests.support.database_calls import become
from tests.support.interviews import Run, make_interview, start
from tests.support.people import People, Person
from tests.support.plain_http import http

TEXT = "a" * 60_000 + "b"
BACKREFERENCES = r"^(.*)(.*)\1\2$"
NESTED = r"^(a*)(a*)(a*)\1\2\3b$"
# Expensive before it sees any text, because its automaton is large.
LARGE = "(((a{0,20}){0,20}){0,20})$"
LIMIT = 3
# Seconds that a busy machine may add.
SLACK = 60
# A refusal reads no text: a fraction of the time that a pattern may take.
AT_ONCE = 2.5
EXPECTED = {
    *[("session_questions", "draft"), ("answers", "answer"), ("late_answers", "answer"), ("transcriptions", "text")],
    *[("messages", "content"), ("late_messages", "content"), ("conversations", "draft")],
}
# Columns that hold more than 4 KB and that no candidate writes: members do, or graders, or they are copies.
WRITTEN_BY_OTHERS = {
    *[("questions", "prompt"), ("questions", "options"), ("session_questions", "prompt")],
    *[("session_questions", "options"), ("interviews", "description"), ("interview_instructions", "instructions")],
    *[
        ("conversation_instructions", "instructions"),
        ("prep_templates", "document"),
        ("conversation_profiles", "profile"),
    ],
    *[(table, name) for table in ("question_keys", "session_question_keys") for name in ("criteria", "keywords")],
    *[
        ("question_keys", "sample_solution"),
        ("session_question_keys", "sample_solution"),
        ("question_keys", "explanation"),
        ("session_question_keys", "explanation"),
        ("question_keys", "sources"),
        ("session_question_keys", "sources"),
    ],
    *[("evaluations", "feedback"), ("evaluation_history", "evaluation"), ("session_results", "summary")],
    *[("audit_events", "after"), ("audit_events", "before"), ("evaluations", "grade")],
    *[("conversation_instructions", "agenda"), ("interview_instructions", "agenda"), ("questions", "tags")],
    *[("conversation_criteria", "criteria"), ("interview_criteria", "criteria")],
    ("evaluations", "overridden_criteria"),
    *[("session_results", "strengths"), ("session_results", "improvements"), ("session_events", "detail")],
    ("scorecards", "ratings"),
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
    *[("audit_events", "entity"), ("session_statistics", "mode"), ("session_statistics", "status")],
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
    return person


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
    response = http.get(f"{stack.supabase_url}/rest/v1/{path}", params=params, headers=headers, timeout=LIMIT + SLACK)
    return response.status_code, monotonic() - started


def test_every_long_column_that_people_can_filter_is_known(database: Database) -> None:
    found = {(column["table_name"], column["column_name"]) for column in database.rows(LONG)}
    assert found == EXPECTED | WRITTEN_BY_OTHERS | SHORT


def test_every_policy_for_reading_refuses_patterns(database: Database) -> None:
    policies = database.rows(
        "select tablename, policyname from pg_policies where schemaname = 'reprise' and cmd in ('SELECT', 'ALL')"
        " and qual not like '%%refuse_patterns(%%'"
    )
    assert policies == []


def refused(stack: Stack, person: Person, path: str, params: dict[str, str]) -> None:
    """Assert that the Data API refuses a filter with the code, at once."""
    status, seconds = get(stack, person, path, params)
    assert status == 400, (path, params)
    assert seconds < AT_ONCE, (path, params)


@pytest.mark.parametrize("pattern", [f"match.{BACKREFERENCES}", "like.*" + "a" * 4000 + "b*", "ilike.*a*b*"])
def test_pattern_on_any_text_of_a_session_is_refused(
    stack: Stack, database: Database, writer: Person, pattern: str
) -> None:
    columns = texts(database, writer)
    assert set(columns) >= EXPECTED, columns
    for table, column in columns:
        refused(stack, writer, table, {"select": "*", column: pattern})


@pytest.mark.parametrize(
    ("path", "params"),
    [
        ("session_questions", {"draft": f"match.{NESTED}"}),
        ("session_questions", {"draft": f"imatch.{BACKREFERENCES}"}),
        ("session_questions", {"draft": f"not.match.{BACKREFERENCES}"}),
        ("session_questions", {"draft": "not.like.*a*"}),
        ("session_questions", {"or": f'(draft.match."{NESTED}",draft.is.null)'}),
        ("interview_sessions", {"select": "id,answers(answer)", "answers.answer": f"match.{BACKREFERENCES}"}),
        ("interview_sessions", {"title": f"match.{LARGE}"}),
        ("interviews", {"select": "id", "title": f"match.{LARGE}"}),
        ("interviews", {"select": "id", "title": f"imatch.{LARGE}"}),
        ("practice_templates", {"name": f"match.{LARGE}"}),
        ("prep_templates", {"name": f"match.{LARGE}"}),
    ],
)
def test_pattern_in_any_form_is_refused(stack: Stack, writer: Person, path: str, params: dict[str, str]) -> None:
    refused(stack, writer, path, params)


def test_pattern_of_a_member_on_a_key_is_refused_and_a_search_by_words_is_not(
    stack: Stack, database: Database, people: People
) -> None:
    interview = make_interview(database, ["open"])
    member = people.member(interview.organization_id, "owner")
    refused(stack, member, "question_keys", {"sample_solution": f"match.{BACKREFERENCES}"})
    refused(stack, member, "questions", {"prompt": f"imatch.{BACKREFERENCES}"})
    status, _ = get(stack, member, "questions", {"select": "id", "prompt": "ilike.*prompt-0*"})
    assert status == 200


@pytest.mark.parametrize("pattern", ["like.*a*b*", f"match.{BACKREFERENCES}"])
def test_pattern_on_the_result_of_an_rpc_is_refused(stack: Stack, writer: Person, pattern: str) -> None:
    # The local gateway names the column like the function, PostgREST calls it pgrst_scalar. Twice on each of many
    # connections: a plan that the database keeps must not remember that a request was allowed.
    for _ in range(25):
        status, _ = get(stack, writer, "rpc/list_sessions", {})
        assert status == 200
    for _ in range(25):
        status, seconds = get(stack, writer, "rpc/list_sessions", {"list_sessions->>server_time": pattern})
        # The local gateway filters such results with `like` only.
        assert status in ((400,) if pattern.startswith("like") else (400, 406))
        assert seconds < AT_ONCE


def test_texts_that_look_like_patterns_are_stored_and_found(stack: Stack, people: People, database: Database) -> None:
    person = people.candidate()
    interview = make_interview(database, ["open", "open"])
    text = "select * from t where a ~ '^x' and b ilike '%y%' -- it's similar to !~* this"
    with FunctionsApi(stack) as api:
        run = start(api, person, interview.interview_id)
        run.heartbeat(draft=text).ok()
        run.submit(text).ok()
    with RpcApi(stack) as rpc:
        Run(rpc, person, run.session_id, run.client_id, view=run.view).submit(text + "!", position=1).ok()
    status, _ = get(stack, person, "answers", {"select": "position", "answer": f"eq.{text}"})
    assert status == 200


@pytest.mark.prove
def test_control_pattern_without_the_check_runs_for_seconds(stack: Stack, database: Database, writer: Person) -> None:
    body = database.value("select pg_get_functiondef('reprise_private.refuse_patterns'::regproc)")
    try:
        database.execute(
            "create or replace function reprise_private.refuse_patterns(p_like boolean default true)"
            " returns boolean language sql stable as 'select true'"
        )
        status, seconds = get(stack, writer, "answers", {"answer": f"match.{BACKREFERENCES}"})
        assert status == 500
        assert seconds > 1
    finally:
        database.connection.execute(body.encode())
