"""Guards that the service key can do only what the functions need: call some RPCs, and nothing on any table.

A stolen key does not let an attacker read the tables or forge an event, a score or an answer. The sections Grants and
Functions of `matrix.md` list all its rights.
"""

from typing import Any, LiteralString
from uuid import uuid4

import httpx
import pytest

from tests.security.row_access import Relation
from tests.security.world import World
from tests.support.catalog_access import OURS, public_relations
from tests.support.data_api import DataApi, equals
from tests.support.database import Database
from tests.support.table_fingerprints import snapshot

# What the functions call with the key, by the function that needs it; any function may measure an outage.
NEEDED = {
    "cleanup": {"credit_outages", "run_cleanup", "run_retention"},
    "evaluate": {
        *("claim_evaluations", "complete_evaluation", "fail_evaluation", "release_evaluation"),
        *("claim_summaries", "complete_summary", "fail_summary", "release_summary"),
        *("store_grade", "reserve_tokens", "settle_tokens"),
    },
    "health": {"get_health"},
    "outages": {"probe_writes", "record_outage", "credit_outages"},
    "message": {"claim_reply", "complete_reply", "fail_reply", "reserve_tokens", "settle_tokens"},
    "prep_sessions": {"claim_generation", "complete_generation", "fail_generation", "reserve_tokens", "settle_tokens"},
    "shared_prep": {"get_shared_prep"},
    "invitation": {"open_invitation"},
    "notify": {
        *("claim_invitation_mails", "mark_invitation_mail_handed_over", "finish_invitation_mail"),
        *("claim_notice_mails", "mark_notice_mail_handed_over", "finish_notice_mail"),
        *("claim_webhook", "finish_webhook_attempt", "release_webhook"),
    },
    "unsubscribe": {"unsubscribe"},
    "webhooks": {"claim_webhook_test", "finish_webhook_test"},
}
EXECUTABLE: LiteralString = """
select p.proname from pg_proc p join pg_namespace n on n.oid = p.pronamespace
where n.nspname = %s and has_function_privilege('service_role', p.oid, 'execute')
"""
RIGHTS: LiteralString = f"""
select c.oid::regclass::text || ': ' || r.verb
from pg_class c join pg_namespace n on n.oid = c.relnamespace
cross join unnest(array['select', 'insert', 'update', 'delete', 'truncate', 'references', 'trigger', 'usage']) r (verb)
where {OURS} and case
  when c.relkind = 'S'
    then r.verb in ('select', 'update', 'usage') and has_sequence_privilege('service_role', c.oid, r.verb)
  when c.relkind not in ('r', 'p', 'v', 'm', 'f') or r.verb = 'usage' then false
  when r.verb in ('delete', 'truncate', 'trigger') then has_table_privilege('service_role', c.oid, r.verb)
  else has_any_column_privilege('service_role', c.oid, r.verb)
end
"""


def executable(database: Database, schema: str) -> set[str]:
    """The functions of a schema that the service key may execute."""
    return {str(name) for (name,) in database.connection.execute(EXECUTABLE, [schema])}


def test_service_key_may_execute_exactly_what_the_functions_call(fresh: Database) -> None:
    needed = set().union(*NEEDED.values())
    assert executable(fresh, "reprise") == needed
    # Each RPC calls the function of the same name; run_cleanup_batches is for pg_cron, which runs as another role.
    assert executable(fresh, "reprise_private") - {"run_cleanup_batches"} == needed


def test_service_key_has_no_right_on_any_table_view_or_sequence(fresh: Database, database: Database) -> None:
    """Also in the running stack, whose gateway would grant every role everything."""
    for each in (fresh, database):
        assert [name for (name,) in each.connection.execute(RIGHTS)] == []


def test_control_a_right_of_the_service_key_is_found(fresh: Database) -> None:
    rights: tuple[LiteralString, ...] = (
        "select on reprise.answers",
        "update (score) on reprise.evaluations",
        "truncate on reprise.session_events",
        "select on reprise_ops.live_sessions",
        "usage on sequence reprise.session_events_id_seq",
    )
    for right in rights:
        with fresh.connection.transaction(force_rollback=True):
            fresh.execute("grant " + right + " to service_role")
            assert fresh.connection.execute(RIGHTS).fetchall() != [], right


def test_every_request_for_a_table_with_the_service_key_is_refused(
    data_api: DataApi, world: World, database: Database
) -> None:
    service = world.persona("service_role")
    before = snapshot(database)
    for relation in public_relations(database.connection):
        row = world.rows_of(relation)[0]
        path = f"/{relation}?{equals(row.key)}"
        columns = Relation(database.connection, relation).columns
        # One column that can be sent; a generated one cannot.
        body = {next(iter(columns)): None}
        assert_denied(data_api.send(service, "GET", path))
        assert_denied(data_api.send(service, "POST", f"/{relation}", body))
        assert_denied(data_api.send(service, "PATCH", path, body))
        assert_denied(data_api.send(service, "DELETE", path))
    assert snapshot(database) == before


def test_service_key_forges_no_event_score_or_answer(data_api: DataApi, world: World, database: Database) -> None:
    service = world.persona("service_role")
    (session, _) = world.rows_of("interview_sessions")
    session_id = str(session.key["id"])
    answer = world.rows_of("answers")[0].key["id"]
    question = world.rows_of("questions")[0].key["id"]
    before = snapshot(database)
    forged = {"session_id": session_id, "event": "reviewed", "at": "2001-01-01T00:00:00Z", "actor": str(uuid4())}
    graded: dict[str, Any] = {"status": "done", "score": 10, "grader": "model"}
    text = {"session_id": session_id, "position": 1, "answer": "forged", "source": "submitted", "sha256": "0" * 64}
    for method, path, body in (
        ("POST", "/session_events", forged),
        ("PATCH", f"/evaluations?answer_id=eq.{answer}", graded),
        ("PATCH", f"/session_results?session_id=eq.{session_id}", {"total": 30}),
        ("POST", "/answers", text),
        ("PATCH", f"/interview_sessions?id=eq.{session_id}", {"status": "completed"}),
        ("PATCH", f"/session_question_keys?session_id=eq.{session_id}", {"correct_option": "a"}),
        ("PATCH", f"/question_keys?question_id=eq.{question}", {"correct_option": "a"}),
        ("POST", "/organization_members", {"organization_id": str(uuid4()), "user_id": str(uuid4()), "role": "owner"}),
    ):
        assert_denied(data_api.send(service, method, path, body))
    assert snapshot(database) == before


@pytest.mark.parametrize("function", ["record_event", "override_score", "store_answer", "close_session"])
def test_service_key_cannot_call_the_functions_that_write_events_scores_and_answers(
    function: str, fresh: Database
) -> None:
    assert function not in executable(fresh, "reprise_private")


def assert_denied(answer: httpx.Response) -> None:
    """Assert PostgREST's refusal of a role without the right."""
    assert (answer.status_code, answer.json()["code"]) == (httpx.codes.FORBIDDEN, "42501"), answer.text
