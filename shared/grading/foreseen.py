"""Foresees the score of a short answer for a dry run, by the grader that works without a model."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from pydantic import ValidationError

from shared.grading.jobs import EvaluationJob
from shared.grading.keyword_score import UnusableKeyError, by_keywords, usable_match
from shared.grading.off_loop import off_loop

NO_JOB = {
    "token": "",
    "attempt": 1,
    "max_attempts": 1,
    "answer_id": "00000000-0000-4000-8000-000000000000",
    "session_id": "00000000-0000-4000-8000-000000000000",
    "position": 0,
    "kind": "short_answer",
}


async def score_by_keywords(search: Mapping[str, Any]) -> Decimal | None:
    """The score that keywords alone give to `answer` out of `points`; None if a person would have to decide."""
    try:
        job = EvaluationJob.model_validate(NO_JOB | dict(search))
    except ValidationError:
        return None
    try:
        match = await off_loop(usable_match, job)
    except UnusableKeyError:
        return None
    return by_keywords(job, match).score if match else None
