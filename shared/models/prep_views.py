"""What callers receive about prep sessions, for the OpenAPI document and for tests."""

from typing import Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from shared.models.prep_requests import Kind, PrepMode
from shared.models.session_views import ResponseBody


class PrepDocument(ResponseBody):
    """The sections of a document that exist; entries by id."""

    questions: dict[str, dict[str, Any]] = Field(default_factory=dict)
    skill_explanations: dict[str, dict[str, Any]] = Field(default_factory=dict)
    star_stories: dict[str, dict[str, Any]] = Field(default_factory=dict)
    user_answers: dict[str, str] = Field(default_factory=dict, description="Keyed by question id.")
    practice_status: dict[str, Literal["new", "needs_practice", "confident"]] = Field(
        default_factory=dict, description="Keyed by question id."
    )
    notes: str = ""


class PrepSessionSummary(ResponseBody):
    """A workspace without its document. `version` grows with every change."""

    id: UUID
    name: str
    mode: PrepMode
    job_id: str | None
    skill: str | None
    template: str | None
    version: int
    created_at: AwareDatetime
    updated_at: AwareDatetime


class PrepSessionResponse(PrepSessionSummary):
    """A workspace; its ETag is the version in quotes."""

    document: PrepDocument
    server_time: AwareDatetime


class CreatedPrepSession(PrepSessionResponse):
    """The new workspace, or with `replayed` the one created before under the same id."""

    replayed: bool


class PrepSessionsResponse(ResponseBody):
    """One page, newest first."""

    prep_sessions: list[PrepSessionSummary]
    next_cursor: str | None
    server_time: AwareDatetime


class PrepTemplate(ResponseBody):
    """A template for a workspace."""

    id: str
    name: str
    mode: PrepMode
    skill: str | None
    question_count: int


class PrepTemplatesResponse(ResponseBody):
    """All templates, in their order."""

    templates: list[PrepTemplate]
    server_time: AwareDatetime


class GenerationResponse(ResponseBody):
    """Generated content. `content` is a merge patch, applied to the document once; `version` is the document's."""

    generation_id: UUID
    kind: Kind
    request: dict[str, Any] = Field(description="The request with its defaults; equal requests share one result.")
    content: PrepDocument
    model: str
    prompt_version: str
    generated_at: AwareDatetime
    version: int
    in_document: bool = Field(
        description="Whether all entries are in the document; false once the owner has removed one."
    )
    replayed: bool = Field(description="Whether the content was stored before; no model was called.")
    server_time: AwareDatetime


class Share(ResponseBody):
    """A link that works until it expires or is revoked."""

    id: UUID
    created_at: AwareDatetime
    expires_at: AwareDatetime


class ShareResponse(ResponseBody):
    """A new link. The token is returned only this once; the database stores only its hash."""

    share: Share
    token: str
    server_time: AwareDatetime


class SharesResponse(ResponseBody):
    """The valid links of a workspace."""

    shares: list[Share]
    server_time: AwareDatetime


class SharedPrepSession(ResponseBody):
    """A workspace as a mentor sees it."""

    name: str
    mode: PrepMode
    job_id: str | None
    skill: str | None
    document: PrepDocument
    updated_at: AwareDatetime


class SharedPrepResponse(ResponseBody):
    """One workspace, read-only, without its owner."""

    prep_session: SharedPrepSession
    expires_at: AwareDatetime
    server_time: AwareDatetime
