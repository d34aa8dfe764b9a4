"""A person deletes their own account: after a grace period, everything of theirs, and nothing of others."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import LiteralString
from uuid import UUID

import psycopg
import pytest
from psycopg import sql

from tests.accounts.calls import Accounts
from tests.accounts.life import Life
from tests.accounts.retention_runs import run_retention
from tests.support.apis import Api
from tests.support.data_api import DataApi
from tests.support.database import Database
from tests.support.interviews import make_interview, make_organization, start
from tests.support.people import People, Person

NOBODY = UUID(int=0)


def let_the_day_come(database: Database, *people: Person) -> None:
    """Shift the requests of these people, as if the grace period had passed."""
    database.execute(
        "update reprise_private.account_deletions set requested_at = requested_at - interval '14 days',"
        " takes_effect_at = takes_effect_at - interval '14 days 1 second' where user_id = any(%s)",
        [person.user_id for person in people],
    )


def delete_due_accounts(database: Database, rounds: int = 20) -> int:
    """Run the retention this often; returns the number of deleted accounts, and asserts that there was no error."""
    runs = [run_retention(database) for _ in range(rounds)]
    assert sum(run["errors"] for run in runs) == 0
    return sum(run["deleted_accounts"] for run in runs)


def exists(database: Database, person: Person) -> bool:
    """Whether the account is there."""
    return bool(database.value("select count(*) from auth.users where id = %s", person.user_id))


def tables_with(database: Database, needles: Iterable[str]) -> set[str]:
    """The tables of every schema in which any column of any row holds one of these texts, as text or as bytes."""
    words = [*needles]
    words += [word.encode().hex() for word in words]
    tables = database.rows(
        "select n.nspname, c.relname from pg_class c join pg_namespace n on n.oid = c.relnamespace"
        " where c.relkind in ('r', 'p', 'm') and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'"
    )
    found = set()
    for table in tables:
        name = sql.Identifier(table["nspname"], table["relname"])
        statement = sql.SQL("select exists (select from {} t where t::text like any(%s))").format(name)
        row = database.connection.execute(statement, ([f"%{word}%" for word in words],)).fetchone()
        if row is not None and row[0]:
            found.add(f"{table['nspname']}.{table['relname']}")
    return found


def test_deletion_is_announced_for_a_day_and_a_repeat_returns_the_same_day(
    accounts: Accounts, people: People, database: Database
) -> None:
    person = people.candidate()
    assert accounts.view(person).ok()["deletion"] is None
    first = accounts.delete(person).ok(202)["deletion"]
    expected = datetime.now(UTC) + timedelta(days=14)
    assert abs(datetime.fromisoformat(first["takes_effect_at"]) - expected) < timedelta(minutes=5)
    assert first["takes_effect_on"] == datetime.fromisoformat(first["takes_effect_at"]).date().isoformat()
    assert accounts.delete(person).ok(202)["deletion"] == first
    assert accounts.view(person).ok()["deletion"] == first
    delete_due_accounts(database)
    assert exists(database, person)


def test_account_can_be_kept_until_the_day_comes_and_not_after(
    accounts: Accounts, people: People, database: Database
) -> None:
    person = people.candidate()
    accounts.delete(person).ok(202)
    assert accounts.keep(person).ok()["deletion"] is None
    assert accounts.keep(person).ok()["deletion"] is None
    let_the_day_come(database, person)
    delete_due_accounts(database)
    assert exists(database, person)
    accounts.delete(person).ok(202)
    let_the_day_come(database, person)
    accounts.keep(person).refused(409, "account_deletion_started")
    assert delete_due_accounts(database, 1) == 1
    assert not exists(database, person)
    for reply in (accounts.view(person), accounts.delete(person), accounts.keep(person)):
        reply.refused(401, "not_authenticated")


def test_nobody_sees_keeps_or_deletes_an_account_without_its_token(accounts: Accounts, people: People) -> None:
    for reply in (accounts.view(None), accounts.delete(None), accounts.keep(None)):
        reply.refused(401, "not_authenticated")


def test_everything_works_during_the_grace_period_and_a_live_session_is_waited_for(
    api: Api, people: People, database: Database
) -> None:
    person, interview = people.candidate(), make_interview(database, ["open"] * 2)
    Accounts(api).delete(person).ok(202)
    run = start(api, person, interview.interview_id)
    let_the_day_come(database, person)
    assert delete_due_accounts(database, 1) == 0
    run.submit("an honest answer").ok()
    run.submit("another one").ok()
    assert delete_due_accounts(database) == 1
    assert not exists(database, person)


def test_only_owner_of_an_organization_must_appoint_another_one_first(
    accounts: Accounts, people: People, database: Database
) -> None:
    organization_id = make_organization(database)
    owner, other = people.member(organization_id, "owner"), people.member(organization_id, "recruiter")
    assert accounts.delete(owner).refused(409, "last_owner")["organization_id"] == str(organization_id)
    assert accounts.view(owner).ok()["deletion"] is None
    database.execute("update reprise.organization_members set role = 'owner' where user_id = %s", other.user_id)
    accounts.delete(owner).ok(202)


def test_account_whose_deletion_was_requested_can_be_made_owner_by_nobody(
    accounts: Accounts, people: People, database: Database, data_api: DataApi
) -> None:
    organization_id = make_organization(database)
    owner, person = people.member(organization_id, "owner"), people.candidate()
    accounts.delete(person).ok(202)
    insert: LiteralString = (
        "insert into reprise.organization_members (organization_id, user_id, role) values (%s, %s, %s)"
    )
    with pytest.raises(psycopg.DatabaseError, match="invalid_request"):
        database.execute(insert, organization_id, person.user_id, "owner")
    database.execute(insert, organization_id, person.user_id, "reviewer")
    path = f"/organization_members?user_id=eq.{person.user_id}"
    assert data_api.send(owner, "PATCH", path, {"role": "owner"}).json()["message"] == "invalid_request"


def test_account_that_became_an_only_owner_waits_without_stopping_cleanup(
    functions_api: Api, people: People, database: Database
) -> None:
    organization_id = make_organization(database)
    owner, other, third = (
        people.member(organization_id, "owner"),
        people.member(organization_id, "owner"),
        people.candidate(),
    )
    for person in (owner, third):
        Accounts(functions_api).delete(person).ok(202)
    database.execute("update reprise.organization_members set role = 'reviewer' where user_id = %s", other.user_id)
    let_the_day_come(database, owner, third)
    assert delete_due_accounts(database, 2) == 1
    assert (exists(database, owner), exists(database, third)) == (True, False)
    database.execute("update reprise.organization_members set role = 'owner' where user_id = %s", other.user_id)
    assert delete_due_accounts(database, 2) == 1
    assert not exists(database, owner)


def test_account_that_cannot_be_deleted_is_an_error_and_stops_no_other(
    functions_api: Api, people: People, database: Database
) -> None:
    broken, sound = people.candidate(), people.candidate()
    for person in (broken, sound):
        Accounts(functions_api).delete(person).ok(202)
    let_the_day_come(database, broken, sound)
    database.execute("create table public.keeps_people (user_id uuid references auth.users (id))")
    try:
        database.execute("insert into public.keeps_people values (%s)", broken.user_id)
        batch = run_retention(database)
        assert (batch["deleted_accounts"], batch["errors"]) == (1, 1)
    finally:
        database.execute("drop table public.keeps_people")
    assert (exists(database, broken), exists(database, sound)) == (True, False)
    assert delete_due_accounts(database, 1) == 1


def test_no_text_and_no_id_of_a_deleted_person_is_left_in_any_table_of_any_schema(
    functions_api: Api, life: Life, database: Database
) -> None:
    sessions = [
        row["id"]
        for row in database.rows("select id from reprise.interview_sessions where user_id = %s", life.person.user_id)
    ]
    traces = [life.word, str(life.person.user_id), *map(str, sessions)]
    before = tables_with(database, traces)
    assert before >= {"reprise.answers", "reprise.audit_events", "reprise.messages", "auth.users"}
    others = _others(database, life)
    assert all(tables for _, tables in others)
    functions_api.call("clear-stuck-session", life.person, {}).ok()
    Accounts(functions_api).delete(life.person).ok(202)
    let_the_day_come(database, life.person)
    assert delete_due_accounts(database) == 1
    assert tables_with(database, traces) == set()
    assert _others(database, life) == others


def test_organization_retains_a_row_without_a_person_for_each_session(
    functions_api: Api, life: Life, database: Database
) -> None:
    functions_api.call("clear-stuck-session", life.person, {}).ok()
    Accounts(functions_api).delete(life.person).ok(202)
    let_the_day_come(database, life.person)
    assert delete_due_accounts(database) == 1
    rows = database.rows(
        "select * from reprise.session_statistics where organization_id = %s", life.interview.organization_id
    )
    assert [{name: row[name] for name in row if name != "id"} for row in rows] == [
        {
            "organization_id": life.interview.organization_id,
            "interview_id": life.interview.interview_id,
            "mode": "timed",
            "started_on": datetime.now(UTC).date(),
            "status": "completed",
            "percentage": rows[0]["percentage"],
        }
    ]
    assert float(rows[0]["percentage"]) == 26.67


def test_deleted_reviewer_becomes_nobody_in_the_records_of_others(
    functions_api: Api, life: Life, database: Database, people: People
) -> None:
    arguments = {"session_id": life.hidden.session_id, "action": "override_score", "position": 0}
    functions_api.call("review", life.reviewer, arguments | {"score": 3, "reason": "Again"}).ok()
    Accounts(functions_api).delete(life.reviewer).ok(202)
    let_the_day_come(database, life.reviewer)
    assert delete_due_accounts(database) == 1
    assert tables_with(database, [str(life.reviewer.user_id)]) == set()
    events = database.rows(
        "select actor from reprise.session_events where session_id = %s and event = 'override_score'",
        life.hidden.session_id,
    )
    assert [row["actor"] for row in events] == [NOBODY, NOBODY]
    score = database.row(
        "select e.overridden_by, e.overridden_score, e.override_reason from reprise.evaluations e"
        " where e.session_id = %s and e.position = 0",
        life.hidden.session_id,
    )
    assert (score["overridden_by"], float(score["overridden_score"]), score["override_reason"]) == (NOBODY, 3, "Again")
    results = functions_api.call(
        "results", people.member(life.interview.organization_id), {"session_id": life.hidden.session_id}
    ).ok()
    assert results["view"] == "reviewer"


@pytest.mark.parametrize("first", ["asked for", "deleted"])
def test_operator_deletes_the_account_of_somebody_who_cannot_sign_in(
    life: Life, database: Database, first: str
) -> None:
    if first == "deleted":
        database.execute("delete from auth.users where id = %s", life.reviewer.user_id)
        assert tables_with(database, [str(life.reviewer.user_id)]) != set()
    database.execute(
        "insert into reprise_private.account_deletions (user_id, takes_effect_at) values (%s, now())"
        " on conflict (user_id) do update set takes_effect_at = now()",
        life.reviewer.user_id,
    )
    assert delete_due_accounts(database, 2) == 1
    assert not exists(database, life.reviewer)
    assert tables_with(database, [str(life.reviewer.user_id)]) == set()


@pytest.mark.parametrize("column", ["actor", "event", "at"])
def test_actor_of_an_event_can_only_be_removed_and_only_once_the_account_is_gone(
    life: Life, database: Database, column: str
) -> None:
    values = {"actor": NOBODY, "event": "forged", "at": datetime.now(UTC)}
    statement = sql.SQL("update reprise.session_events set {} = %s where session_id = %s").format(
        sql.Identifier(column)
    )
    with pytest.raises(psycopg.errors.RestrictViolation):
        database.connection.execute(statement, (values[column], life.hidden.session_id))


def test_large_account_is_deleted_in_parts(functions_api: Api, people: People, database: Database) -> None:
    person = people.candidate()
    database.execute(
        "insert into reprise.interview_sessions (user_id, mode, title, question_count, time_limits, grace_seconds,"
        " start_over_allowed, resume_until, interview_type, status, closed_at, closed_reason)"
        " select %s, 'practice', 'Practice', 1, '{60}', 2, true, now(), 'test', 'abandoned', now(), 'cleared'"
        " from generate_series(1, 6000)",
        person.user_id,
    )
    Accounts(functions_api).delete(person).ok(202)
    let_the_day_come(database, person)
    batch = run_retention(database)
    left = database.value("select count(*) from reprise.interview_sessions where user_id = %s", person.user_id)
    assert batch["deleted_accounts"] == 0
    assert 0 < left < 6000
    assert batch["duration_ms"] < 2400
    assert delete_due_accounts(database, 60) == 1
    assert not exists(database, person)


def _others(database: Database, life: Life) -> list[tuple[str, set[str]]]:
    """The tables that hold the neighbour in the same interview, who stays."""
    return [(word, tables_with(database, [word])) for word in life.words_of_neighbour]
