"""Responses to actions of reviewers, for the OpenAPI document and for tests."""

from typing import Literal
from uuid import UUID

from pydantic import AwareDatetime, RootModel

from shared.models.result_views import ReviewerResults
from shared.models.session_views import Candidate, ResponseBody


class CreditedSession(ResponseBody):
    """A session that a credit for many concerns; `reopened`: its question had closed and is open again."""

    session_id: UUID
    interview_id: UUID | None
    candidate: Candidate
    position: int
    reopened: bool


class CreditSkipped(ResponseBody):
    """Sessions that got nothing: `busy` ones, whose candidate was in another call, and the caller's own."""

    busy: list[UUID]
    own_sessions: int


class CreditResponse(ResponseBody):
    """The sessions that got a credit for many. If not `done`, repeat the request with `next_cursor` as `cursor`."""

    dry_run: bool
    seconds: float
    sessions: list[CreditedSession]
    skipped: CreditSkipped
    done: bool
    next_cursor: str | None
    server_time: AwareDatetime


class RevokedSession(ResponseBody):
    """A session to which the outage had given `seconds`; `revoked_seconds` of them were unused (null in a dry run)."""

    session_id: UUID
    interview_id: UUID | None
    candidate: Candidate
    position: int
    seconds: float
    revoked_seconds: float | None


class RevokeResponse(ResponseBody):
    """The sessions that lost credits of an outage. If not `done`, repeat the request with `next_cursor` as `cursor`."""

    dry_run: bool
    outage_id: UUID
    sessions: list[RevokedSession]
    skipped: CreditSkipped
    done: bool
    next_cursor: str | None
    server_time: AwareDatetime


class RegradeSkipped(ResponseBody):
    """Counts of what was skipped: own sessions, and questions that do not offer their new correct option."""

    own_sessions: int
    questions: int


class RegradedAnswer(ResponseBody):
    """What a regrade does to one answer: from `score` to `new_score`.

    A null `score` did not exist; a null `new_score` is not known yet, because a grader or a person finds it
    (`new_status`). A dry run says what a search for keywords gives (`score_by_keywords`): the new score if no model
    grades. `given_by_a_person`: the score of a person, which moves to the history.
    """

    session_id: UUID
    candidate: Candidate
    position: int
    score: float | None
    given_by_a_person: bool
    new_status: Literal["done", "queued", "needs_review"]
    new_score: float | None
    score_by_keywords: float | None = None


class RegradeResponse(ResponseBody):
    """What was regraded, or would be. If not `done`, repeat the request with `next_cursor` as `cursor` to continue.

    `unchanged` sessions have today's keys already.
    """

    dry_run: bool
    sessions: int
    answers: int
    changes: list[RegradedAnswer]
    unchanged: int
    skipped: RegradeSkipped
    done: bool
    next_cursor: str | None
    server_time: AwareDatetime


class ReviewedSession(ResponseBody):
    """A session that an action on many concerns."""

    session_id: UUID
    candidate: Candidate


class SkippedSession(ResponseBody):
    """A session that an action on many leaves as it is, and why; the candidate is null for an unknown session."""

    session_id: UUID
    candidate: Candidate | None
    reason: Literal[
        "not_found",
        "own_session",
        "busy",
        "session_in_progress",
        "session_closed",
        "has_more_time",
        "unchanged",
        "limit_reached",
    ]


class ReviewedResponse(ResponseBody):
    """Whom an action on many concerned, and who was skipped. If not `done`, repeat it with `remaining`."""

    dry_run: bool
    action: Literal["decide", "extend_time"]
    sessions: list[ReviewedSession]
    skipped: list[SkippedSession]
    remaining: list[UUID]
    done: bool
    server_time: AwareDatetime


class ReviewResponse(RootModel[ReviewerResults | RegradeResponse | CreditResponse | RevokeResponse | ReviewedResponse]):
    """The session after a review, or what an action on many did."""
