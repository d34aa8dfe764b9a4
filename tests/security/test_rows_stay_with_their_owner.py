"""Guards that nobody can change a row's identity or owner through the Data API, whatever else they may do.

First in the database, for every table and column of the catalog and every role, with all rights granted and row level
security switched off, because the triggers must suffice by themselves. Then over HTTP, as a member of two
organizations. Columns that are not identity can still be changed. No new row has a time of creation of its writer's
choice.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, LiteralString
from uuid import UUID, uuid4

import httpx
import pytest
from psycopg import sql
from psycopg.types.json import Jsonb

from local.settings import ROOT
from tests.security.identity import IDENTITY, MOVABLE, UNKEPT, identity_columns, other_values
from tests.security.row_access import ATTEMPT, Relation
from tests.security.world import World
from tests.support.data_api import DataApi, equals
from tests.support.database import Database
from tests.support.fresh_database import API_ROLES, grant_all
from tests.support.interviews import Interview, finish_all, invite, make_interview, make_organization
from tests.support.people import People, Person
from tests.support.personas import Persona

PAST = "2001-01-01T00:00:00Z"

# --- in the database -------------------------------------------------------------------------------


@pytest.fixture
def open_gates(fresh: Database, fresh_world: World) -> Iterator[World]:
    """Grant everything to everybody and switch row level security off, so that only triggers are left. Rolled back."""
    with fresh.connection.transaction(force_rollback=True):
        grant_all(fresh)
        for relation in {row.relation for row in fresh_world.rows}:
            off = sql.SQL("alter table {} disable row level security")
            fresh.connection.execute(off.format(sql.Identifier("reprise", relation)))
        fresh.connection.execute(ATTEMPT.encode())
        yield fresh_world


def outcomes(database: Database, world: World, relation: str, columns: list[str]) -> dict[tuple[str, str, str], str]:
    """The result for each role of an update and of an upsert of each column of each example row of a table."""
    table = Relation(database.connection, relation)
    names = sql.SQL(", ").join(map(sql.Identifier, table.columns))
    roles = [Persona(role, role, None) for role in API_ROLES]
    found: dict[tuple[str, str, str], str] = {}
    for row in world.rows_of(relation):
        values = dict(zip(table.columns, table.values(row), strict=True))
        keys = sql.SQL(", ").join(map(sql.Identifier, row.key))
        tries: list[tuple[str, str, sql.Composed]] = []
        for column in columns:
            for value in other_values(table.columns[column], values[column]):
                changed = table.update([column], [value]) + sql.SQL(" where {}").format(table.matches(row))
                tries.append((column, "update", changed))
                if row.key.keys() <= table.columns.keys():
                    upsert = sql.SQL("insert into {} ({}) values ({}) on conflict ({}) do update set {} = {}")
                    parts = (table.identifier, names, sql.SQL(", ").join(values.values()), keys)
                    tries.append((column, "upsert", upsert.format(*parts, sql.Identifier(column), value)))
        results = table.attempt(*((role, statement) for _, _, statement in tries for role in roles))
        labels = ((f"{row.label}: {column}", verb, role.name) for column, verb, _ in tries for role in roles)
        found |= dict(zip(labels, results, strict=True))
    return found


def test_no_data_api_role_can_change_what_identifies_a_row(fresh: Database, open_gates: World) -> None:
    columns = identity_columns(fresh.connection)
    # The only key of cleanup_runs is generated always, so no statement can set it.
    assert set(columns) | {"cleanup_runs"} == {row.relation for row in open_gates.rows}
    tried = 0
    for relation, names in columns.items():
        found = outcomes(fresh, open_gates, relation, names)
        tried += len(found)
        assert {key: result for key, result in found.items() if result != "guarded"} == {}, relation
    assert tried > 1000


def test_database_owner_can_move_a_row(fresh: Database, fresh_world: World) -> None:
    ours, theirs = (row.key["id"] for row in fresh_world.rows_of("organizations"))
    with fresh.connection.transaction(force_rollback=True):
        moved = fresh.execute(
            "update reprise.interviews set organization_id = %s where organization_id = %s", theirs, ours
        )
        assert moved > 0


@pytest.mark.prove
def test_control_every_missing_trigger_and_column_is_found(fresh: Database, open_gates: World) -> None:
    """Found both by the catalog query and by trying."""
    triggers = fresh.rows(
        "select t.tgname as name, c.relname as relation,"
        " string_to_array(encode(t.tgargs, 'escape'), '\\000') as columns"
        " from pg_trigger t join pg_class c on c.oid = t.tgrelid"
        " where t.tgfoid = 'reprise_private.refuse_change_of_identity'::regproc order by 1"
    )
    everything = {str(row[1]) for row in fresh.connection.execute(IDENTITY, {"movable": MOVABLE})}
    identity = identity_columns(fresh.connection)
    mutants = survivors = 0
    for trigger in triggers:
        table, name = sql.Identifier("reprise", trigger["relation"]), sql.Identifier(trigger["name"])
        # A column that is generated always is only in the catalog's list, because no update can name it.
        updatable = identity.get(trigger["relation"], [])
        drop = sql.SQL("drop trigger {} on {};").format(name, table)
        kept = [column for column in trigger["columns"] if column]
        changes = [(drop, kept), (sql.SQL("alter table {} disable trigger {}").format(table, name), kept)]
        for column in kept if len(kept) > 1 else ():
            others = [other for other in kept if other != column]
            create = sql.SQL(
                "create trigger {} before update on {} for each row when (({}) is distinct from ({}))"
                " execute function reprise_private.refuse_change_of_identity()"
            ).format(name, table, *(_row(side, others) for side in ("old", "new")))
            changes.append((drop + create, [column]))
        for change, let_out in changes:
            wanted = {f"{trigger['relation']}.{column}" for column in let_out} & everything
            with fresh.connection.transaction(force_rollback=True):
                fresh.connection.execute(change)
                listed = {str(found) for (found,) in fresh.connection.execute(UNKEPT, {"movable": MOVABLE})}
                free = {
                    column
                    for column in updatable
                    if set(outcomes(fresh, open_gates, trigger["relation"], [column]).values()) != {"guarded"}
                }
            mutants += 1
            survivors += listed != wanted or free != set(let_out) & set(updatable)
    assert survivors == 0
    assert mutants >= 70


def _row(side: str, columns: list[str]) -> sql.Composed:
    return sql.SQL(", ").join(sql.Identifier(side, column) for column in columns)


# --- over HTTP -------------------------------------------------------------------------------------


@dataclass
class Agency:
    """An owner of two organizations, with a row of every table that members write.

    `rows` holds each row's key and other values for its identity.
    """

    person: Person
    other: Person
    here: UUID
    there: UUID
    interview: Interview
    elsewhere: Interview
    rows: dict[str, tuple[dict[str, Any], dict[str, Any]]]


@pytest.fixture
def agency(people: People, database: Database) -> Agency:
    """A new agency."""
    here, there = make_organization(database, "Here"), make_organization(database, "There")
    person, other = people.member(here, "owner"), people.candidate()
    statement = "insert into reprise.organization_members (organization_id, user_id, role) values (%s, %s, 'owner')"
    database.execute(statement, there, person.user_id)
    interview = make_interview(database, ("mcq", "open"), organization_id=here)
    elsewhere = make_interview(database, ("mcq",), organization_id=there)
    invite(database, interview, other)
    interview_id, question_id = interview.interview_id, interview.question_ids[0]
    database.execute("insert into reprise.interview_instructions values (%s, 'Ask about queues.')", interview_id)
    criteria = Jsonb([{"id": "depth", "title": "Depth", "points": 10}])
    database.execute("insert into reprise.interview_criteria values (%s, %s)", interview_id, criteria)
    template = database.value(
        "insert into reprise.practice_templates (user_id, name, interview_type, question_count)"
        " values (%s, 'Evenings', 'test', 3) returning id",
        person.user_id,
    )
    accommodation = database.value(
        "insert into reprise.accommodations (organization_id, user_id, extra_time_percent)"
        " values (%s, %s, 10) returning id",
        here,
        other.user_id,
    )
    elsewhere_id, past = elsewhere.interview_id, PAST
    made = {"id": uuid4(), "created_at": past}
    rows: dict[str, tuple[dict[str, Any], dict[str, Any]]] = {
        "organizations": ({"id": here}, made | {"is_trusted": False}),
        "organization_members": (
            {"organization_id": here, "user_id": person.user_id},
            {"organization_id": there, "user_id": other.user_id, "created_at": past},
        ),
        "questions": ({"id": question_id}, made | {"organization_id": there}),
        "question_keys": ({"question_id": question_id}, {"question_id": interview.question_ids[1]}),
        "interviews": ({"id": interview_id}, made | {"organization_id": there}),
        "interview_questions": ({"interview_id": interview_id, "position": 1}, {"interview_id": elsewhere_id}),
        "interview_invitations": (
            {"interview_id": interview_id, "user_id": other.user_id},
            {"interview_id": elsewhere_id, "user_id": person.user_id, "created_at": past},
        ),
        "interview_instructions": ({"interview_id": interview_id}, {"interview_id": elsewhere_id}),
        "interview_criteria": ({"interview_id": interview_id}, {"interview_id": elsewhere_id}),
        "accommodations": (
            {"id": accommodation},
            made | {"organization_id": there, "user_id": person.user_id},
        ),
        "practice_templates": (
            {"user_id": person.user_id, "id": template},
            made | {"user_id": other.user_id},
        ),
    }
    return Agency(person, other, here, there, interview, elsewhere, rows)


def stored(database: Database, relation: str, key: Mapping[str, Any]) -> dict[str, Any]:
    """One row as JSON."""
    conditions = [sql.SQL("{} = {}").format(sql.Identifier(name), sql.Literal(value)) for name, value in key.items()]
    query = sql.SQL("select to_jsonb(t) from {} t where {}").format(
        sql.Identifier("reprise", relation), sql.SQL(" and ").join(conditions)
    )
    ((row,),) = database.connection.execute(query).fetchall()
    return dict(row)


def assert_fixed(answer: httpx.Response, relation: str, column: str) -> None:
    """Assert the refusal as PostgREST returns it."""
    body = answer.json()
    assert (answer.status_code, body["code"], body["message"]) == (403, "PT403", "fixed_column"), answer.text
    assert f'"table": "{relation}"' in body["details"]
    assert f'"{column}"' in body["details"]


# Nobody creates an organization or a member here, a template for another person, or an accommodation for themselves.
NOT_INSERTED = {
    ("organizations", "created_at"),
    ("organizations", "is_trusted"),
    ("organization_members", "created_at"),
    ("practice_templates", "user_id"),
    ("accommodations", "user_id"),
}


def test_member_of_two_organizations_cannot_move_rows_between_them(
    data_api: DataApi, agency: Agency, database: Database
) -> None:
    caller = agency.person
    for relation, (key, changes) in agency.rows.items():
        before = stored(database, relation, key)
        for column, value in changes.items():
            changed = {column: str(value)}
            path = f"/{relation}?{equals(key)}"
            assert_fixed(data_api.send(caller, "PATCH", path, changed), relation, column)
            assert_fixed(data_api.send(caller, "PATCH", path, before | changed), relation, column)
            # An upsert with a changed key addresses another row.
            if column not in key:
                upsert = f"/{relation}?on_conflict={','.join(key)}"
                prefer = {"prefer": "resolution=merge-duplicates"}
                answer = data_api.send(caller, "POST", upsert, before | changed, prefer)
                # If the caller may not insert such a row at all, row level security refuses first.
                if answer.json()["code"] == "42501":
                    assert (relation, column) in NOT_INSERTED, answer.text
                else:
                    assert_fixed(answer, relation, column)
            assert stored(database, relation, key) == before, column


@pytest.mark.parametrize("relation", ["questions", "interviews", "interview_invitations"])
def test_new_row_has_no_time_of_creation_of_its_writers_choice(
    relation: str, data_api: DataApi, agency: Agency, people: People, database: Database
) -> None:
    key, _ = agency.rows[relation]
    row = stored(database, relation, key) | {"created_at": PAST}
    row |= {"id": str(uuid4())} if "id" in key else {"user_id": str(people.candidate().user_id)}
    # A published one would need questions.
    row |= {"status": "draft"} if relation == "interviews" else {}
    assert_fixed(data_api.send(agency.person, "POST", f"/{relation}", row), relation, "created_at")
    del row["created_at"]
    assert data_api.send(agency.person, "POST", f"/{relation}", row).status_code == httpx.codes.CREATED


def test_new_template_has_no_time_of_creation_of_its_writers_choice(data_api: DataApi, people: People) -> None:
    person = people.candidate()
    row: dict[str, Any] = {"name": "Evenings", "interview_type": "test", "question_count": 3}
    refused = data_api.send(person, "POST", "/practice_templates", row | {"created_at": PAST})
    assert_fixed(refused, "practice_templates", "created_at")
    assert data_api.send(person, "POST", "/practice_templates", row).status_code == httpx.codes.CREATED


def test_no_data_api_role_can_choose_when_a_row_was_created(fresh: Database, open_gates: World) -> None:
    """Every table with `created_at`, with all rights granted and without row level security."""
    tables = {name for name, columns in identity_columns(fresh.connection).items() if "created_at" in columns}
    assert {"messages", "organizations", "practice_templates", "prep_sessions", "questions"} <= tables
    for relation in tables:
        table = Relation(fresh.connection, relation)
        row = open_gates.rows_of(relation)[-1]
        values = dict(zip(table.columns, table.values(row), strict=True)) | {
            "created_at": sql.SQL("now() - interval '1 second'")
        }
        # The same row again, backdated: deleted by the owner of the database, then inserted by the role.
        with fresh.connection.transaction(force_rollback=True):
            fresh.connection.execute("set local session_replication_role = replica")
            delete = sql.SQL("delete from {} where {}").format(table.identifier, table.matches(row))
            assert fresh.connection.execute(delete).rowcount == 1
            fresh.connection.execute("set local session_replication_role = origin")
            insert = sql.SQL("insert into {} ({}) values ({})").format(
                table.identifier,
                sql.SQL(", ").join(map(sql.Identifier, values)),
                sql.SQL(", ").join(values.values()),
            )
            found = table.attempt(*((Persona(role, role, None), insert) for role in API_ROLES))
            assert found == ["guarded"] * len(API_ROLES), relation


def test_other_columns_can_be_changed_by_patch_and_upsert(
    data_api: DataApi, agency: Agency, database: Database
) -> None:
    changes: dict[str, dict[str, Any]] = {
        "organizations": {"name": "Renamed"},
        "organization_members": {"role": "owner"},
        "questions": {"prompt": "Changed", "difficulty": "hard"},
        "question_keys": {"correct_option": "c"},
        "interviews": {"title": "Changed", "status": "archived", "results_visible_to_candidate": True},
        "interview_invitations": {"extra_time_percent": 50},
        "interview_instructions": {"instructions": "Ask about locks."},
        "interview_criteria": {"criteria": [{"id": "breadth", "title": "Breadth", "points": 5}]},
        "practice_templates": {"name": "Mornings"},
    }
    for relation, change in changes.items():
        key, _ = agency.rows[relation]
        before = stored(database, relation, key)
        path = f"/{relation}?{equals(key)}"
        assert data_api.send(agency.person, "PATCH", path, change).status_code == 204
        assert stored(database, relation, key) == before | change
        # The whole row, as sent by clients that have read it before.
        assert data_api.send(agency.person, "PATCH", path, before).status_code == 204
        assert stored(database, relation, key) == before
        if relation not in ("organizations", "organization_members"):
            upsert = f"/{relation}?on_conflict={','.join(key)}"
            prefer = {"prefer": "resolution=merge-duplicates"}
            answer = data_api.send(agency.person, "POST", upsert, before | change, prefer)
            assert answer.is_success, answer.text
            assert stored(database, relation, key) == before | change


def test_questions_of_an_interview_can_be_reordered(data_api: DataApi, agency: Agency, database: Database) -> None:
    path = f"/interview_questions?interview_id=eq.{agency.interview.interview_id}"
    for old, new in ((0, 2), (1, 0), (2, 1)):
        assert data_api.send(agency.person, "PATCH", f"{path}&position=eq.{old}", {"position": new}).status_code == 204
    order = database.rows(
        "select question_id from reprise.interview_questions where interview_id = %s order by position",
        agency.interview.interview_id,
    )
    assert [row["question_id"] for row in order] == agency.interview.question_ids[::-1]


def test_deleting_and_reinserting_rows_elsewhere_gives_no_access_to_sessions(
    data_api: DataApi, agency: Agency, people: People, database: Database, rpc_api: Any
) -> None:
    """Deleting and inserting is the other way to move a row; it gives no access to sessions."""
    person, interview = agency.person, agency.interview
    run = finish_all(rpc_api, people.candidate(), interview.interview_id)
    there = str(agency.there)
    # An interview with sessions cannot be deleted, nor can a question that an interview uses.
    for relation, row_id in (("interviews", interview.interview_id), ("questions", interview.question_ids[0])):
        refused = data_api.send(person, "DELETE", f"/{relation}?id=eq.{row_id}")
        assert (refused.status_code, refused.json()["code"]) == (409, "23503"), refused.text
    # An unused question can be deleted, and a question of another organization can take its id.
    question_id = interview.question_ids[0]
    question = stored(database, "questions", {"id": question_id})
    key = stored(database, "question_keys", {"question_id": question_id})
    path = f"/interview_questions?question_id=eq.{question_id}"
    del question["created_at"]
    for answer in (
        data_api.send(person, "DELETE", path),
        data_api.send(person, "DELETE", f"/questions?id=eq.{question_id}"),
        data_api.send(person, "POST", "/questions", question | {"organization_id": there}),
        data_api.send(person, "POST", "/question_keys", key | {"correct_option": "c"}),
    ):
        assert answer.is_success, answer.text
    before = database.answers(run.session_id), database.questions(run.session_id)
    assert before[1][0]["question_id"] is None
    arguments = {"action": "regrade", "interview_id": interview.interview_id, "reason": "A new key."}
    body = rpc_api.call("review", person, arguments).ok()
    assert (body["sessions"], body["answers"], body["skipped"]["questions"]) == (0, 0, 0)
    assert (database.answers(run.session_id), database.questions(run.session_id)) == before


def test_copied_interview_has_the_questions_with_keys_and_no_sessions(
    data_api: DataApi, agency: Agency, people: People, database: Database, rpc_api: Any
) -> None:
    """Run the snippet that an operator uses instead of moving an interview."""
    original = agency.interview.interview_id
    finish_all(rpc_api, people.candidate(), original)
    snippet = (ROOT / "supabase" / "snippets" / "copy_interview.sql").read_text(encoding="utf-8")
    for name, value in (("v_interview_id", original), ("v_organization_id", agency.there)):
        snippet = snippet.replace(f"{name} uuid := '{UUID(int=0)}'", f"{name} uuid := '{value}'")
    database.connection.execute(snippet.encode())
    (copy,) = database.rows(
        "select id, status from reprise.interviews where organization_id = %s and id <> %s",
        agency.there,
        agency.elsewhere.interview_id,
    )
    assert copy["status"] == "draft"
    query: LiteralString = (
        "select q.organization_id, q.prompt, q.options, k.correct_option, k.keywords, k.sample_solution"
        " from reprise.interview_questions p join reprise.questions q on q.id = p.question_id"
        " join reprise.question_keys k on k.question_id = q.id where p.interview_id = %s order by p.position"
    )
    before, after = database.rows(query, original), database.rows(query, copy["id"])
    assert after == [row | {"organization_id": agency.there} for row in before]
    assert len(after) == 2
    recruiter = people.member(agency.there)
    listed = rpc_api.call("sessions", recruiter, {"interview_id": copy["id"]}).ok()["sessions"]
    instructions = data_api.send(recruiter, "GET", f"/interview_instructions?interview_id=eq.{copy['id']}").json()
    assert (listed, [row["instructions"] for row in instructions]) == ([], ["Ask about queues."])
    criteria = data_api.send(recruiter, "GET", f"/interview_criteria?interview_id=eq.{copy['id']}").json()
    assert [row["criteria"][0]["id"] for row in criteria] == ["depth"]
