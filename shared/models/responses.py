"""What callers receive, for the OpenAPI document and for tests.

The database's JSON passes through unparsed. Times are RFC 3339 in UTC with fractions; durations are
seconds. Unknown fields are refused here, so that validating a real response finds every
undocumented one.
"""

from typing import Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from shared.models.requests import SessionMode, SessionStatus

ConversationState = Literal["greeting", "exploring", "closing", "done"]
ReplyStatus = Literal["ready", "pending", "none"]


class ResponseBody(BaseModel):
    """A documented JSON object."""

    model_config = ConfigDict(extra="forbid")


class Practice(ResponseBody):
    """What a practice run asked for; null is any."""

    interview_type: str
    domain: str | None
    difficulty: str | None


class Session(ResponseBody):
    """One candidate's run. `position` counts from 0; `time_limits` are seconds, null where there is none."""

    id: UUID
    mode: SessionMode
    interview_id: UUID | None
    title: str
    status: SessionStatus
    position: int
    question_count: int
    time_limits: list[int | None]
    started_at: AwareDatetime
    resume_until: AwareDatetime
    completed_at: AwareDatetime | None
    closed_reason: str | None
    extra_time_percent: int
    practice: Practice | None = Field(description="Of a practice run only.")


class Option(ResponseBody):
    """One choice of an `mcq` question; its `id` is the answer."""

    id: str
    text: str


class Question(ResponseBody):
    """The open question; an answer is in time until `deadline_at` plus `grace_seconds`, if it has a limit."""

    position: int
    kind: Literal["mcq", "short_answer", "code", "open"]
    prompt: str
    options: list[Option] | None
    points: int
    time_limit_seconds: int | None
    served_at: AwareDatetime
    deadline_at: AwareDatetime | None
    grace_seconds: int
    remaining_seconds: float | None
    draft: str | None


class LeaseView(ResponseBody):
    """The caller's hold on the session; `number` goes with every call that changes something."""

    client_id: UUID
    number: int
    expires_at: AwareDatetime
    heartbeat_seconds: int
    draft_seconds: int


class Receipt(ResponseBody):
    """Proof of storage. `sha256` is of the stored text in UTF-8, in lower-case hexadecimal."""

    answer_id: UUID
    received_at: AwareDatetime
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    late_by_seconds: float


class SpokenText(ResponseBody):
    """What was said aloud with a text."""

    text: str
    duration_seconds: float
    received_at: AwareDatetime


class Answer(ResponseBody):
    """The candidate's own answer, without a score."""

    position: int
    answer: str
    source: Literal["submitted", "draft", "expired", "skipped"]
    receipt: Receipt
    transcription: SpokenText | None


class ConversationOutline(ResponseBody):
    """Where a conversation stands. `unanswered` is the `message_id` of the last message if it has no reply."""

    topic: str | None
    state: ConversationState
    profile: dict[str, Any]
    last_seq: int
    messages_left: int
    unanswered: UUID | None
    reply_status: ReplyStatus


class ConversationView(ConversationOutline):
    """The same for its candidate, with the draft."""

    draft: str | None
    draft_saved_at: AwareDatetime | None


class SessionView(ResponseBody):
    """Where a session stands; no `question` once it is closed, no `lease` for who lost it.

    `conversation` is null in the other modes; its messages are paged by GET /message.
    """

    session: Session
    question: Question | None
    lease: LeaseView | None
    answers: list[Answer]
    conversation: ConversationView | None
    server_time: AwareDatetime


class StartResponse(SessionView):
    """The new session, or with `replayed` the one this `session_id` began before."""

    replayed: bool


class SubmitResponse(SessionView):
    """The receipt and the next question. A late answer is kept, as `kept` says, but not accepted.

    `receipt` is null only when a late answer was empty, or too many of them are kept already.
    """

    receipt: Receipt | None
    accepted: bool
    replayed: bool
    late: bool
    completed: bool
    kept: bool | None = Field(default=None, description="With `late` only.")


class ResumeResponse(SessionView):
    """The session under the caller's lease; `expired` are the positions that ran out meanwhile."""

    expired: list[int]


class ActiveSession(Session):
    """The summary a welcome-back dialog shows. `question_number` counts from 1, null in a conversation."""

    question_number: int | None
    time_remaining_seconds: float | None
    time_expired: bool
    live_elsewhere: bool
    can_start_over: bool


class ActiveSessionResponse(ResponseBody):
    """What could be resumed; null when there is nothing."""

    active_session: ActiveSession | None
    server_time: AwareDatetime


class HeartbeatResponse(ResponseBody):
    """The clock as the server sees it. `draft_saved_at` is null until a draft was saved."""

    lease: LeaseView
    position: int
    status: SessionStatus
    deadline_at: AwareDatetime | None
    remaining_seconds: float | None
    draft_saved_at: AwareDatetime | None
    extra_time_percent: int
    server_time: AwareDatetime


class ClearStuckSessionResponse(ResponseBody):
    """Whether there was a live session to clear, and its summary."""

    cleared: bool
    session: Session | None
    server_time: AwareDatetime


class SessionsResponse(ResponseBody):
    """A page; `next_cursor` is null on the last one."""

    sessions: list[Session]
    next_cursor: str | None
    server_time: AwareDatetime


class CleanupResponse(ResponseBody):
    """What a run did in all its batches; `oldest_live_seconds` is the age of the oldest row."""

    deleted: int
    expired_questions: int
    abandoned_sessions: int
    errors: int
    duration_ms: float
    oldest_live_seconds: float | None


class CleanupHealth(ResponseBody):
    """When cleanup last ran, and how long the oldest row that is due has waited."""

    last_run_at: AwareDatetime | None
    oldest_overdue_seconds: float | None


class EvaluationHealth(ResponseBody):
    """The graders' queue: answers that wait, that a grader holds, and that only a person can help."""

    queued: int
    running: int
    failed: int
    oldest_queued_seconds: float | None


class HealthResponse(ResponseBody):
    """`migration`, `cleanup` and `evaluation` are null if `database` is `unreachable` or `not_configured`.

    `unreachable`: the database did not answer in time. `read_only`: it answers, but refuses writes or has no room.
    `not_configured`: the functions run without SUPABASE_SECRET_KEY, so they cannot ask it. Counts stop at 1,000.
    """

    status: Literal["ok", "unavailable"]
    version: str
    database: Literal["ok", "read_only", "unreachable", "not_configured"]
    migration: str | None
    cleanup: CleanupHealth | None
    evaluation: EvaluationHealth | None


class CandidateCounts(ResponseBody):
    """How far the grading is. Before scores are shown, `graded` are those that need no grader any more."""

    total: int
    graded: int


class RequestFault(ResponseBody):
    """One fault of a request and its place."""

    loc: list[str | int]
    msg: str


class ProblemDocument(BaseModel):
    """RFC 9457. Branch on `code`, show `detail` to people; the other fields depend on the code."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str
    code: str
    request_id: str
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
    counts: CandidateCounts | None = None
    prep_session: dict[str, Any] | None = Field(default=None, description="As GET /prep-sessions/{prep_session_id}.")
