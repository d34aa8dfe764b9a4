"""The keys that sealed files are encrypted to: read from the setting SEALED_FILE_KEYS, and their public halves.

Only the standard library is imported here: every function reads its settings at start, and few open a file.
"""

import base64
import binascii
import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from shared.environment import EnvironmentReader

PUBLIC_MEMBERS = ("kty", "crv", "x", "y", "kid")
COORDINATE_BYTES = 32


@dataclass(frozen=True, slots=True, repr=False)
class SealingKey:
    """A P-256 key pair as a JWK (RFC 7517); `kid` is its thumbprint (RFC 7638)."""

    private_jwk: Mapping[str, str]

    @property
    def kid(self) -> str:
        """The key id, which a sealed file names."""
        return self.private_jwk["kid"]

    @property
    def public_jwk(self) -> dict[str, str]:
        """What a client needs to seal a file."""
        return {name: self.private_jwk[name] for name in PUBLIC_MEMBERS}


def read_sealing_keys(reader: EnvironmentReader) -> tuple[SealingKey, ...]:
    """The keys of SEALED_FILE_KEYS, the newest first; the reader collects a fault."""
    return reader.jwk_set("SEALED_FILE_KEYS", "private P-256 keys, each with its thumbprint as kid", _sealing_key)


def published_key(keys: Sequence[SealingKey]) -> dict[str, str] | None:
    """The newest public key, which views publish as `sealed_file_key`; None if there is no key."""
    return keys[0].public_jwk if keys else None


def thumbprint(jwk: Mapping[str, str]) -> str:
    """The thumbprint of a P-256 key: the SHA-256 of its public members in canonical form, in base64url."""
    canonical = json.dumps({name: jwk[name] for name in ("crv", "kty", "x", "y")}, separators=(",", ":"))
    return base64.urlsafe_b64encode(hashlib.sha256(canonical.encode()).digest()).rstrip(b"=").decode()


def _sealing_key(jwk: Any) -> SealingKey:
    """The key, if it has every member, and if `kid` shows that the public half was copied without an error.

    Raises ValueError, whose message holds no key.
    """
    if not isinstance(jwk, dict) or not all(isinstance(jwk.get(name), str) for name in (*PUBLIC_MEMBERS, "d")):
        raise ValueError("a member is missing")
    if (jwk["kty"], jwk["crv"]) != ("EC", "P-256"):
        raise ValueError("another kind of key")
    if any(_length(jwk[name]) != COORDINATE_BYTES for name in ("x", "y", "d")):
        raise ValueError("a member has another length")
    if jwk["kid"] != thumbprint(jwk):
        raise ValueError("kid is not the thumbprint")
    return SealingKey({name: jwk[name] for name in (*PUBLIC_MEMBERS, "d")})


def _length(text: str) -> int | None:
    """The number of bytes of a base64url text; None if it is none."""
    try:
        return len(base64.b64decode(text + "=" * (-len(text) % 4), altchars=b"-_", validate=True))
    except (binascii.Error, ValueError):
        return None
