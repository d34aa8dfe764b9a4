"""The fields of get_results that a report reads; other fields are ignored.

The database decides which fields there are. A candidate's results contain no key, no machine score next to a person's,
no late answers and no events, and nothing here adds them.
"""

from typing import Annotated, Any, Literal

from pydantic import (
    AwareDatetime,
    BaseModel,
    BeforeValidator,
    ConfigDict,
    Field,
    ValidationError,
)


class Part(BaseModel):
    """A JSON object that may have more fields than are read."""

    model_config = ConfigDict(extra="ignore", frozen=True, hide_input_in_errors=True)


def well_formed(part: type[Part]) -> BeforeValidator:
    """Keep the entries of a hand-written list that can be read as `part`."""

    def readable(items: object) -> list[object]:
        return [item for item in items if _fits(part, item)] if isinstance(items, list) else []

    return BeforeValidator(readable)


def _fits(part: type[Part], item: object) -> bool:
    try:
        part.model_validate(item)
    except ValidationError:
        return False
    return True


class SessionPart(Part):
    """The session."""

    id: str
    mode: str
    title: str
    status: str
    started_at: AwareDatetime
    completed_at: AwareDatetime | None = None
    closed_reason: str | None = None
    extra_time_percent: int = 0


class CandidatePart(Part):
    """The candidate of the session; reviewers only."""

    user_id: str
    email: str | None = None
    name: str | None = None


class CountsPart(Part):
    """How far grading has come."""

    graded: int = 0
    total: int = 0
    needs_review: int = 0
    failed: int = 0


class ResultPart(Part):
    """Total and summary; absent until grading has ended, and where they are not shown."""

    total: float | None = None
    maximum: float
    percentage: float | None = None
    all_graded: bool = False
    waiting_points: float = 0
    summary: str | None = None
    strengths: list[str] = Field(default_factory=list)
    improvements: list[str] = Field(default_factory=list)
    recommendation: str | None = None


class OptionPart(Part):
    """An option of an `mcq` question."""

    id: str
    text: str


class CriterionPart(Part):
    """One criterion of a key."""

    id: str
    text: str
    points: float


class KeyPart(Part):
    """What grades the question; reviewers only."""

    correct_option: str | None = None
    criteria: Annotated[list[CriterionPart], well_formed(CriterionPart)] = Field(default_factory=list)


class EvaluationPart(Part):
    """The scores of the machine and the person; reviewers only."""

    status: str
    attempts: int = 0
    max_attempts: int = 0
    grader: str | None = None
    model: str | None = None
    prompt_version: str | None = None
    machine_score: float | None = None
    overridden_score: float | None = None
    override_reason: str | None = None
    feedback: dict[str, Any] = Field(default_factory=dict)
    flags: list[str] = Field(default_factory=list)
    error: str | None = None
    late_answer_id: str | None = None


class TranscriptionPart(Part):
    """What was said aloud for an answer."""

    text: str
    duration_seconds: float


class AnswerPart(Part):
    """A question, its answer, and the score that counts."""

    position: int
    kind: str
    prompt: str
    options: Annotated[list[OptionPart], well_formed(OptionPart)] = Field(default_factory=list)
    answer: str | None = None
    source: str | None = None
    transcription: TranscriptionPart | None = None
    max_score: float
    score: float | None = None
    grader: str | None = None
    provisional: bool | None = None
    reviewed: bool = False
    feedback: dict[str, Any] = Field(default_factory=dict)
    key: KeyPart | None = None
    evaluation: EvaluationPart | None = None


class LateAnswerPart(Part):
    """A late text; reviewers only."""

    id: str
    position: int
    answer: str
    reason: str
    received_at: AwareDatetime
    late_by_seconds: float = 0
    accepted_at: AwareDatetime | None = None
    transcription: TranscriptionPart | None = None


class EventPart(Part):
    """One line of the audit trail; reviewers only."""

    at: AwareDatetime
    actor: str | None = None
    event: str
    detail: dict[str, Any] = Field(default_factory=dict)
    repeats: int = 0


class MessagePart(Part):
    """One message of a conversation."""

    seq: int
    role: str
    content: str
    source: str
    replies_to_seq: int | None = None
    created_at: AwareDatetime


class LateMessagePart(Part):
    """A message that was not accepted into the transcript; reviewers only."""

    content: str
    reason: str
    received_at: AwareDatetime


class QuotePart(Part):
    """A passage of a message."""

    seq: int
    quote: str


class AssessedCriterionPart(Part):
    """One criterion of a conversation; evidence and comment for reviewers only."""

    title: str
    points: float
    score: float | None = None
    reviewed: bool = False
    evidence: Annotated[list[QuotePart], well_formed(QuotePart)] = Field(default_factory=list)
    comment: str | None = None


class AssessmentPart(Part):
    """The assessment of a conversation: `evaluation` for reviewers, `status` and `feedback` for candidates."""

    status: str | None = None
    score: float | None = None
    max_score: float | None = None
    reviewed: bool = False
    criteria: list[AssessedCriterionPart] = Field(default_factory=list)
    evaluation: EvaluationPart | None = None
    feedback: dict[str, Any] = Field(default_factory=dict)


class ConversationPart(Part):
    """The conversation; the last three fields are for reviewers only."""

    topic: str | None = None
    state: str
    profile: dict[str, Any] | None = None
    messages: int
    candidate_messages: int
    assessment: AssessmentPart | None = None
    instructions: str | None = None
    agenda: list[str] | None = None
    late_messages: list[LateMessagePart] | None = None


class PersonPart(Part):
    """A member who reviewed."""

    email: str | None = None
    name: str | None = None


class DecisionPart(Part):
    """A decision; candidates get the newest one, without reason and author, if the interview shows it."""

    decision: str
    reason: str | None = None
    decided_by: PersonPart | None = None
    decided_at: AwareDatetime


class CommentPart(Part):
    """A comment of a member; reviewers only."""

    position: int | None = None
    text: str
    author: PersonPart | None = None
    created_at: AwareDatetime


class RatingPart(Part):
    """One rating of a scorecard."""

    position: int | None = None
    criterion: str | None = None
    rating: int
    note: str | None = None


class ScorecardPart(Part):
    """A member's scorecard; reviewers only."""

    reviewer: PersonPart | None = None
    recommendation: str
    ratings: list[RatingPart] = Field(default_factory=list)
    note: str = ""
    created_at: AwareDatetime


class ResultsHead(Part):
    """The fields that decide who may have which file of a session, and its name."""

    view: Literal["candidate", "reviewer"]
    status: str
    session: SessionPart
    counts: CountsPart = Field(default_factory=CountsPart)
    conversation: ConversationPart | None = None


class Results(ResultsHead):
    """The results of one session, as the candidate or as a reviewer gets them."""

    result: ResultPart | None = None
    answers: list[AnswerPart] = Field(default_factory=list)
    candidate: CandidatePart | None = None
    late_answers: list[LateAnswerPart] = Field(default_factory=list)
    late_answers_left_out: int = 0
    events: list[EventPart] = Field(default_factory=list)
    events_next: int | None = None
    messages: list[MessagePart] = Field(default_factory=list)
    record: str | None = None
    decision: DecisionPart | None = None
    decisions: list[DecisionPart] = Field(default_factory=list)
    comments: list[CommentPart] = Field(default_factory=list)
    scorecards: list[ScorecardPart] = Field(default_factory=list)
    reviews_hidden: bool = False
