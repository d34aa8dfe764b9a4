"""The actions of a reviewer, as `POST /review` takes them."""

from typing import Annotated, Any, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, AwareDatetime, Field, RootModel, model_validator
from pydantic_core import PydanticCustomError

from shared.models.fields import Position, RequestBody, in_utc, storable

Reason = Annotated[
    str,
    AfterValidator(storable),
    Field(min_length=1, max_length=2000, description="The reason, which is stored in the audit trail."),
]


class _SessionReview(RequestBody):
    session_id: UUID
    reason: Reason


class CriterionScore(RequestBody):
    """A person's score of one criterion of a conversation."""

    id: Annotated[str, AfterValidator(storable), Field(min_length=1, max_length=64)]
    score: float = Field(ge=0, allow_inf_nan=False)


class OverrideScore(_SessionReview):
    """Set a person's score next to the machine's; it counts from now on.

    Of an answer: `position` and `score`. Of a conversation: `criteria`, whose sum counts, or `score` for the whole.
    """

    action: Literal["override_score"]
    position: Position | None = Field(default=None, description="The question; none for a conversation.")
    score: float | None = Field(default=None, ge=0, allow_inf_nan=False)
    criteria: list[CriterionScore] | None = Field(
        default=None,
        min_length=1,
        max_length=20,
        description="Of a conversation; other criteria keep their scores.",
    )

    @model_validator(mode="after")
    def _score_or_criteria(self) -> Self:
        if (self.score is None) == (self.criteria is None) or (self.position is not None and self.criteria is not None):
            raise PydanticCustomError("score_or_criteria", "score, or criteria without position, is required")
        return self


class AcceptLate(_SessionReview):
    """Grade a late text in place of the stored answer."""

    action: Literal["accept_late"]
    late_answer_id: UUID


class RetryEvaluation(_SessionReview):
    """Grade one answer again; without `position`, all that failed, wait for review or were graded without a model.

    Without `position`, scores that a person gave stay. A conversation has no positions and is graded as a whole.
    """

    action: Literal["retry_evaluation"]
    position: Position | None = None


MAX_SESSIONS = 200


class _OneOrMany(RequestBody):
    """An action on one session, or on many at once, which owners and recruiters may take."""

    session_id: UUID | None = None
    session_ids: list[UUID] | None = Field(
        default=None, min_length=1, max_length=MAX_SESSIONS, description="Instead of `session_id`: all of these."
    )
    dry_run: bool | None = Field(
        default=None, description="With `session_ids`: change nothing, and return whom it concerns and who is skipped."
    )

    @model_validator(mode="after")
    def _one_or_many(self) -> Self:
        if (self.session_id is None) == (self.session_ids is None):
            raise PydanticCustomError("one_or_many", "Exactly one of session_id and session_ids is required")
        if self.session_id is not None and self.dry_run is not None:
            raise PydanticCustomError("one_or_many", "dry_run is for session_ids")
        return self


class ExtendTime(_OneOrMany):
    """Give sessions in progress more time, starting with the open question."""

    action: Literal["extend_time"]
    extra_time_percent: int = Field(ge=0, le=400)
    reason: Reason


class Decide(_OneOrMany):
    """Decide about candidates; the newest decision counts, and earlier ones stay as its history."""

    action: Literal["decide"]
    decision: Literal["advance", "hold", "reject"]
    reason: Reason | None = None


class _Remark(RequestBody):
    session_id: UUID
    reason: Reason | None = None


Note = Annotated[str, AfterValidator(storable), Field(max_length=4000)]


class Comment(_Remark):
    """Write a comment about a session, or about one of its questions. Candidates never see it."""

    action: Literal["comment"]
    text: Annotated[str, AfterValidator(storable), Field(min_length=1, max_length=4000)]
    position: Position | None = Field(default=None, description="The question; by default the whole session.")


class Rating(RequestBody):
    """A rating of one question or of one criterion, from 1 (poor) to 4 (excellent)."""

    position: Position | None = None
    criterion: Annotated[str, AfterValidator(storable), Field(min_length=1, max_length=200)] | None = None
    rating: int = Field(ge=1, le=4)
    note: Annotated[str, AfterValidator(storable), Field(max_length=1000)] | None = None

    @model_validator(mode="after")
    def _of_one_thing(self) -> Self:
        if (self.position is None) == (self.criterion is None):
            raise PydanticCustomError("one_thing", "Exactly one of position and criterion is required")
        return self


class SubmitScorecard(_Remark):
    """Rate a session. The newest scorecard of each reviewer counts. Candidates never see it."""

    action: Literal["submit_scorecard"]
    recommendation: Literal["Strong Hire", "Hire", "Maybe", "No Hire"]
    ratings: list[Rating] = Field(default=[], max_length=100)
    note: Note = ""


class RequestSecondReview(_Remark):
    """Ask a colleague for another review."""

    action: Literal["request_second_review"]
    reviewer_id: UUID | None = Field(default=None, description="The member who is asked; by default any member.")
    note: Annotated[str, AfterValidator(storable), Field(max_length=1000)] = ""


Cursor = Annotated[
    str,
    AfterValidator(storable),
    Field(min_length=1, max_length=500, description="`next_cursor` of a response that was not `done`."),
]
Seconds = Annotated[float, Field(ge=1, le=86_400, allow_inf_nan=False)]


class CreditTime(RequestBody):
    """Give a question seconds: of one session, or of everybody who is or was live, in one interview or in all."""

    action: Literal["credit_time"]
    seconds: Seconds
    reason: Reason
    session_id: UUID | None = None
    position: Position | None = Field(
        default=None, description="With `session_id`: the question; by default the current one."
    )
    interview_id: UUID | None = Field(default=None, description="Everybody live in this interview.")
    live_at: Annotated[AwareDatetime, AfterValidator(in_utc)] | None = Field(
        default=None, description="Everybody who was live at this moment of the last 7 days; by default now."
    )
    dry_run: bool | None = Field(default=None, description="Change nothing, and return whom it concerns.")
    cursor: Cursor | None = None

    @model_validator(mode="after")
    def _for_one_or_for_many(self) -> Self:
        many = (self.interview_id, self.live_at, self.dry_run, self.cursor)
        if self.session_id is not None and any(value is not None for value in many):
            raise PydanticCustomError("one_or_many", "session_id stands alone, with position at most")
        if self.session_id is None and (self.position is not None or (self.interview_id or self.live_at) is None):
            raise PydanticCustomError("one_or_many", "session_id, interview_id or live_at is required")
        return self


class RevokeCredit(RequestBody):
    """Revoke one row of the time ledger, or what an outage gave to everybody; what has been used of it stays used."""

    action: Literal["revoke_credit"]
    reason: Reason
    session_id: UUID | None = None
    credit_id: UUID | None = Field(default=None, description="With `session_id`: the row.")
    outage_id: UUID | None = Field(default=None, description="Every row of this outage, in the caller's organizations.")
    dry_run: bool | None = Field(default=None, description="Change nothing, and return whom it concerns.")
    cursor: Cursor | None = None

    @model_validator(mode="after")
    def _one_or_an_outage(self) -> Self:
        one, many = (self.session_id, self.credit_id), (self.outage_id, self.dry_run, self.cursor)
        if None in (one if self.outage_id is None else many[:1]) or any(
            value is not None for value in (many if self.outage_id is None else one)
        ):
            raise PydanticCustomError("one_or_many", "session_id and credit_id, or outage_id, are required")
        return self


class Reopen(_SessionReview):
    """Let a candidate continue a session that was closed early."""

    action: Literal["reopen"]


class Regrade(RequestBody):
    """Grade an interview again after a key was corrected."""

    action: Literal["regrade"]
    interview_id: UUID
    reason: Reason
    dry_run: bool | None = Field(default=None, description="Change nothing, and return what would change.")
    cursor: Cursor | None = None


class ReviewRequest(
    RootModel[
        Annotated[
            OverrideScore
            | AcceptLate
            | RetryEvaluation
            | ExtendTime
            | CreditTime
            | RevokeCredit
            | Reopen
            | Regrade
            | Decide
            | Comment
            | SubmitScorecard
            | RequestSecondReview,
            Field(discriminator="action"),
        ]
    ]
):
    """One action of a reviewer, distinguished by `action`."""

    def call(self) -> tuple[str, dict[str, Any]]:
        """The RPC for the action, and its arguments."""
        action = self.root
        if isinstance(action, Regrade):
            return "regrade_interview", action.model_dump(exclude={"action"}, exclude_none=True)
        if isinstance(action, CreditTime | RevokeCredit) and action.session_id is None:
            name = "credit_sessions" if isinstance(action, CreditTime) else "revoke_outage"
            return name, action.model_dump(exclude={"action"}, exclude_none=True) | {"dry_run": bool(action.dry_run)}
        named = {"session_id", "action", "reason"}
        if isinstance(action, _OneOrMany):
            named |= {"session_ids", "dry_run"}
            if action.session_ids is not None:
                return "review_sessions", {
                    **action.model_dump(include=named - {"session_id"}),
                    "arguments": action.model_dump(mode="json", exclude=named, exclude_none=True),
                }
        return "review_session", {
            **action.model_dump(include={"session_id", "action", "reason"}),
            "arguments": action.model_dump(mode="json", exclude=named, exclude_none=True),
        }
