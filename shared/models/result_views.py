"""What candidates and reviewers receive about results, for the OpenAPI document and for tests.

Scores are points with two decimals. A null score has not been given yet; it never means 0.
"""

from typing import Any, Literal
from uuid import UUID

from pydantic import AwareDatetime, Field, RootModel

from shared.models.conversation_views import ConversationResults
from shared.models.decision_views import Decision, OwnDecision, Recommendation, Reviews
from shared.models.evaluation_views import EarlierEvaluation, Evaluation, Grader
from shared.models.session_views import (
    Candidate,
    CandidateCounts,
    Option,
    ResponseBody,
    Session,
    SessionsResponse,
    SpokenText,
)

Kind = Literal["mcq", "short_answer", "code", "open"]
Source = Literal["submitted", "draft", "expired", "skipped"]


class GradingCounts(ResponseBody):
    """Grading progress; `open` answers are queued or running."""

    total: int
    graded: int
    open: int
    needs_review: int
    failed: int


class Result(ResponseBody):
    """The result of a completed session. The recommendation is a model's advice to people."""

    total: float | None
    maximum: int
    percentage: float | None
    all_graded: bool
    waiting_points: int
    note: str | None
    summary: str | None
    strengths: list[str]
    improvements: list[str]
    recommendation: Recommendation | None
    advisory: Literal[True]
    grader: Literal["plain", "model"] | None = None


class ReadNext(ResponseBody):
    """What to read next about a question."""

    title: str
    url: str


class Solution(ResponseBody):
    """What a practice run teaches about a question once the run is over."""

    correct_option: str | None
    sample_solution: str | None
    criteria: list[dict[str, Any]]
    explanation: str | None
    sources: list[ReadNext]


class CandidateAnswer(ResponseBody):
    """One of the candidate's own answers; scores only if the interview shows them.

    `solution` is there in a practice run that is over, and null for a question without a key.
    """

    position: int
    kind: Kind
    prompt: str
    options: list[Option] | None
    answer: str | None
    source: Source | None
    transcription: SpokenText | None
    max_score: int
    score: float | None = None
    grader: Grader | None = None
    provisional: bool | None = None
    reviewed: bool | None = None
    feedback: dict[str, Any] | None = None
    solution: Solution | None = None


class CandidateResults(ResponseBody):
    """A candidate's own result, as far as the interview allows."""

    view: Literal["candidate"]
    status: Literal["in_progress", "closed", "grading", "ready", "failed", "hidden"]
    session: Session
    counts: CandidateCounts
    decision: OwnDecision | None
    result: Result | None
    answers: list[CandidateAnswer]
    conversation: ConversationResults | None = None
    server_time: AwareDatetime


class ReviewedAnswer(ResponseBody):
    """One question of a session, with its key as of the start."""

    position: int
    kind: Kind
    prompt: str
    options: list[Option] | None
    points: int
    time_limit_seconds: int | None
    served_at: AwareDatetime | None
    deadline_at: AwareDatetime | None
    closed_at: AwareDatetime | None
    answer_id: UUID | None
    answer: str | None
    source: Source | None
    received_at: AwareDatetime | None
    sha256: str | None
    transcription: SpokenText | None
    key: dict[str, Any] | None
    score: float | None
    max_score: int
    grader: Grader | None
    provisional: bool | None
    evaluation: Evaluation | None
    history: list[EarlierEvaluation]


class LateText(ResponseBody):
    """A late text; a reviewer may have it graded.

    With the reason `sealed_file`, `uploaded_by` says who uploaded the file, and `client_submitted_at` what the clock of
    the device said when the text was written: a claim.
    """

    id: UUID
    position: int
    answer: str
    reason: str
    received_at: AwareDatetime
    late_by_seconds: float
    sha256: str
    accepted_at: AwareDatetime | None
    uploaded_by: UUID | None
    client_submitted_at: AwareDatetime | None
    transcription: SpokenText | None


class Event(ResponseBody):
    """One line of the audit trail; without an actor, the event was triggered by time.

    `repeats` says how often the same happened again, last at `last_at`.
    """

    id: int
    at: AwareDatetime
    actor: UUID | None
    event: str
    detail: dict[str, Any]
    repeats: int
    last_at: AwareDatetime | None


class LedgerEntry(ResponseBody):
    """One row of the time ledger: `seconds` for the question at `position`, or `percent` of every question's limit.

    `actor` is null for the service: an invitation, an accommodation, a measured outage. After a revocation
    `revoked_seconds` no longer count; a revoked percentage does not count for questions that are served later.
    """

    id: UUID
    position: int | None
    kind: Literal["extra_time", "accommodation", "outage", "break"]
    percent: int | None
    seconds: float | None
    reason: str
    actor: UUID | None
    at: AwareDatetime
    outage_id: UUID | None
    revoked_at: AwareDatetime | None
    revoked_by: UUID | None
    revoke_reason: str | None
    revoked_seconds: float | None


class ReviewerResults(Reviews):
    """Everything about a session, for a member of its organization."""

    view: Literal["reviewer"]
    status: Literal["in_progress", "closed", "grading", "ready", "failed"]
    session: Session
    candidate: Candidate
    counts: GradingCounts
    result: Result | None
    answers: list[ReviewedAnswer]
    late_answers: list[LateText]
    late_answers_left_out: int
    time_credits: list[LedgerEntry]
    events: list[Event]
    events_next: int | None
    conversation: ConversationResults | None = None
    server_time: AwareDatetime


class EventsResponse(ResponseBody):
    """A page of the audit trail, oldest first; `events_next` is `before` of the page of older events, null if none."""

    events: list[Event]
    events_next: int | None
    server_time: AwareDatetime


class ResultLine(Session):
    """One session in the reviewers' list; `flags` say what a person should look at, `live` whether they answer now."""

    candidate: Candidate
    results_status: Literal["in_progress", "closed", "grading", "ready", "failed"]
    score: float | None
    maximum: int | None
    percentage: float | None
    all_graded: bool
    waiting_points: int
    recommendation: Recommendation | None
    flags: list[str]
    state: Literal["in_progress", "completed", "cancelled", "abandoned"]
    live: bool
    decision: Decision | None
    reviews_hidden: bool
    comments: int
    scorecards: int
    invited_at: None


class Invitee(ResponseBody):
    """The invited person. For somebody without an account, only `email` is set."""

    user_id: UUID | None
    email: str | None
    name: str | None


class InvitedLine(ResponseBody):
    """Somebody in the reviewers' list who has not started: the members of a session's row are null.

    Only `flags` is empty instead, and `live` is false.
    """

    id: None
    invitation_id: UUID | None
    state: Literal["invited", "opened", "expired"]
    status: None
    invited_at: AwareDatetime
    candidate: Invitee
    flags: list[str] = Field(max_length=0)
    live: Literal[False]
    mode: None
    interview_id: None
    title: None
    position: None
    question_count: None
    time_limits: None
    started_at: None
    resume_until: None
    completed_at: None
    closed_reason: None
    extra_time_percent: None
    practice: None
    results_status: None
    score: None
    maximum: None
    percentage: None
    all_graded: None
    waiting_points: None
    recommendation: None
    decision: None
    reviews_hidden: None
    comments: None
    scorecards: None


class InterviewWarning(ResponseBody):
    """A question that anybody can practise: it is in the public bank, or has the prompt of a question there."""

    code: Literal["public_question", "copied_question"]
    position: int
    question_id: UUID


class ResultsPage(ResponseBody):
    """A page of an interview's candidates, without the text of answers; `warnings` of the interview."""

    sessions: list[ResultLine | InvitedLine]
    next_cursor: str | None
    warnings: list[InterviewWarning]
    server_time: AwareDatetime


class ResultsResponse(RootModel[CandidateResults | ReviewerResults]):
    """A result, as far as the caller may see it; `view` says whose view it is."""


class SessionsOrResults(RootModel[SessionsResponse | ResultsPage]):
    """The caller's own sessions, or with `interview_id` those of an interview they review."""
