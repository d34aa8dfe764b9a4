"""The problems that a person gets when a model has written nothing."""

from math import ceil

from shared.llm.errors import BudgetSpent, ModelFailure, ModelRefused
from shared.llm.ledger import HELD_SECONDS
from shared.problems import Problem


def problem_of(fault: ModelFailure | ModelRefused | BudgetSpent) -> Problem:
    """The refusal of a request to a model: `rate_limited` without a budget, else `generation_failed`."""
    if isinstance(fault, BudgetSpent):
        wait = ceil(fault.refusal.wait_seconds)
        return Problem(
            "rate_limited",
            reason="daily_tokens" if wait > HELD_SECONDS else "tokens_in_use",
            fields={"retry_after_seconds": wait},
            retry_after_seconds=wait,
        )
    if isinstance(fault, ModelRefused):
        return Problem("generation_failed", reason="declined", cause="model_refused")
    pause = fault.retry_after_seconds
    return Problem("generation_failed", cause=str(fault), retry_after_seconds=ceil(pause) if pause else None)
