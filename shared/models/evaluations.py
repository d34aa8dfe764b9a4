"""What the scheduler gets back from `evaluate`, for documentation and tests."""

from shared.models.responses import ResponseBody


class EvaluateResponse(ResponseBody):
    """What a run did; all but `summaries` counts answers.

    `retried` will be tried again, after a fault or when the model server lets nobody in. `released`
    went back untried (no time or no tokens left), `lost` had another grader by then.
    """

    claimed: int
    graded: int
    needs_review: int
    retried: int
    failed: int
    released: int
    lost: int
    summaries: int
    duration_ms: float
