"""The count of what a grading run did."""

from dataclasses import dataclass
from enum import StrEnum


class Outcome(StrEnum):
    """How a claimed answer left the run. Each value is a field of Tally."""

    GRADED = "graded"
    NEEDS_REVIEW = "needs_review"
    RETRIED = "retried"
    FAILED = "failed"
    RELEASED = "released"
    LOST = "lost"


@dataclass(slots=True)
class Tally:
    """What a run did, in answers; only `summaries` counts sessions, and `lost` counts both.

    `retried` answers will be tried again: a failure was recorded, or the model server refused every request. `released`
    answers went back untried (no budget, no time). `lost` jobs had another owner by then, or their result could not be
    stored.
    """

    claimed: int = 0
    graded: int = 0
    needs_review: int = 0
    retried: int = 0
    failed: int = 0
    released: int = 0
    lost: int = 0
    summaries: int = 0

    def count(self, outcome: Outcome) -> None:
        """Count one answer."""
        setattr(self, outcome, getattr(self, outcome) + 1)
