"""A workspace in the example world: one row of its owner in every table of prep sessions."""

from collections.abc import Iterator
from uuid import uuid4

from tests.support.database import Database
from tests.support.people import Person


def make_workspace(database: Database, owner: Person) -> Iterator[tuple[str, dict[str, object]]]:
    """Create it; returns each row's table and key."""
    session_id, share_id = uuid4(), uuid4()
    database.execute(
        "insert into reprise.prep_sessions (id, user_id, name, mode, document) values (%s, %s, 'Mine', 'general',"
        """ '{"notes": "private"}')""",
        session_id,
        owner.user_id,
    )
    database.execute(
        "insert into reprise.prep_generations (id, prep_session_id, request_key, request) values (%s, %s, 'key', '{}')",
        share_id,
        session_id,
    )
    database.execute(
        "insert into reprise.prep_shares (id, prep_session_id, token_sha256, expires_at)"
        " values (%s, %s, reprise_private.sha256_hex(%s), now() + interval '1 hour')",
        share_id,
        session_id,
        str(share_id),
    )
    yield "prep_sessions", {"id": session_id}
    yield "prep_generations", {"id": share_id}
    yield "prep_shares", {"id": share_id}
