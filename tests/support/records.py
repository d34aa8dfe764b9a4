"""Reads records with libraries that the product does not use: PyJWT for signatures, rfc8785 for canonical JSON."""

import json
from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any
from uuid import UUID

import httpx
import jwt
import rfc8785

from local.stack import Stack
from tests.support.people import Person
from tests.support.plain_http import http

Statement = dict[str, Any]


def get_record(stack: Stack, person: Person | None, session_id: UUID | str) -> httpx.Response:
    """The response of GET /record."""
    headers = {"authorization": f"Bearer {person.token}"} if person else {}
    query = {"session_id": str(session_id)}
    return http.get(f"{stack.functions_url}/record", params=query, headers=headers, timeout=120)


def published_keys(stack: Stack) -> dict[str, Any]:
    """The key set that anybody can get."""
    response = http.get(f"{stack.functions_url}/.well-known/jwks.json", timeout=120)
    assert response.status_code == 200, response.text
    keys: dict[str, Any] = response.json()
    return keys


def verified_elsewhere(record: str, keys: Mapping[str, Any]) -> Statement:
    """The payload of a record after PyJWT has verified its signature; raises jwt.PyJWTError if it is wrong."""
    kid = jwt.get_unverified_header(record)["kid"]
    key = jwt.PyJWKSet.from_dict(dict(keys))[kid]
    payload = jwt.PyJWS().decode(record, key.key, algorithms=["EdDSA"])
    statement: Statement = json.loads(payload)
    return statement


def digest(receipt: Mapping[str, Any]) -> str:
    """SHA-256 of the canonical JSON of a receipt."""
    return sha256(rfc8785.dumps(dict(receipt))).hexdigest()


def assert_chained(receipts: Sequence[Mapping[str, Any]]) -> None:
    """Assert that each receipt names the hash of the one before it, and the first one none."""
    assert [receipt["previous"] for receipt in receipts] == [None, *map(digest, receipts)][: len(receipts)]
