"""What /record and /.well-known/jwks.json return, for the OpenAPI document and for tests."""

from typing import Literal

from pydantic import Field

from shared.models.session_views import ResponseBody


class RecordResponse(ResponseBody):
    """The record as a compact JWS (RFC 7515). Its payload is a JSON object; docs/api.md names its fields."""

    record: str = Field(pattern=r"^[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]{86}$")


class PublicKey(ResponseBody):
    """An Ed25519 key as a JWK (RFC 8037); `kid` is its thumbprint (RFC 7638)."""

    kty: Literal["OKP"]
    crv: Literal["Ed25519"]
    x: str
    kid: str
    use: Literal["sig"]
    alg: Literal["EdDSA"]


class KeySet(ResponseBody):
    """A JWK Set (RFC 7517): the key that signs first, then those whose records are still valid."""

    keys: list[PublicKey]
