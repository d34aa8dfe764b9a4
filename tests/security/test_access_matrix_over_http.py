"""Guards the cells of the access matrix over HTTP, at the Data API with real tokens.

The Data API does not report a refused update or delete, so the row is read again, bypassing row level security. All
personas read; those in WRITERS also write. Allowed deletes are tried only in the database, because here they would
destroy the example world.
"""

import json
from collections import defaultdict
from concurrent.futures import ThreadPoolExecutor
from itertools import chain

from psycopg import sql

from tests.security import matrix
from tests.security.prep_calls import OWNER_RPCS, SERVICE_PREP_RPCS
from tests.security.world import ExampleRow, World
from tests.support.api_calls import AUTHOR_RPCS, SERVICE_RPCS, Ids, calls, calls_of_a_reviewer, calls_of_a_talk
from tests.support.catalog_access import Line
from tests.support.data_api import DataApi, equals, rows_in
from tests.support.database import Database
from tests.support.people import People
from tests.support.personas import Persona
from tests.support.race import share

WRITERS = ("anon", "candidate", "recruiter", "reviewer", "outsider")
UNIQUE_VIOLATION = "23505"
GENERATED = defaultdict(
    set,
    {
        name: {"id"}
        for name in (
            *("session_events", "cleanup_runs", "evaluation_history", "audit_events"),
            *("decisions", "review_comments", "scorecards", "second_reviews"),
        )
    },
)


def test_rights_behind_the_data_api_are_exactly_those_of_the_matrix(database: Database) -> None:
    for section in ("Schemas", "Grants", "Functions"):
        assert not matrix.differences(matrix.measure_catalog(database, section), matrix.expected())


def test_every_cell_holds_at_the_data_api(data_api: DataApi, database: Database, world: World) -> None:
    people = [persona for persona in world.personas if persona.role != "service_role"]
    seen = {
        (persona.name, relation): _seen(data_api, world.rows_of(relation), persona)
        for persona in people
        for relation in {row.relation for row in world.rows}
    }

    def wrong_cells(line: Line) -> list[str]:
        relation, label, *cells = line
        (row,) = [row for row in world.rows_of(relation) if row.label == label]
        wrong = []
        for persona, wanted in zip(people, cells, strict=False):
            found = "s" if row.label in seen[persona.name, relation] else "-"
            if persona.name in WRITERS:
                found += _writes(data_api, database, row, persona, wanted)
            if not wanted.startswith(found):
                wrong.append(f"{relation}, {label}, {persona.name}: {found}, not {wanted}")
        return wrong

    with ThreadPoolExecutor(6) as pool:
        # `test_access_matrix` tries every row in the database each time.
        found = list(pool.map(wrong_cells, share(matrix.expected()["Rows"], 2)))
    assert not list(chain.from_iterable(found))


def test_rpcs_are_executable_exactly_by_the_roles_in_the_matrix(
    data_api: DataApi, people: People, world: World
) -> None:
    # A new user, because allowed calls take effect.
    callers = [None, people.candidate(), world.persona("service_role")]
    listed = {line[0].removeprefix("reprise."): line[3:] for line in matrix.expected()["Functions"]}
    nobody = Ids.of_nobody()
    of_people = (calls, calls_of_a_talk, calls_of_a_reviewer)
    rpcs = [*(call for some in of_people for call in some("postgrest", nobody)), *AUTHOR_RPCS, *SERVICE_RPCS]
    rpcs += [*OWNER_RPCS, *SERVICE_PREP_RPCS]
    names = {call.path.removeprefix("/rpc/") for call in rpcs}
    assert names == {name for name in listed if "." not in name}
    for call in rpcs:
        for caller, cell in zip(callers, listed[call.path.removeprefix("/rpc/")], strict=True):
            answer = data_api.send(caller, call.method, call.path, call.body)
            denied = answer.json().get("code") == "42501"
            assert denied is (cell == "-"), f"{call.path} by {caller}: {answer.text}"


def test_tables_outside_the_exposed_schema_are_not_found(data_api: DataApi, world: World) -> None:
    for name in ("anon", "candidate", "service_role"):
        persona = world.persona(name)
        for schema, table in (
            ("public", "interview_sessions"),
            ("reprise_private", "settings"),
            ("reprise_ops", "live_sessions"),
            ("reprise_ops", "late_texts"),
            ("auth", "users"),
            ("supabase_migrations", "schema_migrations"),
            ("pg_catalog", "pg_authid"),
        ):
            # Tables of ours must not be in public as well, under the same name.
            for headers in [{"accept-profile": schema}] if schema == "public" else [{}, {"accept-profile": schema}]:
                for path in (f"/{table}", f"/{schema}.{table}"):
                    response = data_api.send(persona, "GET", path, headers=headers)
                    assert response.status_code in (401, 403, 404, 406), response.text
            for path in (f"/{table}", "/rpc/run_cleanup", "/rpc/lock_own_session"):
                profile = {"content-profile": schema}
                response = data_api.send(persona, "POST", path, {}, headers=profile)
                assert response.status_code in (401, 403, 404, 406), response.text


def _seen(data_api: DataApi, rows: list[ExampleRow], persona: Persona) -> set[str]:
    """The labels of the rows of one table that a persona can read."""
    one_of = ",".join(f"and({','.join(f'{column}.eq.{value}' for column, value in row.key.items())})" for row in rows)
    found = rows_in(data_api.send(persona, "GET", f"/{rows[0].relation}?or=({one_of})"))
    keys = {row.label: {name: str(value) for name, value in row.key.items()} for row in rows}
    return {
        label for label, key in keys.items() if any(key == {name: str(line[name]) for name in key} for line in found)
    }


def _writes(data_api: DataApi, database: Database, row: ExampleRow, persona: Persona, wanted: str) -> str:
    """What a persona can do with a row besides reading it: the last three letters of the cell."""
    path = f"/{row.relation}?{equals(row.key)}"
    stored, version = _read(database, row)
    generated = GENERATED[row.relation]
    settable = {name: value for name, value in stored.items() if name not in generated}
    inserted = data_api.send(persona, "POST", f"/{row.relation}", settable)
    assert inserted.status_code in (401, 403, 409), inserted.text
    letters = "i" if inserted.json().get("code") == UNIQUE_VIOLATION else "-"

    data_api.send(persona, "PATCH", path, settable)
    unchanged, new_version = _read(database, row)
    assert unchanged == stored
    letters += "-" if new_version == version else "u"
    if wanted.endswith("d"):
        return letters + "d"
    data_api.send(persona, "DELETE", path)
    still_there, _ = _read(database, row)
    return letters + ("-" if still_there else "d")


def _read(database: Database, row: ExampleRow) -> tuple[dict[str, object], str]:
    """The row as JSON, and the transaction that last wrote it."""
    conditions = [
        sql.SQL("{} = {}").format(sql.Identifier(column), sql.Literal(value)) for column, value in row.key.items()
    ]
    query = sql.SQL("select to_jsonb(t)::text, t.xmin::text from {} t where {}").format(
        sql.Identifier("reprise", row.relation), sql.SQL(" and ").join(conditions)
    )
    found = database.connection.execute(query).fetchall()
    return (json.loads(found[0][0]), str(found[0][1])) if found else ({}, "")
