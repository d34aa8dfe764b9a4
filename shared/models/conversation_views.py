"""Conversations: what callers receive."""

from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime, Field

from shared.models.assessment_views import Assessment, CandidateAssessment
from shared.models.session_views import (
    ConversationOutline,
    ConversationState,
    LeaseView,
    Notes,
    ReplyStatus,
    ResponseBody,
    Session,
)


class Message(ResponseBody):
    """One message. `source` is its author: the candidate, a model, or `script` for a fixed text."""

    seq: int
    message_id: UUID
    role: Literal["candidate", "interviewer"]
    content: str
    source: Literal["candidate", "script", "model"]
    replies_to_seq: int | None
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    created_at: AwareDatetime


class MessageResponse(ResponseBody):
    """The stored message and its reply. With `pending`, send the same message again to ask for the reply."""

    session: Session
    lease: LeaseView | None
    message: Message
    reply: Message | None
    reply_status: ReplyStatus
    state: ConversationState
    profile: Notes
    last_seq: int
    replayed: bool
    retry_after_seconds: int | None = Field(
        description="With `pending`: seconds to wait, because the candidate has used the replies of this hour."
    )
    server_time: AwareDatetime


class MessagesResponse(ResponseBody):
    """A page; `next_after` is null on the last one."""

    session: Session
    messages: list[Message]
    next_after: int | None
    conversation: ConversationOutline
    server_time: AwareDatetime


class LateMessage(ResponseBody):
    """A message or draft that was not accepted into the transcript."""

    id: UUID
    message_id: UUID | None
    content: str
    reason: Literal["lease_lost", "session_closed", "message_id_taken", "late_draft"]
    sha256: str
    received_at: AwareDatetime


class ConversationResults(ResponseBody):
    """The conversation in a session's results; the last three fields are for reviewers only.

    `assessment` is null for a conversation that was not completed, unless a reviewer had it assessed.
    """

    topic: str | None
    state: ConversationState
    profile: Notes
    messages: int
    candidate_messages: int
    assessment: Assessment | CandidateAssessment | None
    instructions: str | None = None
    agenda: list[str] | None = None
    late_messages: list[LateMessage] | None = None
