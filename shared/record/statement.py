"""What a record states, and how its receipts are chained."""

import json
from hashlib import sha256
from typing import Literal

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

Sha256 = str


class Stated(BaseModel):
    """A JSON object of a record or an export; later versions may add fields."""

    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)


class StatedReceipt(BaseModel):
    """A receipt. Its hash covers every field, so none may be added."""

    model_config = ConfigDict(extra="forbid", frozen=True, hide_input_in_errors=True, strict=True)

    answer_id: str
    received_at: str
    sha256: Sha256
    late_by_seconds: int | float = Field(ge=0, lt=10**15)
    previous: Sha256 | None

    @property
    def digest(self) -> Sha256:
        """SHA-256 of the canonical JSON (RFC 8785) of the receipt, in hexadecimal.

        Its names and texts are ASCII, and numbers of at most 15 digits are written alike in Python and ECMAScript.
        """
        members = {name: getattr(self, name) for name in type(self).model_fields}
        canonical = json.dumps(members, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
        return sha256(canonical.encode()).hexdigest()


class StatedText(Stated):
    """One stored text: an answer or a late text, by its receipt; a withdrawn one is no longer stored."""

    position: int
    kind: Literal["answer", "late_text"]
    source: str
    withdrawn: bool
    receipt: StatedReceipt


class Statement(Stated):
    """The payload of a record; `receipts` are in the order in which the texts were stored."""

    iss: str
    session_id: str
    candidate_id: str
    title: str
    status: str
    issued_at: AwareDatetime
    head: Sha256 | None
    receipts: list[StatedText]
