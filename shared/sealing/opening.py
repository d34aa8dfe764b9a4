"""Opens a sealed file: a compact JWE (RFC 7516), ECDH-ES on P-256 with A256GCM, around unsent texts."""

import hashlib
from collections.abc import Sequence
from typing import Annotated, Literal, Self
from uuid import UUID

from joserfc import jwe
from joserfc.errors import JoseError
from joserfc.jwk import ECKey
from joserfc.util import urlsafe_b64decode
from pydantic import AfterValidator, AwareDatetime, Field, model_validator
from pydantic_core import PydanticCustomError

from shared.models.fields import CandidateText, Position, RequestBody, in_utc
from shared.problems import Problem
from shared.sealing.sealing_keys import SealingKey

MAX_FILE_CHARACTERS = 1024 * 1024
MAX_HEADER_CHARACTERS = 1024
MAX_TEXTS = 100
Coordinate = Annotated[str, Field(pattern=r"^[A-Za-z0-9_-]{43}$")]


class EphemeralKey(RequestBody):
    """The public key that was made for one file."""

    kty: Literal["EC"]
    crv: Literal["P-256"]
    x: Coordinate
    y: Coordinate


class Header(RequestBody):
    """The only header that is read: no other algorithm, no compression, nothing critical."""

    alg: Literal["ECDH-ES"]
    enc: Literal["A256GCM"]
    kid: Annotated[str, Field(max_length=100)]
    epk: EphemeralKey


class SealedText(RequestBody):
    """One unsent text. `client_submitted_at` is the clock of a device that nobody controls."""

    position: Position
    text: Annotated[CandidateText, Field(min_length=1)]
    sha256: str
    client_submitted_at: Annotated[AwareDatetime, AfterValidator(in_utc)] | None = None

    @model_validator(mode="after")
    def _is_whole(self) -> Self:
        if self.sha256 != hashlib.sha256(self.text.encode()).hexdigest():
            raise PydanticCustomError("other_text", "The text does not match its SHA-256")
        return self


class SealedTexts(RequestBody):
    """What a sealed file holds: unsent texts of one session."""

    session_id: UUID
    texts: Annotated[list[SealedText], Field(min_length=1, max_length=MAX_TEXTS)]


class _Registry(jwe.JWERegistry):
    """What may be decrypted, and how much: the size is bounded before anything is."""

    max_ciphertext_length = MAX_FILE_CHARACTERS


_REGISTRY = _Registry(algorithms=["ECDH-ES", "A256GCM"])


def open_sealed_file(file: str, keys: Sequence[SealingKey]) -> SealedTexts:
    """The texts in a sealed file.

    Raises Problem `sealed_file_unreadable`: with the reason `other_key` if none of the `keys` opens it, and without one
    if it is damaged or no sealed file.
    """
    # Line breaks that an editor or a mail program added at the end.
    file = file.strip()
    if len(file) > MAX_FILE_CHARACTERS or not file.isascii():
        raise Problem("sealed_file_unreadable", cause="too long or not ASCII")
    try:
        header = Header.model_validate_json(urlsafe_b64decode(file[:MAX_HEADER_CHARACTERS].partition(".")[0].encode()))
    except ValueError as error:
        raise Problem("sealed_file_unreadable", cause=f"{type(error).__name__} in the header") from error
    found = next((key for key in keys if key.kid == header.kid), None)
    if found is None:
        raise Problem("sealed_file_unreadable", reason="other_key", cause="unknown kid")
    try:
        opened = jwe.decrypt_compact(file, ECKey.import_key(dict(found.private_jwk)), registry=_REGISTRY)
        return SealedTexts.model_validate_json(opened.plaintext or b"")
    except (JoseError, ValueError) as error:
        raise Problem("sealed_file_unreadable", cause=type(error).__name__) from error
