"""Sealed files as a client makes them, and files that are wrong in one way."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from joserfc import jwe
from joserfc.jwk import ECKey

from tests.support.apis import Api, Reply
from tests.support.people import Person

CLAIMED = "2026-01-15T09:28:41.207Z"


def key_for(api: Api, person: Person) -> dict[str, str]:
    """The public key that the functions publish."""
    key: dict[str, str] = api.call("active", person, {}).ok()["sealed_file_key"]
    return key


def contents(session_id: UUID | str, texts: Sequence[tuple[int, str]], **changes: Any) -> dict[str, Any]:
    """What a file holds: texts by position. `changes` replace members of the first text."""
    listed: list[dict[str, Any]] = [
        {
            "position": position,
            "text": text,
            "sha256": hashlib.sha256(text.encode()).hexdigest(),
            "client_submitted_at": CLAIMED,
        }
        for position, text in texts
    ]
    listed[0] |= changes
    return {"session_id": str(session_id), "texts": listed}


def seal(key: Mapping[str, str], held: Any, **header: Any) -> str:
    """A file around `held` (JSON, or bytes as they are), with members of the `header` changed; None removes one."""
    members = {"alg": "ECDH-ES", "enc": "A256GCM", "kid": key["kid"]} | header
    members = {name: value for name, value in members.items() if value is not None}
    plaintext = held if isinstance(held, bytes) else json.dumps(held).encode()
    algorithms = [members["alg"], members["enc"], "DEF"]
    registry = jwe.JWERegistry(algorithms=algorithms, strict_check_header=False)
    return jwe.encrypt_compact(members, plaintext, ECKey.import_key(dict(key)), registry=registry)


def upload(api: Api, uploader: Person, session_id: UUID, texts: Sequence[tuple[int, str]]) -> Reply:
    """Upload texts by position: as a sealed file to the functions, as they are to the Data API."""
    held = contents(session_id, texts)
    if api.name == "function":
        return api.call("sealed-files", uploader, {"file": seal(key_for(api, uploader), held)})
    return api.call("sealed-files", uploader, held)
