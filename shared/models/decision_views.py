"""What people write about a session: decisions, comments, scorecards, and requests for a second review."""

from typing import Literal

from pydantic import AwareDatetime

from shared.models.session_views import Candidate, ResponseBody

Recommendation = Literal["Strong Hire", "Hire", "Maybe", "No Hire"]


class OwnDecision(ResponseBody):
    """What people decided about the candidate, if the interview shows it."""

    decision: Literal["advance", "hold", "reject"]
    decided_at: AwareDatetime


class Decision(ResponseBody):
    """What a person decided about a candidate; `decided_by` is null if their account was deleted."""

    decision: Literal["advance", "hold", "reject"]
    reason: str | None
    decided_by: Candidate | None
    decided_at: AwareDatetime


class ReviewComment(ResponseBody):
    """A comment of a member about a session, or about the question at `position`."""

    id: int
    position: int | None
    text: str
    author: Candidate | None
    created_at: AwareDatetime


class RatingView(ResponseBody):
    """A rating from 1 to 4, of a question or of a criterion; fields without a value are left out."""

    position: int | None = None
    criterion: str | None = None
    rating: int
    note: str | None = None


class EarlierScorecard(ResponseBody):
    """A scorecard before its reviewer changed it."""

    recommendation: Recommendation
    ratings: list[RatingView]
    note: str
    created_at: AwareDatetime


class Scorecard(EarlierScorecard):
    """How a member rates a session, with the newest 3 of their earlier scorecards, the newest first."""

    id: int
    reviewer: Candidate | None
    earlier: list[EarlierScorecard]


class SecondReview(ResponseBody):
    """A request for another review; `reviewer` is null if any member may do it."""

    reviewer: Candidate | None
    note: str
    asked_by: Candidate | None
    asked_at: AwareDatetime
    done: bool


class Reviews(ResponseBody):
    """What people wrote about a session.

    While `reviews_hidden`, the interview is reviewed blind and the caller's own scorecard is not in: decisions,
    comments and scorecards are the caller's own, requests of colleagues have an empty note, and `scorecards_hidden`
    counts the colleagues whose are hidden.
    """

    decision: Decision | None
    decisions: list[Decision]
    comments: list[ReviewComment]
    scorecards: list[Scorecard]
    second_reviews: list[SecondReview]
    reviews_hidden: bool
    scorecards_hidden: int
