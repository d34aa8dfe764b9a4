"""The audit trail of authoring: who changed what, from what to what. Append-only; read only by those who may write."""

import hashlib
import json
from dataclasses import dataclass
from typing import Any, LiteralString
from uuid import UUID, uuid4

import psycopg
import pytest
from psycopg import sql

from local.stack import Stack
from tests.accounts.retention_runs import run_to_the_end
from tests.support.costs import processor_time
from tests.support.data_api import DataApi, rows_in
from tests.support.database import Database
from tests.support.database_calls import Connection
from tests.support.interviews import make_organization
from tests.support.people import People, Person

NOBODY = UUID(int=0)
ROLES: list[LiteralString | None] = [None, "anon", "authenticated", "service_role"]


@dataclass
class Author:
    """A recruiter at the Data API, and the trail of their organization."""

    api: DataApi
    database: Database
    organization_id: UUID
    owner: Person
    person: Person

    def send(self, method: str, path: str, body: object = None, by: Person | None = None) -> None:
        """Send one request that succeeds."""
        response = self.api.send(by or self.person, method, path, body)
        assert response.is_success, response.text

    def last(self) -> dict[str, Any]:
        """The latest event, as the owner reads it."""
        path = f"/audit_events?organization_id=eq.{self.organization_id}&order=id.desc&limit=1"
        [event] = rows_in(self.api.send(self.owner, "GET", path))
        return event


@pytest.fixture
def author(data_api: DataApi, people: People, database: Database) -> Author:
    """A recruiter of a new organization with an owner."""
    organization_id = make_organization(database)
    owner, recruiter = people.member(organization_id, "owner"), people.member(organization_id, "recruiter")
    return Author(data_api, database, organization_id, owner, recruiter)


def question(author: Author, **fields: Any) -> dict[str, Any]:
    """A new question of the organization, as it is sent."""
    values = {
        "id": str(uuid4()),
        "organization_id": str(author.organization_id),
        "interview_type": "test",
        "domain": "test",
        "difficulty": "easy",
        "kind": "open",
        "prompt": "Why?",
        "points": 10,
        "time_limit_seconds": 60,
    } | fields
    author.send("POST", "/questions", values)
    return values


def interview(author: Author, **fields: Any) -> str:
    """A new interview of the organization."""
    interview_id = str(uuid4())
    author.send(
        "POST",
        "/interviews",
        {"id": interview_id, "organization_id": str(author.organization_id), "title": "T"} | fields,
    )
    return interview_id


def assert_event(author: Author, expected: dict[str, Any], by: Person | None = None) -> None:
    """Assert the latest event; `before` and `after` need only hold the expected values."""
    event = author.last()
    assert event["actor"] == str((by or author.person).user_id)
    for name in ("action", "entity", "entity_id", "subject"):
        assert event[name] == expected.get(name), (name, event)
    for name in ("before", "after"):
        wanted, found = expected[name], event[name]
        if wanted is None or expected["action"] == "update":
            assert found == wanted, event
        else:
            assert found is not None
            assert found.items() >= wanted.items(), event


def test_questions_are_audited_with_before_and_after(author: Author) -> None:
    sent = question(author)
    path, named = f"/questions?id=eq.{sent['id']}", {"entity": "questions", "entity_id": sent["id"]}
    after = {"prompt": "Why?", "points": 10, "is_active": True}
    assert_event(author, named | {"action": "insert", "before": None, "after": after})
    author.send("PATCH", path, {"prompt": "Why not?", "points": 10})
    changed = {"before": {"prompt": "Why?"}, "after": {"prompt": "Why not?"}}
    assert_event(author, named | {"action": "update"} | changed)
    author.send("DELETE", path)
    assert_event(author, named | {"action": "delete", "before": {"prompt": "Why not?"}, "after": None})


def test_keys_are_audited_with_before_and_after(author: Author) -> None:
    sent = question(author, kind="mcq", options=[{"id": "a", "text": "A"}, {"id": "b", "text": "B"}])
    path, named = f"/question_keys?question_id=eq.{sent['id']}", {"entity": "question_keys", "entity_id": sent["id"]}
    author.send("POST", "/question_keys", {"question_id": sent["id"], "correct_option": "a"})
    assert_event(author, named | {"action": "insert", "before": None, "after": {"correct_option": "a"}})
    author.send("PATCH", path, {"correct_option": "b"})
    changed = {"before": {"correct_option": "a"}, "after": {"correct_option": "b"}}
    assert_event(author, named | {"action": "update"} | changed)
    author.send("DELETE", path)
    assert_event(author, named | {"action": "delete", "before": {"correct_option": "b"}, "after": None})


def test_interviews_their_questions_and_instructions_are_audited(author: Author) -> None:
    first, second = question(author)["id"], question(author)["id"]
    taken = interview(author)
    named = {"entity_id": taken}
    created = named | {"entity": "interviews", "action": "insert", "before": None}
    assert_event(author, created | {"after": {"title": "T", "status": "draft"}})
    listed = f"/interview_questions?interview_id=eq.{taken}"
    row: dict[str, Any] = {"interview_id": taken, "position": 3}
    author.send("POST", "/interview_questions", row | {"question_id": first})
    values: dict[str, Any] = {"position": 3, "question_id": first}
    assert_event(author, named | {"entity": "interview_questions", "action": "insert", "before": None, "after": values})
    author.send("PATCH", listed, {"question_id": second})
    changed: dict[str, Any] = {
        "before": {"question_id": first},
        "after": {"question_id": second, "position": 3},
    }
    assert_event(author, named | {"entity": "interview_questions", "action": "update"} | changed)
    author.send("PATCH", f"/interviews?id=eq.{taken}", {"status": "published"})
    changed = {"before": {"status": "draft"}, "after": {"status": "published"}}
    assert_event(author, named | {"entity": "interviews", "action": "update"} | changed)
    author.send("PATCH", f"/interviews?id=eq.{taken}", {"status": "archived"})
    author.send("DELETE", listed)
    values = {"position": 3, "question_id": second}
    assert_event(author, named | {"entity": "interview_questions", "action": "delete", "before": values, "after": None})

    told, entity = f"/interview_instructions?interview_id=eq.{taken}", {"entity": "interview_instructions"}
    author.send("POST", "/interview_instructions", {"interview_id": taken, "instructions": "Be kind."})
    values = {"instructions": "Be kind."}
    assert_event(author, named | entity | {"action": "insert", "before": None, "after": values})
    author.send("PATCH", told, {"instructions": "Be brief."})
    changed = {"before": {"instructions": "Be kind."}, "after": {"instructions": "Be brief."}}
    assert_event(author, named | entity | {"action": "update"} | changed)
    author.send("DELETE", told)
    assert_event(author, named | entity | {"action": "delete", "before": {"instructions": "Be brief."}, "after": None})
    author.send("DELETE", f"/interviews?id=eq.{taken}")
    values = {"title": "T", "status": "archived"}
    assert_event(author, named | {"entity": "interviews", "action": "delete", "before": values, "after": None})


def test_invitations_and_members_are_audited_with_the_person(author: Author, people: People) -> None:
    guest, taken = people.candidate(), interview(author)
    named = {"entity": "interview_invitations", "entity_id": taken, "subject": str(guest.user_id)}
    path = f"/interview_invitations?interview_id=eq.{taken}"
    author.send("POST", "/interview_invitations", {"interview_id": taken, "user_id": str(guest.user_id)})
    values: dict[str, Any] = {"extra_time_percent": 0, "attempts_allowed": 1}
    assert_event(author, named | {"action": "insert", "before": None, "after": values})
    author.send("PATCH", path, {"extra_time_percent": 50})
    changed: dict[str, Any] = {"before": {"extra_time_percent": 0}, "after": {"extra_time_percent": 50}}
    assert_event(author, named | {"action": "update"} | changed)
    author.send("DELETE", path)
    assert_event(author, named | {"action": "delete", "before": {"extra_time_percent": 50}, "after": None})

    own = str(author.organization_id)
    named = {"entity": "organization_members", "entity_id": own, "subject": str(guest.user_id)}
    path = f"/organization_members?organization_id=eq.{own}&user_id=eq.{guest.user_id}"
    author.database.execute(
        "insert into reprise.organization_members (organization_id, user_id, role) values (%s, %s, 'reviewer')",
        own,
        guest.user_id,
    )
    author.send("PATCH", path, {"role": "recruiter"}, author.owner)
    changed = {"before": {"role": "reviewer"}, "after": {"role": "recruiter"}}
    assert_event(author, named | {"action": "update"} | changed, author.owner)
    author.send("DELETE", path, None, author.owner)
    assert_event(author, named | {"action": "delete", "before": {"role": "recruiter"}, "after": None}, author.owner)


def test_changes_of_the_organization_are_audited(author: Author) -> None:
    own = str(author.organization_id)
    author.send("PATCH", f"/organizations?id=eq.{own}", {"keep_sessions_days": 30}, author.owner)
    changed = {"before": {"keep_sessions_days": None}, "after": {"keep_sessions_days": 30}}
    named = {"entity": "organizations", "entity_id": own, "action": "update"}
    assert_event(author, named | changed, author.owner)


def test_update_that_changes_nothing_and_refused_change_leave_no_event(author: Author) -> None:
    sent = question(author)
    before = author.last()["id"]
    author.send("PATCH", f"/questions?id=eq.{sent['id']}", {"prompt": "Why?"})
    refusal = author.api.send(author.person, "PATCH", f"/questions?id=eq.{sent['id']}", {"points": -1})
    assert not refusal.is_success
    assert author.last()["id"] == before


def test_long_text_is_stored_as_its_beginning_size_and_hash(author: Author) -> None:
    prompt = "ä" * 15_000
    question(author, prompt=prompt)
    stored = author.last()["after"]["prompt"]
    assert stored == {"cut": "ä" * 500, "bytes": 30_000, "sha256": hashlib.sha256(prompt.encode()).hexdigest()}
    question(author, prompt="x" * 2048)
    assert author.last()["after"]["prompt"] == "x" * 2048


@pytest.mark.parametrize(
    ("role", "reads"), [("owner", True), ("recruiter", True), ("reviewer", False), ("outsider", False), ("anon", False)]
)
def test_only_owners_and_recruiters_of_the_organization_read_its_trail(
    author: Author, people: People, database: Database, role: str, reads: bool
) -> None:
    sent = question(author)
    author.send("POST", "/question_keys", {"question_id": sent["id"], "sample_solution": "the secret"})
    if role == "anon":
        reader = None
    elif role == "outsider":
        reader = people.member(make_organization(database), "owner")
    else:
        reader = people.member(author.organization_id, role)
    found = rows_in(author.api.send(reader, "GET", "/audit_events?select=organization_id,after"))
    assert ("the secret" in json.dumps(found)) is reads
    assert (str(author.organization_id) in {row["organization_id"] for row in found}) is reads


def test_candidate_reads_no_event_of_an_interview_they_are_invited_to(author: Author, people: People) -> None:
    guest, taken = people.candidate(), interview(author)
    author.send("POST", "/interview_invitations", {"interview_id": taken, "user_id": str(guest.user_id)})
    assert rows_in(author.api.send(guest, "GET", "/audit_events")) == []


@pytest.mark.parametrize("role", ROLES, ids=str)
def test_no_role_changes_or_deletes_an_event(
    author: Author, stack: Stack, database: Database, role: LiteralString | None
) -> None:
    question(author)
    attacks: list[LiteralString] = [
        "update reprise.audit_events set after = '{}' where organization_id = %(id)s",
        "update reprise.audit_events set actor = null where organization_id = %(id)s",
        f"update reprise.audit_events set actor = '{NOBODY}' where organization_id = %(id)s",
        "update reprise.audit_events set at = now() - interval '9 years' where organization_id = %(id)s",
        "delete from reprise.audit_events where organization_id = %(id)s",
        "truncate reprise.audit_events",
    ]
    events: LiteralString = "select * from reprise.audit_events where organization_id = %s order by id"
    before = database.rows(events, author.organization_id)
    assert before
    with psycopg.connect(stack.database_url, autocommit=True) as connection:
        found = [_attack(connection, role, attack, author.organization_id) for attack in attacks]
    assert found == [0] * len(attacks)
    assert database.rows(events, author.organization_id) == before


def _attack(connection: Connection, role: LiteralString | None, statement: LiteralString, id_: UUID) -> int:
    """The number of rows that a role (None: the owner) could change; 0 if it was refused."""
    try:
        with connection.transaction():
            if role is not None:
                connection.execute(sql.SQL("set local role {}").format(sql.Identifier(role)))
            return connection.execute(statement, {"id": id_}).rowcount
    except (psycopg.errors.RestrictViolation, psycopg.errors.InsufficientPrivilege):
        return 0


def test_trail_is_deleted_with_its_organization_and_after_its_retention(author: Author, database: Database) -> None:
    question(author)
    count: LiteralString = "select count(*) from reprise.audit_events where organization_id = %s"
    for days, number in ((731, -2), (729, -1)):
        # Ids grow with time, so the oldest events have the lowest.
        database.execute(
            "insert into reprise.audit_events (id, organization_id, at, action, entity, entity_id, after)"
            " overriding system value values (%s, %s, now() - make_interval(days => %s), 'insert', 'questions',"
            " gen_random_uuid(), '{}')",
            number,
            author.organization_id,
            days,
        )
    before = database.value(count, author.organization_id)
    run_to_the_end(database)
    assert database.value(count, author.organization_id) == before - 1
    database.execute("delete from reprise.organizations where id = %s", author.organization_id)
    assert database.value(count, author.organization_id) == 0


def test_rows_that_go_with_their_question_or_interview_leave_one_event(author: Author, database: Database) -> None:
    sent = question(author)
    author.send("POST", "/question_keys", {"question_id": sent["id"], "sample_solution": "s"})
    last = author.last()["id"]
    author.send("DELETE", f"/questions?id=eq.{sent['id']}")
    events = database.rows(
        "select entity, action from reprise.audit_events where organization_id = %s and id > %s",
        author.organization_id,
        last,
    )
    assert events == [{"entity": "questions", "action": "delete"}]


def test_erased_member_and_candidate_are_not_named_by_the_event_of_their_removal(
    author: Author, people: People, database: Database
) -> None:
    guest, taken = people.member(author.organization_id, "reviewer"), interview(author)
    author.send("POST", "/interview_invitations", {"interview_id": taken, "user_id": str(guest.user_id)})
    last = author.last()["id"]
    database.execute("delete from auth.users where id = %s", guest.user_id)
    events = database.rows(
        "select entity, action, subject, before::text from reprise.audit_events where organization_id = %s and id > %s"
        " order by entity",
        author.organization_id,
        last,
    )
    assert [(row["entity"], row["action"], row["subject"]) for row in events] == [
        ("interview_invitations", "delete", NOBODY),
        ("organization_members", "delete", NOBODY),
    ]
    assert str(guest.user_id) not in json.dumps(events, default=str)


def test_public_bank_is_audited_for_the_operator_and_read_by_no_member(author: Author, database: Database) -> None:
    question_id = uuid4()
    with database.connection.transaction(force_rollback=True):
        database.execute(
            "insert into reprise.questions (id, interview_type, domain, difficulty, kind, prompt, points,"
            " time_limit_seconds) values (%s, 'test', 'test', 'easy', 'open', 'Why?', 10, 60)",
            question_id,
        )
        event = database.row("select * from reprise.audit_events where entity_id = %s", question_id)
    assert (event["organization_id"], event["actor"], event["action"]) == (None, None, "insert")
    assert rows_in(author.api.send(author.owner, "GET", "/audit_events?organization_id=is.null")) == []


def test_audit_of_a_large_import_costs_at_most_twice_the_import_itself(author: Author, database: Database) -> None:
    insert: LiteralString = (
        "insert into reprise.questions (organization_id, interview_type, domain, difficulty, kind, prompt, options,"
        " points, time_limit_seconds) select %s, 'test', 'test', 'easy', 'mcq', 'Question ' || n,"
        " (select jsonb_agg(jsonb_build_object('id', 'o' || o, 'text', 'Option ' || o)) from generate_series(1, 4) o),"
        " 10, 60 from generate_series(1, 1000) n"
    )

    def cost() -> float:
        spent = []
        for _ in range(3):
            with processor_time(database) as measured, database.connection.transaction(force_rollback=True):
                database.execute(insert, author.organization_id)
            spent.append(measured.seconds)
        return min(spent)

    audited = cost()
    with database.connection.transaction(force_rollback=True):
        database.execute("alter table reprise.questions disable trigger questions_are_audited")
        plain = cost()
    assert audited < 3 * plain
    database.execute(insert, author.organization_id)
    assert (
        database.value(
            "select count(*) from reprise.audit_events where organization_id = %s and entity = 'questions'",
            author.organization_id,
        )
        == 1000
    )
