"""What candidates receive about their sessions, for the OpenAPI document and for tests.

The database's JSON passes through unparsed. Times are RFC 3339 in UTC with fractions; durations are in seconds. Unknown
fields are refused here, so that validating a real response finds every undocumented one.
"""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from shared.models.fields import SessionMode, SessionStatus

ConversationState = Literal["greeting", "exploring", "closing", "done"]
ReplyStatus = Literal["ready", "pending", "none"]


class ResponseBody(BaseModel):
    """A documented JSON object."""

    model_config = ConfigDict(extra="forbid")


class Practice(ResponseBody):
    """What a practice run asked for; null means any."""

    interview_type: str
    domain: str | None
    difficulty: str | None


class Session(ResponseBody):
    """One candidate's run. `position` counts from 0; `time_limits` are in seconds, null where there is none."""

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
    practice: Practice | None = Field(description="Only for a practice run.")


class Option(ResponseBody):
    """One option of an `mcq` question; its `id` is the answer."""

    id: str
    text: str


class TimeCredit(ResponseBody):
    """Time that the open question has besides its limit; `deadline_at` includes it. `reason` is a sentence to show."""

    kind: Literal["extra_time", "accommodation", "outage", "break"]
    seconds: float
    reason: str
    at: AwareDatetime


class Question(ResponseBody):
    """The open question. If it has a time limit, an answer is in time until `deadline_at` plus `grace_seconds`."""

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
    time_credits: list[TimeCredit]


class LeaseView(ResponseBody):
    """The caller's lease on the session; every mutating call must send its `number`."""

    client_id: UUID
    number: int
    expires_at: AwareDatetime
    heartbeat_seconds: int
    draft_seconds: int


class Receipt(ResponseBody):
    """Proof of storage. `sha256` is the hash of the stored text in UTF-8, in lower-case hexadecimal.

    `previous` is the SHA-256 of the canonical JSON (RFC 8785) of the receipt before it in the session.
    """

    answer_id: UUID
    received_at: AwareDatetime
    sha256: str = Field(pattern="^[0-9a-f]{64}$")
    late_by_seconds: float
    previous: str | None = Field(pattern="^[0-9a-f]{64}$", description="Null for the first of the session.")


class SpokenText(ResponseBody):
    """The text of a spoken answer."""

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


Notes = Annotated[
    dict[str, Any] | None,
    Field(description="The interviewer's notes; null for a candidate whose interview does not show results."),
]


class ConversationOutline(ResponseBody):
    """The state of a conversation. `unanswered` is the `message_id` of the last message if it has no reply."""

    topic: str | None
    state: ConversationState
    profile: Notes
    last_seq: int
    messages_left: int
    unanswered: UUID | None
    reply_status: ReplyStatus


class ConversationView(ConversationOutline):
    """The state of a conversation for its candidate, with the draft."""

    draft: str | None
    draft_saved_at: AwareDatetime | None


class SealingKey(ResponseBody):
    """The public key, a JWK, that a client encrypts its unsent answers to if it has to save them as a file."""

    kty: Literal["EC"]
    crv: Literal["P-256"]
    x: str
    y: str
    kid: str


class Break(ResponseBody):
    """A break between two questions: `question` is null, and its clock starts at `until` at the latest."""

    until: AwareDatetime
    remaining_seconds: float


class SessionState(ResponseBody):
    """The state of a session, without `question` once it is closed, and without `lease` if the caller lost it.

    `conversation` is null in the other modes; GET /message pages through its messages.
    """

    session: Session
    question: Question | None
    break_: Break | None = Field(alias="break", description="The break that the candidate is on.")
    break_seconds_left: float = Field(description="What the session may still spend on breaks, without this one.")
    lease: LeaseView | None
    conversation: ConversationView | None
    server_time: AwareDatetime
    sealed_file_key: SealingKey | None


class SessionView(SessionState):
    """The state of a session, and the candidate's answers."""

    answers: list[Answer]


class StartResponse(SessionView):
    """The new session, or with `replayed` the one that this `session_id` started before."""

    replayed: bool


class SubmitResponse(SessionState):
    """The receipt and the next question. A late answer is not accepted; `kept` says whether its text was stored.

    `receipt` is null only if a late answer was empty, or too many late texts are stored already. `is_answer` says
    whether the text is the stored answer of its question, which may be the draft instead.
    """

    receipt: Receipt | None
    accepted: bool
    replayed: bool
    late: bool
    completed: bool
    is_answer: bool
    kept: bool | None = Field(default=None, description="Only with `late`.")


class ResumeResponse(SessionView):
    """The session under the caller's lease; `expired` lists the positions that expired meanwhile."""

    expired: list[int]


class ActiveSession(Session):
    """The summary for a welcome-back dialog. `question_number` counts from 1, null in a conversation."""

    question_number: int | None
    time_remaining_seconds: float | None
    time_expired: bool
    live_elsewhere: bool
    can_start_over: bool
    break_: Break | None = Field(alias="break", description="The break that the candidate is on.")


class ActiveSessionResponse(ResponseBody):
    """The session that can be resumed; null if there is none."""

    active_session: ActiveSession | None
    server_time: AwareDatetime
    sealed_file_key: SealingKey | None


class SealedFileResponse(ResponseBody):
    """How many of the file's texts are stored now, and how many were before.

    `accepted` is 0: no text of a file becomes the answer by itself. `open` counts those whose question can still be
    answered, by submitting.
    """

    session_id: UUID
    stored: int
    already_stored: int
    accepted: int
    open: int
    server_time: AwareDatetime


class HeartbeatResponse(ResponseBody):
    """The server's time and the state of the session. `draft_saved_at` is null until a draft was saved."""

    lease: LeaseView
    position: int
    status: SessionStatus
    deadline_at: AwareDatetime | None
    remaining_seconds: float | None
    draft_saved_at: AwareDatetime | None
    extra_time_percent: int
    time_credits: list[TimeCredit] = Field(description="Of the current question.")
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


class CandidateCounts(ResponseBody):
    """Grading progress. Before scores are shown, `graded` counts the answers that need no more grading."""

    total: int
    graded: int


class Candidate(ResponseBody):
    """The person who took the interview."""

    user_id: UUID
    email: str | None
    name: str | None
