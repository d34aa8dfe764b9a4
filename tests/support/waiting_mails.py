"""Ends what earlier tests left to send: `POST /notify` sends every kind of e-mail."""

from tests.support.database import Database


def cancel_waiting_mails(database: Database) -> None:
    """Cancel the e-mails of invitations and notices that wait, and queue none about earlier events."""
    database.execute("update reprise_private.notice_cursors set due_at = 'infinity'")
    for table in ("invitation_mails", "notice_mails"):
        database.execute(
            f"update reprise_private.{table} set status = 'cancelled', claim_token = null"
            " where status in ('queued', 'claimed', 'handed_over')"
        )
