"""What `evaluate` returns to the scheduler, for documentation and tests."""

from shared.models.responses import ResponseBody


class EvaluateResponse(ResponseBody):
    """What a run did; every field but `summaries` counts answers.

    `retried` answers will be tried again, after a fault or because the model server refuses calls. `released` answers
    went back untried (no time or no tokens left). `lost` answers had another grader by then.
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
