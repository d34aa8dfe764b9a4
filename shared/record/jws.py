"""Signs and verifies compact JWS (RFC 7515) with Ed25519 keys.

The header names the algorithm `EdDSA` (RFC 8037): RFC 9864 prefers `Ed25519`, which few libraries know yet.
"""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Iterable, Mapping
from typing import Any

from joserfc import jws
from joserfc.errors import JoseError, UnsupportedAlgorithmError
from joserfc.jwk import OKPKey

ALGORITHM = "EdDSA"
TYPE = "reprise-record"
# A record of a session with 200 questions and every late text that is stored for them has less than 2 MB.
MOST_BYTES = 16 * 1024 * 1024

Jwk = Mapping[str, Any]


class RecordError(Exception):
    """A record that cannot be trusted; the message says why, in a sentence."""


class _Registry(jws.JWSRegistry):
    """Takes one algorithm, and the header parameters that a record has."""

    max_payload_length = MOST_BYTES

    def get_alg(self, name: str) -> Any:
        if name != ALGORITHM:
            raise UnsupportedAlgorithmError(name)
        return self.algorithms[name]


_REGISTRY = _Registry()


def new_key() -> dict[str, str]:
    """A new private Ed25519 key as a JWK."""
    key = OKPKey.generate_key("Ed25519")
    private = key.as_dict(private=True)
    return {**public_key(private), "d": str(private["d"])}


def public_key(key: Jwk) -> dict[str, str]:
    """The public part of a key, named by its thumbprint (RFC 7638); of a private key, it is derived."""
    public = _public(OKPKey.import_key(dict(key)))
    members = {name: str(value) for name, value in public.as_dict(private=False).items()}
    return {**members, "kid": public.thumbprint(), "use": "sig", "alg": ALGORITHM}


def key_set(keys: Iterable[Jwk]) -> bytes:
    """A JWK Set (RFC 7517) of the public parts of the keys, as JSON."""
    return json.dumps({"keys": [public_key(key) for key in keys]}).encode()


def sign(payload: bytes, key: Jwk) -> str:
    """A compact JWS; the same payload and key give the same bytes."""
    signer = OKPKey.import_key(dict(key))
    header = {"alg": ALGORITHM, "kid": _public(signer).thumbprint(), "typ": TYPE}
    return jws.serialize_compact(header, payload, signer, registry=_REGISTRY)


def verify(record: str, keys: Iterable[Jwk]) -> tuple[str, bytes]:
    """Verify a compact JWS with one of the keys; returns the key's id and the payload. Raises RecordError."""
    parts = record.split(".")
    if len(parts) != 3 or len(record) > MOST_BYTES or not all(map(_is_base64url, parts)):
        raise RecordError("The record is not a compact JWS: three parts in base64url with dots between them.")
    header = _header(record)
    if header.get("alg") != ALGORITHM:
        raise RecordError(f"The header names the algorithm {header.get('alg')}; a record is signed with {ALGORITHM}.")
    if header.keys() != {"alg", "kid", "typ"} or header["typ"] != TYPE:
        raise RecordError("The header is not that of a record.")
    found = [key for key in map(_imported, keys) if key.thumbprint() == header["kid"]]
    if not found:
        raise RecordError(f"The key set has no key {header['kid']}.")
    try:
        return header["kid"], jws.deserialize_compact(record, found[0], registry=_REGISTRY).payload
    except (JoseError, ValueError):
        raise RecordError(
            "The signature is wrong: the record was changed after it was signed, or another key has signed it."
        ) from None


def _is_base64url(text: str) -> bool:
    """Whether the text is the only one that stands for its bytes: a signature has spare bits at its end."""
    try:
        content = urlsafe_b64decode(text + "=" * (-len(text) % 4))
    except ValueError:
        return False
    return bool(content) and urlsafe_b64encode(content).rstrip(b"=").decode() == text


def _header(record: str) -> dict[str, Any]:
    try:
        header = jws.extract_compact(record.encode(), registry=_REGISTRY).headers()
    except (JoseError, ValueError):
        header = None
    if not isinstance(header, dict):
        raise RecordError("The record is not a compact JWS: its header cannot be read.")
    return header


def _imported(key: Jwk) -> OKPKey:
    try:
        imported = OKPKey.import_key(dict(key))
    except (JoseError, ValueError, TypeError):
        imported = None
    if imported is None or imported.curve_name != "Ed25519":
        raise RecordError("The key set holds something else than Ed25519 keys.")
    return _public(imported)


def _public(key: OKPKey) -> OKPKey:
    # Without what else the JWK said: a private key's `x` may be another one's.
    return OKPKey.import_key(key.public_key)
