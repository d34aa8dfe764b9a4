"""The actions of a reviewer, as `POST /review` takes them."""

from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import AfterValidator, Field, RootModel

from shared.models.fields import Position, RequestBody, storable

Reason = Annotated[
    str,
    AfterValidator(storable),
    Field(min_length=1, max_length=2000, description="The reason, which is stored in the audit trail."),
]


class _SessionReview(RequestBody):
    session_id: UUID
    reason: Reason


class OverrideScore(_SessionReview):
    """Set a person's score next to the machine's; it counts from now on."""

    action: Literal["override_score"]
    position: Position
    score: float = Field(ge=0, allow_inf_nan=False)


class AcceptLate(_SessionReview):
    """Grade a late text in place of the stored answer."""

    action: Literal["accept_late"]
    late_answer_id: UUID


class RetryEvaluation(_SessionReview):
    """Grade one answer again; without `position`, all that failed, wait for review or were graded without a model.

    Without `position`, scores that a person gave stay.
    """

    action: Literal["retry_evaluation"]
    position: Position | None = None


class ExtendTime(_SessionReview):
    """Give a session in progress more time, starting with its open question."""

    action: Literal["extend_time"]
    extra_time_percent: int = Field(ge=0, le=400)


class Reopen(_SessionReview):
    """Let a candidate continue a session that was closed early."""

    action: Literal["reopen"]


class Regrade(RequestBody):
    """Grade an interview again after a key was corrected."""

    action: Literal["regrade"]
    interview_id: UUID
    reason: Reason
    cursor: Annotated[str, AfterValidator(storable)] | None = Field(
        default=None, min_length=1, max_length=500, description="`next_cursor` of a response that was not `done`."
    )


class ReviewRequest(
    RootModel[
        Annotated[
            OverrideScore | AcceptLate | RetryEvaluation | ExtendTime | Reopen | Regrade,
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
        named = {"session_id", "action", "reason"}
        return "review_session", {
            **action.model_dump(include=named),
            "arguments": action.model_dump(mode="json", exclude=named, exclude_none=True),
        }
