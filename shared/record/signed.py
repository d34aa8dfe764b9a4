"""Makes the signed record of a session from what get_record returns."""

import json
from collections.abc import Awaitable, Callable, Mapping, Sequence
from typing import Any

from shared.problems import Problem
from shared.record.jws import Jwk, sign

GetRecord = Callable[[], Awaitable[Mapping[str, Any]]]


def signing_key(keys: Sequence[Jwk]) -> Jwk | None:
    """The key that signs: the first one with a private part; None if there is none."""
    return next((key for key in keys if "d" in key), None)


async def signed_record(get_record: GetRecord, keys: Sequence[Jwk], issuer: str) -> str:
    """The record as a compact JWS, issued by `issuer`; raises Problem, `records_not_configured` without a key.

    `get_record` is called only if there is a key, because it counts as a use.
    """
    key = signing_key(keys)
    if key is None:
        raise Problem("records_not_configured")
    statement = {"iss": issuer, **await get_record()}
    return sign(json.dumps(statement, ensure_ascii=False, separators=(",", ":")).encode(), key)
