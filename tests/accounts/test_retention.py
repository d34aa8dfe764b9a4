"""What is past its retention is deleted by cleanup: each kind and each organization by its own setting."""

from collections.abc import Iterator
from typing import Any, LiteralString
from uuid import UUID

import pytest

from local.stack import Stack
from tests.accounts.retention_runs import run_retention, run_to_the_end
from tests.support.cleanup import post_cleanup, put_others_off
from tests.support.data_api import DataApi
from tests.support.database import Database
from tests.support.interviews import make_interview
from tests.support.people import People, Person

DAY = 86_400


@pytest.fixture(autouse=True)
def _nothing_is_due(database: Database) -> Iterator[None]:
    put_others_off(database)
    before = database.row("select * from reprise_private.settings")
    yield
    database.execute(
        "update reprise_private.settings set practice_kept = %s, conversations_kept = %s, prep_sessions_kept = %s",
        *(before[name] for name in ("practice_kept", "conversations_kept", "prep_sessions_kept")),
    )


@pytest.fixture
def person(people: People) -> Person:
    """A candidate."""
    return people.candidate()


def session(database: Database, person: Person, mode: str, days: float, interview: Any = None) -> UUID:
    """A session that was closed this many days ago; of an interview, or of one's own."""
    found: UUID = database.value(
        "insert into reprise.interview_sessions (user_id, interview_id, organization_id, mode, title, question_count,"
        " time_limits, grace_seconds, start_over_allowed, resume_until, interview_type, status, closed_at,"
        " closed_reason) values (%s, %s, %s, %s, 'Old', 1, '{60}', 2, true, now(), %s, 'abandoned',"
        " now() - make_interval(secs => %s), 'cleared') returning id",
        person.user_id,
        interview and interview.interview_id,
        interview and interview.organization_id,
        mode,
        "test" if mode == "practice" else None,
        days * DAY,
    )
    if mode == "conversation":
        database.execute("insert into reprise.conversations (session_id) values (%s)", found)
    return found


def clean_up(database: Database) -> int:
    """Run the retention to its end; returns how much was deleted."""
    return run_to_the_end(database)["deleted_by_retention"]


def left(database: Database, *sessions: UUID) -> list[UUID]:
    """Which of these sessions are still there, in their order."""
    rows = database.rows("select id from reprise.interview_sessions where id = any(%s)", list(sessions))
    return [one for one in sessions if one in {row["id"] for row in rows}]


@pytest.mark.parametrize("mode", ["practice", "conversation"])
def test_practice_and_own_conversations_are_deleted_a_year_after_they_ended(
    database: Database, person: Person, mode: str
) -> None:
    old, young = session(database, person, mode, 366), session(database, person, mode, 364)
    assert clean_up(database) == 1
    assert left(database, old, young) == [young]


def test_each_kind_has_its_own_retention_and_null_is_forever(database: Database, person: Person) -> None:
    practice, talk = session(database, person, "practice", 400), session(database, person, "conversation", 400)
    database.execute("update reprise_private.settings set practice_kept = null, conversations_kept = '401 days'")
    assert clean_up(database) == 0
    database.execute("update reprise_private.settings set conversations_kept = '399 days'")
    assert clean_up(database) == 1
    assert left(database, practice, talk) == [practice]
    database.execute("update reprise_private.settings set practice_kept = '30 days'")
    clean_up(database)
    assert left(database, practice) == []


def test_prep_sessions_are_deleted_only_if_a_retention_is_set(database: Database, person: Person) -> None:
    statement: LiteralString = (
        "insert into reprise.prep_sessions (user_id, name, mode, updated_at) values (%s, 'Prep', 'general',"
        " now() - %s * interval '1 day')"
    )
    database.execute(statement, person.user_id, 5000)
    database.execute(statement, person.user_id, 10)
    assert clean_up(database) == 0
    database.execute("update reprise_private.settings set prep_sessions_kept = '4000 days'")
    assert clean_up(database) == 1
    assert database.value("select count(*) from reprise.prep_sessions where user_id = %s", person.user_id) == 1


def test_organizations_sessions_are_deleted_by_its_own_setting_and_leave_a_statistic(
    database: Database, person: Person
) -> None:
    strict, other, forever = (make_interview(database, ()) for _ in range(3))
    statement: LiteralString = "update reprise.organizations set keep_sessions_days = %s where id = %s"
    database.execute(statement, 90, strict.organization_id)
    database.execute(statement, 100, other.organization_id)
    runs = [
        session(database, person, "timed", days, interview)
        for interview in (strict, other, forever)
        for days in (95, 89)
    ]
    assert clean_up(database) == 1
    assert left(database, *runs) == runs[1:]
    statistics = database.rows(
        "select interview_id, status from reprise.session_statistics where organization_id = any(%s)",
        [interview.organization_id for interview in (strict, other, forever)],
    )
    assert statistics == [{"interview_id": strict.interview_id, "status": "abandoned"}]


def test_session_that_is_open_or_was_reopened_is_never_deleted(database: Database, person: Person) -> None:
    open_, reopened = session(database, person, "practice", 400), session(database, person, "practice", 400)
    database.execute(
        "update reprise.interview_sessions set status = 'in_progress', closed_at = null, closed_reason = null,"
        " resume_until = now() + interval '1 day' where id = %s",
        open_,
    )
    row = database.row("select closed_at from reprise.interview_sessions where id = %s", reopened)
    database.execute("update reprise.interview_sessions set closed_at = now() where id = %s", reopened)
    deleted: LiteralString = "select reprise_private.delete_expired_row(2, %s, %s, %s)"
    assert database.value(deleted, row["closed_at"], reopened, person.user_id) == 0
    assert clean_up(database) == 0
    assert left(database, open_, reopened) == [open_, reopened]


@pytest.mark.parametrize(("role", "status"), [("owner", 204), ("recruiter", 204), ("reviewer", 204)])
def test_only_owners_set_the_retention_of_their_organization(
    data_api: DataApi, people: People, database: Database, role: str, status: int
) -> None:
    interview = make_interview(database, ())
    people.member(interview.organization_id, "owner")
    member = people.member(interview.organization_id, role)
    path = f"/organizations?id=eq.{interview.organization_id}"
    assert data_api.send(member, "PATCH", path, {"keep_sessions_days": 365}).status_code == status
    found = database.value(
        "select keep_sessions_days from reprise.organizations where id = %s", interview.organization_id
    )
    assert found == (365 if role == "owner" else None)


@pytest.mark.parametrize("days", [29, 0, -1, 36_501])
def test_retention_of_an_organization_is_thirty_days_or_more(
    data_api: DataApi, people: People, database: Database, days: int
) -> None:
    interview = make_interview(database, ())
    owner = people.member(interview.organization_id, "owner")
    path = f"/organizations?id=eq.{interview.organization_id}"
    refusal = data_api.send(owner, "PATCH", path, {"keep_sessions_days": days})
    assert not refusal.is_success
    assert "organizations_keep_sessions_in_range" in refusal.text


def test_cleanup_reports_what_retention_deleted(stack: Stack, database: Database, person: Person) -> None:
    session(database, person, "practice", 366)
    body = post_cleanup(stack, stack.scheduler_secret).raise_for_status().json()
    assert (body["deleted_by_retention"], body["deleted_accounts"], body["errors"]) == (1, 0, 0)
    run = database.row("select * from reprise.cleanup_runs order by id desc limit 1")
    assert run["deleted_by_retention"] == 1


def test_one_undeletable_session_is_an_error_and_stops_no_other(database: Database, person: Person) -> None:
    broken, sound = session(database, person, "practice", 401), session(database, person, "practice", 400)
    database.execute("create table public.keeps_sessions (id uuid references reprise.interview_sessions (id))")
    try:
        database.execute("insert into public.keeps_sessions values (%s)", broken)
        batch = run_retention(database)
        assert (batch["deleted_by_retention"], batch["errors"]) == (1, 1)
    finally:
        database.execute("drop table public.keeps_sessions")
    assert left(database, broken, sound) == [broken]
    assert clean_up(database) == 1


def test_a_backlog_is_deleted_in_bounded_batches_that_continue_where_the_last_one_ended(
    database: Database, person: Person
) -> None:
    runs = [session(database, person, "practice", 400 + number) for number in range(600)]
    batch = run_retention(database)
    assert 0 < batch["deleted_by_retention"] <= 500
    assert clean_up(database) == 600 - batch["deleted_by_retention"]
    assert left(database, *runs) == []


def test_old_events_of_an_organization_are_deleted_faster_than_members_can_make_them(database: Database) -> None:
    organization_id = make_interview(database, ("open",)).organization_id
    old: LiteralString = (
        "insert into reprise_private.organization_events (number, organization_id, kind, about, at)"
        " overriding system value select -n, %s, 'member.changed', gen_random_uuid(), now() - interval '60 days'"
        " from generate_series(1, 2500) n"
    )
    database.execute(old, organization_id)
    run_to_the_end(database)
    remaining = "select count(*) from reprise_private.organization_events where organization_id = %s"
    assert database.value(remaining, organization_id) == 0


def test_sweep_finds_what_is_due_by_an_index_however_much_is_stored(database: Database, person: Person) -> None:
    interview = make_interview(database, ())
    database.execute(
        "update reprise.organizations set keep_sessions_days = 90 where id = %s", interview.organization_id
    )
    with database.connection.transaction(force_rollback=True):
        for mode, organization_id, interview_id in (
            ("practice", None, None),
            ("timed", interview.organization_id, interview.interview_id),
        ):
            database.execute(
                "insert into reprise.interview_sessions (user_id, interview_id, organization_id, mode, title,"
                " question_count, time_limits, grace_seconds, start_over_allowed, resume_until, interview_type, status,"
                " closed_at, closed_reason) select %s, %s, %s, %s, 'x', 1, '{60}', 2, true, now(), %s, 'abandoned',"
                " now() - n * interval '1 minute', 'cleared' from generate_series(1, 20000) n",
                person.user_id,
                interview_id,
                organization_id,
                mode,
                "test" if mode == "practice" else None,
            )
        database.execute("analyze reprise.interview_sessions")
        body = database.value("select prosrc from pg_proc where proname = 'expired_rows'")
        statement = body.replace("p_after", "null::jsonb").replace("p_limit", "100")
        plan = "\n".join(
            str(row[0]) for row in database.connection.execute("explain (analyze, costs off) " + statement)
        )
    assert "interview_sessions_own_retention_idx" in plan, plan
    assert "interview_sessions_retention_idx" in plan, plan
    assert "Seq Scan on interview_sessions" not in plan, plan
