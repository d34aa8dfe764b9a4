"""Makes the signed record of a session from what get_record returns."""

import json
from uuid import UUID

from shared.problems import Problem
from shared.record.jws import Jwk, sign
from shared.rpc.database import Database
from shared.settings import Settings


def signing_key(settings: Settings) -> Jwk | None:
    """The key that signs: the first one with a private part; None if there is none."""
    return next((key for key in settings.record_keys if "d" in key), None)


async def signed_record(database: Database, settings: Settings, session_id: UUID | None) -> str:
    """The record of a session as a compact JWS, issued by the Supabase project; the database decides who may have it.

    Raises Problem, `records_not_configured` without a key. Only with one is the database asked: that counts as a use.
    """
    key = signing_key(settings)
    if key is None:
        raise Problem("records_not_configured")
    statement = {"iss": settings.supabase_url, **await database.rpc_object("get_record", {"session_id": session_id})}
    return sign(json.dumps(statement, ensure_ascii=False, separators=(",", ":")).encode(), key)
