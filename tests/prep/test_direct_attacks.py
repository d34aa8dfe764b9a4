"""Guards the tables of workspaces at PostgREST, which users can reach: no writes, and no reads of other workspaces.

Each refusal is one of missing rights. The access matrix tries the same rows with all rights granted.
"""

import json
from typing import Any
from uuid import uuid4

import httpx
import pytest

from local.stack import Stack
from tests.support.data_api import PROFILE
from tests.support.database import Database
from tests.support.people import People, Person
from tests.support.plain_http import http
from tests.support.prep_apis import RpcPrepApi

TABLES = ("prep_sessions", "prep_templates", "prep_generations", "prep_shares")


@pytest.fixture
def session(postgrest_prep: RpcPrepApi, owner: Person, database: Database) -> str:
    """A workspace with a row in every table."""
    made = str(postgrest_prep.create(owner, name="Mine", mode="general").ok(201)["id"])
    postgrest_prep.patch(owner, made, 1, document={"notes": "a canary in the notes"}).ok()
    postgrest_prep.share(owner, made).ok(201)
    database.execute(
        "insert into reprise.prep_generations (prep_session_id, request_key, request) values (%s, 'k', '{}')", made
    )
    return made


def direct(stack: Stack, person: Person | None, method: str, path: str, **options: Any) -> httpx.Response:
    headers = {
        **PROFILE,
        "apikey": stack.publishable_key,
        "prefer": "return=representation",
        "content-type": "application/json",
    }
    if person:
        headers["authorization"] = f"Bearer {person.token}"
    return http.request(method, f"{stack.supabase_url}/rest/v1/{path}", headers=headers, timeout=240, **options)


def rows_of(database: Database, table: str) -> list[str]:
    queries: Any = {name: f"select to_jsonb(t)::text as row from reprise.{name} t order by 1" for name in TABLES}
    return [row["row"] for row in database.rows(queries[table])]


@pytest.mark.parametrize("table", TABLES)
def test_no_user_writes_workspace_tables_directly(
    table: str, session: str, stack: Stack, owner: Person, people: People, database: Database
) -> None:
    before = rows_of(database, table)
    row = json.loads(before[0])
    new = row | {"id": f"new-{uuid4().hex}" if table == "prep_templates" else str(uuid4())}
    if "user_id" in row:
        new["user_id"] = str(owner.user_id)
    if "token_sha256" in row:
        new["token_sha256"] = "0" * 64
    if "request_key" in row:
        new["request_key"] = "another"
    for column, value in new.items():
        answer = direct(stack, owner, "PATCH", f"{table}?id=not.is.null", content=json.dumps({column: value}))
        assert answer.status_code == 403
    for person in (owner, people.candidate(), None):
        for method, path, content in (
            ("PATCH", f"{table}?id=not.is.null", new),
            ("POST", table, new),
            ("POST", f"{table}?on_conflict=id", row | {"id": row["id"]}),
            ("DELETE", f"{table}?id=not.is.null", None),
        ):
            answer = direct(stack, person, method, path, content=json.dumps(content) if content else b"")
            assert answer.status_code == (403 if person else 401), answer.text
        assert rows_of(database, table) == before


def test_no_user_reads_workspaces_directly_and_owners_read_only_templates(
    session: str, stack: Stack, owner: Person, people: People
) -> None:
    assert len(direct(stack, owner, "GET", "prep_templates?select=id").json()) >= 5
    for table in ("prep_generations", "prep_shares"):
        assert direct(stack, owner, "GET", table).status_code == 403
    for person in (owner, people.candidate(), None):
        for query in ("", '&document=cs.{"notes":"a canary in the notes"}', f"&id=eq.{session}", "&version=gt.0"):
            answer = direct(stack, person, "GET", f"prep_sessions?select=*,prep_shares(*),prep_generations(*){query}")
            assert "canary" not in answer.text
            assert answer.status_code == (403 if person else 401), answer.text
        assert direct(stack, person, "GET", "prep_sessions?select=count").status_code == (403 if person else 401)


def test_control_too_permissive_right_and_policy_are_found(
    session: str, stack: Stack, people: People, database: Database
) -> None:
    database.execute("grant select, update on reprise.prep_sessions to authenticated")
    database.execute('create policy "too wide" on reprise.prep_sessions for update to authenticated using (true)')
    database.execute(
        'create policy "too wide to read" on reprise.prep_sessions for select to authenticated using (true)'
    )
    database.execute("grant select, update on reprise.prep_sessions to authenticated")
    try:
        before = rows_of(database, "prep_sessions")
        direct(stack, people.candidate(), "PATCH", f"prep_sessions?id=eq.{session}", content='{"name": "Theirs"}')
        assert rows_of(database, "prep_sessions") != before
    finally:
        database.execute('drop policy "too wide" on reprise.prep_sessions')
        database.execute('drop policy "too wide to read" on reprise.prep_sessions')
        database.execute("revoke select, update on reprise.prep_sessions from authenticated")


@pytest.mark.parametrize("rpc", ["claim_generation", "complete_generation", "fail_generation", "get_shared_prep"])
def test_service_functions_are_refused_to_every_other_role(
    rpc: str, stack: Stack, owner: Person, database: Database
) -> None:
    arguments = {
        "claim_generation": {"generation_id": str(uuid4())},
        "complete_generation": {"generation_id": str(uuid4()), "token": str(uuid4()), "result": {}},
        "fail_generation": {"generation_id": str(uuid4()), "token": str(uuid4()), "give_back": True},
        "get_shared_prep": {"token": "x"},
    }[rpc]
    for person in (owner, None):
        answer = direct(stack, person, "POST", f"rpc/{rpc}", content=json.dumps(arguments))
        assert answer.status_code in (401, 403, 404), answer.text
        assert answer.json()["code"] in ("42501", "PGRST202")


def test_erasing_a_user_erases_workspaces_links_and_generated_material(
    session: str, owner: Person, database: Database
) -> None:
    database.execute("delete from auth.users where id = %s", owner.user_id)
    for table in ("prep_sessions", "prep_generations", "prep_shares"):
        assert not any(session in row or str(owner.user_id) in row for row in rows_of(database, table))
