"""POST /review: a reviewer decides, comments, rates, corrects, accepts, retries, gives or revokes time or regrades."""

from time import monotonic
from typing import Any

from starlette.responses import Response

from shared.examples import INTERVIEW, OUTAGE, SESSION
from shared.http import Access, Call, Endpoint, Returns, json_response
from shared.models.review_actions import Regrade, ReviewRequest
from shared.rpc.database import Database

REGRADE_SECONDS = 20.0
SUMMED = ("sessions", "answers", "changes", "unchanged")

review = Endpoint("/review", Access.SIGNED_IN)


@review.operation(
    "POST /review",
    summary="Perform a review action: decide, comment, rate, override, accept, retry, extend, reopen or regrade",
    examples={
        "override_score": {
            "session_id": SESSION,
            "action": "override_score",
            "position": 1,
            "score": 12.5,
            "reason": "The question was ambiguous; the answer is right as well.",
        },
        "override_criteria": {
            "session_id": SESSION,
            "action": "override_score",
            "criteria": [{"id": "reasoning", "score": 8.5}],
            "reason": "The last answer weighs both sides.",
        },
        "retry_evaluation": {
            "session_id": SESSION,
            "action": "retry_evaluation",
            "reason": "The grader was not configured yet.",
        },
        "credit_time": {
            "session_id": SESSION,
            "action": "credit_time",
            "seconds": 120,
            "reason": "The fire alarm rang.",
        },
        "credit_time_of_many": {
            "action": "credit_time",
            "interview_id": INTERVIEW,
            "seconds": 120,
            "dry_run": True,
            "reason": "The fire alarm rang.",
        },
        "revoke_outage": {
            "action": "revoke_credit",
            "outage_id": OUTAGE,
            "dry_run": True,
            "reason": "It was announced maintenance.",
        },
        "decide": {
            "session_id": SESSION,
            "action": "decide",
            "decision": "advance",
            "reason": "Explains trade-offs well.",
        },
        "decide_many": {"session_ids": [SESSION], "action": "decide", "decision": "reject", "dry_run": True},
        "comment": {"session_id": SESSION, "action": "comment", "text": "Ask about indexes.", "position": 1},
        "submit_scorecard": {
            "session_id": SESSION,
            "action": "submit_scorecard",
            "recommendation": "Hire",
            "ratings": [{"position": 1, "rating": 3}, {"criterion": "Communication", "rating": 4}],
            "note": "Precise and calm.",
        },
        "request_second_review": {"session_id": SESSION, "action": "request_second_review", "note": "Close call."},
        "regrade": {
            "action": "regrade",
            "interview_id": INTERVIEW,
            "reason": "The key of question 1 was corrected.",
        },
        "regrade_dry_run": {
            "action": "regrade",
            "interview_id": INTERVIEW,
            "dry_run": True,
            "reason": "Was the key of question 1 wrong?",
        },
    },
    responses={
        200: Returns("review_views.ReviewResponse", "The action is done and recorded in the audit trail.", "REGRADED")
    },
    refusals=("session_not_found", "interview_not_found", "session_closed", "session_not_reopenable", "limit_reached"),
)
async def review_session(call: Call, body: ReviewRequest) -> Response:
    """ReviewerResults; RegradeResponse, CreditResponse, RevokeResponse or ReviewedResponse for what concerns many."""
    name, arguments = body.call()
    if isinstance(body.root, Regrade):
        total = await regrade_in_batches(call.database, arguments)
        return json_response(total | {"changes": [await with_keyword_score(change) for change in total["changes"]]})
    return json_response(await call.database.rpc(name, arguments))


async def regrade_in_batches(
    database: Database, arguments: dict[str, Any], seconds: float = REGRADE_SECONDS
) -> dict[str, Any]:
    """Regrade in one transaction per batch, until done or out of time. Returns the totals and where to continue.

    Raises Problem.
    """
    stop_at = monotonic() + seconds
    total = await database.rpc_object("regrade_interview", arguments)
    while total["next_cursor"] is not None and monotonic() < stop_at:
        batch = await database.rpc_object("regrade_interview", arguments | {"cursor": total["next_cursor"]})
        summed = {name: total[name] + batch[name] for name in SUMMED}
        skipped = {name: total["skipped"][name] + number for name, number in batch["skipped"].items()}
        total = batch | summed | {"skipped": skipped}
    return total


async def with_keyword_score(change: dict[str, Any]) -> dict[str, Any]:
    """A change with what a search for the new keywords gives, if a dry run returned what to search for."""
    search = change.pop("search", None)
    if search is None:
        return change | {"score_by_keywords": None}
    from shared.grading.foreseen import score_by_keywords

    score = await score_by_keywords(search)
    return change | {"score_by_keywords": None if score is None else float(score)}
