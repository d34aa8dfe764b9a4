"""All tests share the graders' queue and budget; this clears them for one test."""

from tests.support.database import Database


def put_others_off(database: Database) -> None:
    """Mark the jobs of other tests as failed, and reset what was spent and reserved today."""
    for statement in (
        "update reprise.evaluations set status = 'failed', claim_token = null, claimed_until = null"
        " where status in ('queued', 'running')",
        "update reprise.session_results set status = 'failed', claim_token = null, claimed_until = null"
        " where status in ('grading', 'running')",
        "delete from reprise.model_spending",
        "delete from reprise.model_reservations",
    ):
        database.connection.execute(statement.encode())
