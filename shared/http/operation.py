"""The declaration of one operation: a method of a path with its request, responses and refusals."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import Enum
from inspect import get_annotations
from typing import Any, NamedTuple
from uuid import UUID

from pydantic import BaseModel
from starlette.responses import Response

from shared.http.call import Call
from shared.http.entity_tag import if_match
from shared.models.fields import RequestQuery

Handler = Callable[..., Awaitable[Response]]


class Access(Enum):
    """The callers that an endpoint accepts, and whose rights it uses in the database."""

    SIGNED_IN = "a signed-in person, with their own rights"
    SCHEDULER = "the scheduler, with the service's rights"
    PUBLIC = "anyone; the service's rights, so only for what takes no input but a secret"


ALWAYS = ("method_not_allowed", "internal_error")
WITH_BODY = ("invalid_json", "request_timeout", "payload_too_large", "unsupported_media_type", "invalid_request")
WITH_QUERY = ("invalid_request",)
BY_ACCESS: Mapping[Access, tuple[str, ...]] = {
    Access.SIGNED_IN: ("not_authenticated", "not_allowed", "rate_limited", "database_unavailable"),
    Access.SCHEDULER: ("not_authenticated", "database_unavailable"),
    Access.PUBLIC: (),
}


class Returns(NamedTuple):
    """A response of an operation that succeeded; without a model it has no body.

    `model` is `module.Model` in shared.models, and `example` a name in the module of shared.examples that is named
    alike. Names instead of the things themselves, because only the OpenAPI document and tests import them.
    """

    model: str | None
    description: str
    example: str | None = None


@dataclass(frozen=True, slots=True, eq=False)
class Operation:
    """One method of one path.

    The handler's parameters declare the request: `body` and `query` by their models, `version` for a version that
    If-Match must name, and one for each id in braces in `path`. `refusals` are the operation's own codes; `codes` adds
    the common ones. `examples` are bodies by name. `files` are the media types of a 200 that is a file; with
    `streamed`, a 200 can also be an event stream; `tagged` responses have their version as ETag. `headers` describes
    required headers of the request, which the handler reads itself.
    """

    method: str
    path: str
    access: Access
    handler: Handler
    summary: str
    responses: Mapping[int, Returns] = field(default_factory=dict)
    refusals: tuple[str, ...] = ()
    examples: Mapping[str, Any] = field(default_factory=dict)
    files: tuple[str, ...] = ()
    streamed: bool = False
    tagged: bool = False
    max_body_bytes: int = 0
    headers: Mapping[str, str] = field(default_factory=dict)

    @property
    def body(self) -> type[BaseModel] | None:
        """The model of the request's body."""
        return get_annotations(self.handler).get("body")

    @property
    def query(self) -> type[RequestQuery] | None:
        """The model of the query."""
        return get_annotations(self.handler).get("query")

    @property
    def versioned(self) -> bool:
        """Whether If-Match must name the version that is changed."""
        return "version" in get_annotations(self.handler)

    @property
    def codes(self) -> tuple[str, ...]:
        """Every code with which the operation can be refused, once each."""
        request = WITH_BODY if self.body else WITH_QUERY if self.query else ()
        return tuple(dict.fromkeys(ALWAYS + request + BY_ACCESS[self.access] + self.refusals))

    async def respond(self, call: Call, ids: Mapping[str, UUID]) -> Response:
        """Parse the request, and return the handler's response; raises Problem."""
        arguments: dict[str, Any] = dict(ids)
        if self.versioned:
            arguments["version"] = if_match(call.request)
        if self.body:
            arguments["body"] = await call.body(self.body, self.max_body_bytes)
        if self.query:
            arguments["query"] = call.query(self.query)
        return await self.handler(call, **arguments)
