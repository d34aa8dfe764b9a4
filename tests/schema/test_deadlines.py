"""No statement continues after its caller has given up, and no request of a person runs for long."""

from collections.abc import Iterator
from typing import Any

import psycopg
import pytest

from functions import health
from local.projects import SUPABASE, ProjectServer, apply_migrations
from shared.rpc.database import SERVICE_TIMEOUT_SECONDS
from shared.rpc.outage_watch import SUSPECT_SECONDS
from shared.settings import DATABASE_TIMEOUT_SECONDS

# Functions that the service calls with a deadline of its own; all others have DATABASE_TIMEOUT_SECONDS.
DEADLINES = {
    "get_health": health.TIMEOUT_SECONDS,
    "probe_writes": SUSPECT_SECONDS,
    **dict.fromkeys(
        [
            *("claim_evaluations", "complete_evaluation", "fail_evaluation", "release_evaluation", "store_grade"),
            *("claim_summaries", "complete_summary", "fail_summary", "release_summary"),
            *("reserve_tokens", "settle_tokens"),
            *("claim_reply", "complete_reply", "fail_reply"),
            *("claim_generation", "complete_generation", "fail_generation"),
            *(
                "claim_webhook",
                "finish_webhook_attempt",
                "release_webhook",
                "claim_webhook_test",
                "finish_webhook_test",
            ),
            *("claim_notice_mails", "mark_notice_mail_handed_over", "finish_notice_mail"),
            *("claim_invitation_mails", "mark_invitation_mail_handed_over", "finish_invitation_mail"),
        ],
        SERVICE_TIMEOUT_SECONDS,
    ),
}
# The least share of a deadline that a statement may use; the rest is left for the round trip.
EARLIEST_SHARE = 0.7
# If ten locked candidates have two calls each in a pool of ten, others must get through within one deadline.
LONGEST_LOCK_WAIT = DATABASE_TIMEOUT_SECONDS / 2
LIMITS = """
  select p.proname, s.name, extract(epoch from s.value::interval)
  from pg_proc p left join lateral (
    select split_part(c, '=', 1) as name, split_part(c, '=', 2) as value
    from unnest(p.proconfig) c where c like '%timeout=%'
  ) s on true
  where p.pronamespace = 'reprise'::regnamespace
"""


@pytest.fixture(scope="module")
def migrated(projects: ProjectServer) -> Iterator[psycopg.Connection[Any]]:
    """A database created by the migrations."""
    with projects.empty_database() as url:
        apply_migrations(url)
        with psycopg.connect(url) as connection:
            yield connection


def limits(connection: psycopg.Connection[Any]) -> dict[str, dict[str, float]]:
    """The limits of every function of reprise, in seconds."""
    found: dict[str, dict[str, float]] = {}
    for name, setting, seconds in connection.execute(LIMITS).fetchall():
        found.setdefault(name, {})
        if setting:
            found[name][setting] = float(seconds)
    return found


def test_every_data_api_function_times_out_just_before_its_caller(migrated: psycopg.Connection[Any]) -> None:
    found = limits(migrated)
    assert DEADLINES.keys() <= found.keys()
    assert {path.stem for path in (SUPABASE / "schemas/rpc").glob("*.sql")} <= found.keys()
    wrong = {}
    for name, limit in found.items():
        deadline = DEADLINES.get(name, DATABASE_TIMEOUT_SECONDS)
        statement, lock = limit.get("statement_timeout", 0), limit.get("lock_timeout", 0)
        in_time = EARLIEST_SHARE * deadline <= statement < deadline
        if not (in_time and 0 < lock < min(statement, LONGEST_LOCK_WAIT)):
            wrong[name] = (deadline, limit)
    assert wrong == {}


def test_control_a_new_function_without_limits_is_found(migrated: psycopg.Connection[Any]) -> None:
    migrated.execute("create function reprise.boundless() returns integer language sql return 1")
    assert limits(migrated)["boundless"] == {}
    migrated.rollback()


@pytest.mark.parametrize("role", ["anon", "authenticated"])
def test_no_request_of_a_user_runs_longer_than_three_seconds(migrated: psycopg.Connection[Any], role: str) -> None:
    row = migrated.execute(
        "select extract(epoch from substring(c from '^statement_timeout=(.*)$')::interval)"
        " from pg_roles r, unnest(r.rolconfig) c where r.rolname = %s and c like 'statement_timeout=%%'",
        (role,),
    ).fetchone()
    assert row is not None, f"{role} has no statement_timeout"
    assert DATABASE_TIMEOUT_SECONDS < row[0] <= 3
