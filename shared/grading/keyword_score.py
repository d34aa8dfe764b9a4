"""The score that a search for keywords gives a short answer; no model is asked."""

from shared.grading.evaluation import Evaluation
from shared.grading.jobs import EvaluationJob
from shared.grading.keywords import KeywordMatch, match_keywords
from shared.grading.points import exact, rounded
from shared.words.steps import SearchTooLongError


class UnusableKeyError(Exception):
    """No text can hold a keyword of this key, or searching for them takes too long."""


def usable_match(job: EvaluationJob) -> KeywordMatch | None:
    """The keywords in the answer; None for a key without any. Raises UnusableKeyError."""
    if not job.keywords:
        return None
    try:
        match = match_keywords(job.keywords, job.answer, job.keywords_needed)
    except SearchTooLongError as error:
        raise UnusableKeyError from error
    if not match.total:
        raise UnusableKeyError
    return match


def by_keywords(job: EvaluationJob, match: KeywordMatch) -> Evaluation:
    """The provisional evaluation by keywords alone."""
    found, total = min(len(match.found), match.expected), match.expected
    return Evaluation(
        "done",
        "keywords",
        rounded(match.share * exact(job.points)),
        f"{found} of {total} expected points were found by a search for keywords. "
        "No model or person has read the answer yet.",
        reviewer=match.as_fields(),
        provisional=True,
    )
