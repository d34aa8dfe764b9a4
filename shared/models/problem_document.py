"""The problem document of a refusal, for the OpenAPI document and for tests."""

from typing import Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from shared.models.fields import SessionStatus
from shared.models.session_views import ActiveSession, CandidateCounts, LeaseView, Receipt, ResponseBody


class RequestFault(ResponseBody):
    """One fault of a request, and where it is."""

    loc: list[str | int]
    msg: str


class PublishingFault(ResponseBody):
    """One fault that keeps an interview from being published, and its place."""

    where: str = Field(description="For example `questions[2].options[1].text`; questions are numbered from 0.")
    code: Literal[
        "malformed",
        "key_missing",
        "duplicate_option",
        "duplicate_criterion",
        "points_do_not_fit",
        "inactive",
        "no_questions",
        "duplicate_question",
        "foreign_question",
        "too_long",
        "not_asked",
        "instructions_missing",
    ]
    detail: str
    question_id: UUID | None


class ImportFault(ResponseBody):
    """One fault that keeps a file of questions from being imported; `line` counts from 1, null in JSON."""

    where: str
    line: int | None
    detail: str


class ProblemDocument(BaseModel):
    """RFC 9457. Branch on `code` (and `reason`), show `detail` to people; the other fields depend on the code."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str
    reason: str | None = Field(default=None, description="Which of the meanings of `code`; docs/errors.md lists them.")
    errors: list[RequestFault] | None = None
    session: ActiveSession | None = None
    receipt: Receipt | None = None
    session_status: SessionStatus | None = None
    closed_reason: str | None = None
    position: int | None = None
    lease: LeaseView | None = None
    kept: bool | None = None
    available: int | None = None
    limit: int | None = None
    last_seen_at: AwareDatetime | None = None
    retry_after_seconds: float | None = None
    results_status: str | None = None
    organization_id: UUID | None = None
    interview_id: UUID | None = None
    faults: list[PublishingFault] | list[ImportFault] | None = None
    organization: str | None = Field(default=None, description="The organization that sent the invitation.")
    interview_title: str | None = None
    requested: bool | None = Field(default=None, description="Whether your request to the organization was stored.")
    counts: CandidateCounts | None = None
    prep_session: dict[str, Any] | None = Field(
        default=None, description="The stored prep session, as from GET /prep-sessions/{prep_session_id}."
    )
