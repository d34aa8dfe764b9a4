"""Guards that a candidate cannot write a single column of their own rows directly.

As the session's candidate, the test tries every column of every table of reprise at the Data API, with another
plausible value and every verb that writes. Refusals by row level security are silent, so the proof is that no row of
the database has a new version.
"""

import json
from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from psycopg import sql

from tests.security.structure_rules import LIFECYCLE
from tests.security.world import ExampleRow, World
from tests.support.apis import Api
from tests.support.catalog_access import public_relations
from tests.support.data_api import DataApi, equals
from tests.support.database import Database
from tests.support.interviews import Run, make_interview, start
from tests.support.people import People, Person
from tests.support.table_fingerprints import snapshot

FAR_AWAY = "2099-01-01T00:00:00Z"
# With 200 or 204, PostgREST also reports that no row matched.
REFUSED = {200, 204, 400, 401, 403, 404, 405, 409}
# No right to write is granted on a table of the lifecycle; 400 is a generated column or a malformed request.
WITHOUT_RIGHTS = {400, 401, 403}
# Tables that candidates may write by policy, their own rows only; see tests/practice/test_templates.py.
THEIR_OWN = ["practice_templates"]
# Values that would pass the check constraints.
PLAUSIBLE: dict[str, Any] = {
    "interview_sessions.status": "completed",
    "interview_sessions.closed_reason": "answered",
    "interview_sessions.mode": "practice",
    "answers.source": "submitted",
    "late_answers.reason": "late",
    "active_interview_sessions.status": "completing",
    "active_interview_sessions.recent_writes": [FAR_AWAY],
    "organization_members.role": "owner",
    "interviews.status": "published",
    "questions.kind": "code",
    "evaluations.status": "done",
    "evaluations.grader": "model",
    "session_results.status": "ready",
    "session_results.grader": "model",
    "session_results.recommendation": "Strong Hire",
    "questions.difficulty": "hard",
}


@pytest.fixture
def candidate(world: World) -> Person:
    """The candidate to whose session the example rows belong."""
    person = world.persona("candidate").person
    assert person is not None
    return person


@pytest.mark.everyday(3)
@pytest.mark.parametrize("relation", LIFECYCLE)
def test_no_verb_on_any_column_of_a_lifecycle_table_changes_a_row(
    relation: str, data_api: DataApi, database: Database, world: World, candidate: Person
) -> None:
    before = snapshot(database)
    assert _attack(data_api, database, candidate, _target(world, relation)) <= WITHOUT_RIGHTS
    assert snapshot(database) == before


def test_no_verb_on_any_column_of_another_table_changes_a_row(
    data_api: DataApi, database: Database, world: World, candidate: Person
) -> None:
    before = snapshot(database)
    for relation in sorted(set(public_relations(database.connection)) - {*LIFECYCLE, *THEIR_OWN}):
        assert _attack(data_api, database, candidate, _target(world, relation)) <= REFUSED
    assert snapshot(database) == before


def test_no_bulk_write_without_a_filter_changes_a_row(
    data_api: DataApi, database: Database, world: World, candidate: Person
) -> None:
    before = snapshot(database)
    for relation in sorted(set(public_relations(database.connection)) - set(THEIR_OWN)):
        stored = _values(database, world.rows_of(relation)[0])
        column = next(iter(stored))
        for path in (f"/{relation}", f"/{relation}?{column}=not.is.null"):
            assert data_api.send(candidate, "DELETE", path).status_code in REFUSED
            answer = data_api.send(candidate, "PATCH", path, {column: stored[column]})
            assert answer.status_code in REFUSED
    assert snapshot(database) == before


@pytest.fixture
def careless(people: People, database: Database, rpc_api: Api) -> Iterator[Run]:
    """Plant a mistake: owners may update their session. Undone afterwards, with all writes that it allowed."""
    interview = make_interview(database, ("open",) * 2)
    run = start(rpc_api, people.candidate(), interview.interview_id)
    had_it = database.value("select has_table_privilege('authenticated', 'reprise.interview_sessions', 'update')")
    database.execute("grant update on reprise.interview_sessions to authenticated")
    database.execute(
        'create policy "careless" on reprise.interview_sessions for update to authenticated'
        " using (user_id = (select auth.uid()))"
    )
    yield run
    database.execute('drop policy "careless" on reprise.interview_sessions')
    if not had_it:
        database.execute("revoke update on reprise.interview_sessions from authenticated")
    statement = "delete from reprise.interview_sessions where user_id = %s"
    database.execute(statement, run.person.user_id)


@pytest.mark.prove
def test_control_same_attacks_succeed_under_a_careless_policy(
    data_api: DataApi, database: Database, careless: Run
) -> None:
    before = snapshot(database)
    row = ExampleRow("interview_sessions", "careless", {"id": careless.session_id})
    _attack(data_api, database, careless.person, row)
    changed = {name for name, text in snapshot(database).items() if text != before[name]}
    assert changed == {"interview_sessions"}
    assert database.session(careless.session_id)["position"] == 1


def _target(world: World, relation: str) -> ExampleRow:
    """A row of the candidate's own interview, session or answers, if the table has one."""
    rows = world.rows_of(relation)
    return next((row for row in rows if row.label.startswith("ours")), rows[0])


def _attack(data_api: DataApi, database: Database, person: Person, row: ExampleRow) -> set[int]:
    """Try every column of one row with every verb; returns the statuses."""
    stored = _values(database, row)
    table = f"/{row.relation}"
    path = f"{table}?{equals(row.key)}"
    upsert = f"{table}?on_conflict={','.join(row.key)}"
    tries: list[tuple[str, str, object, str]] = [
        ("PUT", path, stored, "return=minimal"),
        ("POST", table, [stored, stored], "resolution=ignore-duplicates"),
        ("DELETE", path, None, "return=representation"),
    ]
    for column, kind in _columns(database, row.relation).items():
        value = PLAUSIBLE.get(f"{row.relation}.{column}", _another(kind, stored[column]))
        changed = stored | {column: value}
        tries += [
            ("PATCH", path, {column: value}, "return=minimal"),
            ("POST", upsert, changed, "resolution=merge-duplicates"),
            ("POST", f"{table}?columns={column}", {column: value}, "missing=default"),
        ]
    return {
        data_api.send(person, method, where, body, {"prefer": prefer}).status_code
        for method, where, body, prefer in tries
    }


def _values(database: Database, row: ExampleRow) -> dict[str, Any]:
    conditions = [
        sql.SQL("{} = {}").format(sql.Identifier(column), sql.Literal(value)) for column, value in row.key.items()
    ]
    query = sql.SQL("select to_jsonb(t)::text from {} t where {}").format(
        sql.Identifier("reprise", row.relation), sql.SQL(" and ").join(conditions)
    )
    stored: dict[str, Any] = json.loads(database.connection.execute(query).fetchall()[0][0])
    return stored


def _columns(database: Database, relation: str) -> dict[str, str]:
    found = database.rows(
        "select column_name, data_type from information_schema.columns"
        " where table_schema = 'reprise' and table_name = %s order by ordinal_position",
        relation,
    )
    return {row["column_name"]: row["data_type"] for row in found}


def _another(kind: str, value: Any) -> Any:
    """A value of this type that differs from the stored one."""
    if kind in ("integer", "bigint", "numeric"):
        return (value or 0) + 1
    if kind == "boolean":
        return not value
    others = {
        "uuid": str(uuid4()),
        "jsonb": [{"changed": True}],
        "ARRAY": [9999],
        "interval": "1 hour",
        "timestamp with time zone": FAR_AWAY,
    }
    return others.get(kind, f"changed {value}")
