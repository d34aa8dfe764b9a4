"""The declaration of one operation: access, request, responses and refusals."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from pydantic import BaseModel

from shared.http.endpoint import Access
from shared.models import requests

ALWAYS = ("method_not_allowed", "internal_error")
WITH_BODY = ("invalid_json", "payload_too_large", "unsupported_media_type", "invalid_request")
WITH_QUERY = ("invalid_request",)
FOR_CANDIDATES = ("not_authenticated", "not_allowed", "rate_limited", "database_unavailable")
FOR_THE_SCHEDULER = ("not_authenticated", "database_unavailable")


@dataclass(frozen=True, slots=True)
class Answer:
    """One status with which an operation responds when it succeeds; without a model it has no body."""

    model: type[BaseModel] | None
    description: str
    example: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Operation:
    """One method of one path. `refusals` are its own codes; `codes` adds the common ones.

    `files` are the media types of a 200 that is a file; with `streamed`, a 200 can also be an event stream. `tagged`
    responses have their version as ETag; `versioned` operations require that version in If-Match. `path` may contain
    ids in braces.
    """

    path: str
    method: str
    summary: str
    access: Access
    answers: Mapping[int, Answer]
    body: type[BaseModel] | None = None
    body_examples: Mapping[str, Any] = field(default_factory=dict)
    query: type[requests.RequestQuery] | None = None
    files: tuple[str, ...] = ()
    streamed: bool = False
    tagged: bool = False
    versioned: bool = False
    refusals: tuple[str, ...] = ()

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code with which the operation can be refused, once each."""
        common: tuple[str, ...] = ALWAYS
        common += WITH_BODY if self.body else WITH_QUERY if self.query else ()
        if self.access is Access.CANDIDATE:
            common += FOR_CANDIDATES
        elif self.access is Access.SCHEDULER:
            common += FOR_THE_SCHEDULER
        return tuple(dict.fromkeys(common + self.refusals))
