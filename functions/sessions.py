"""GET /sessions: the caller's own sessions, or those of an interview under review; newest first, by page."""

from typing import Annotated, Literal
from uuid import UUID

from pydantic import AfterValidator, Field, ValidationInfo, field_validator
from pydantic_core import PydanticCustomError
from starlette.responses import Response

from shared.http import Access, Call, Endpoint, Returns, json_response
from shared.models.fields import (
    DEFAULT_PAGE_SIZE,
    MAX_PAGE_SIZE,
    FacetName,
    RequestQuery,
    SessionMode,
    SessionStatus,
    storable,
)

OF_ONES_OWN = "Filters the caller's own sessions; not allowed with `interview_id`."
OF_REVIEWED = "Only with `interview_id`."
State = Literal["invited", "opened", "expired", "started", "in_progress", "completed", "cancelled", "abandoned"]
FILTERS = ("q", "sort", "flag", "decision", "state")

sessions = Endpoint("/sessions", Access.SIGNED_IN)


class SessionsQuery(RequestQuery):
    """A page of the caller's own sessions, or of the sessions of an interview they review."""

    interview_id: UUID | None = Field(
        default=None, description="List the sessions of this interview; for members of its organization."
    )
    cursor: Annotated[str, AfterValidator(storable)] | None = Field(
        default=None, min_length=1, max_length=500, description="`next_cursor` of the previous page."
    )
    limit: int = Field(default=DEFAULT_PAGE_SIZE, ge=1, le=MAX_PAGE_SIZE, description="Sessions per page.")
    status: SessionStatus | None = None
    q: Annotated[str, AfterValidator(storable)] | None = Field(
        default=None, max_length=200, description=f"{OF_REVIEWED} A part of a candidate's name or e-mail address."
    )
    sort: Literal["started_at", "-started_at", "name", "score", "-score"] | None = Field(
        default=None, description=f"{OF_REVIEWED} By default `-started_at`: the newest first."
    )
    flag: str | None = Field(
        default=None,
        pattern="^[a-z_]{1,50}$",
        description=f"{OF_REVIEWED} A flag of the rows, or `needs_person` for what a person should look at.",
    )
    decision: Literal["advance", "hold", "reject", "none"] | None = Field(default=None, description=OF_REVIEWED)
    state: State | None = Field(
        default=None, description=f"{OF_REVIEWED} Of sessions and of invitations; `started` is `in_progress`."
    )
    mode: SessionMode | None = Field(default=None, description=OF_ONES_OWN)
    interview_type: FacetName | None = Field(default=None, description=OF_ONES_OWN)
    domain: FacetName | None = Field(default=None, description=OF_ONES_OWN)

    @field_validator("mode", "interview_type", "domain")
    @classmethod
    def _only_of_own_sessions(cls, wanted: str | None, info: ValidationInfo) -> str | None:
        if wanted is not None and info.data.get("interview_id") is not None:
            raise PydanticCustomError("filter_of_own", "Filters only your own sessions: omit it with interview_id")
        return wanted

    @field_validator(*FILTERS)
    @classmethod
    def _only_of_an_interview(cls, wanted: str | None, info: ValidationInfo) -> str | None:
        if wanted is not None and info.data.get("interview_id") is None:
            raise PydanticCustomError("filter_of_interview", "Filters only the candidates of an interview_id")
        return wanted


@sessions.operation(
    "GET /sessions",
    summary="List your own sessions, or the candidates of an interview you review",
    responses={200: Returns("result_views.SessionsOrResults", "One page of sessions.", "PAGE")},
    refusals=("interview_not_found",),
)
async def list_sessions(call: Call, query: SessionsQuery) -> Response:
    """One page; the database decides whose sessions the caller may see."""
    page = {"cursor": query.cursor, "page_size": query.limit, "status": query.status}
    if query.interview_id is not None:
        filters = {name: getattr(query, name) for name in FILTERS}
        arguments = {**page, "interview_id": query.interview_id, **filters}
        return json_response(await call.database.rpc("list_results", arguments))
    own = {"mode": query.mode, "interview_type": query.interview_type, "domain": query.domain}
    return json_response(await call.database.rpc("list_sessions", {**page, **own}))
