"""A report's labels for the codes of the database; an unknown code is shown as it is."""

from collections.abc import Iterable
from datetime import datetime, timedelta

KINDS = {
    "mcq": "Multiple choice",
    "short_answer": "Short answer",
    "code": "Code",
    "open": "Open question",
}
MODES = {"timed": "Timed", "practice": "Practice", "conversation": "Conversation"}
STATUSES = {
    "in_progress": "In progress",
    "completed": "Completed",
    "cancelled": "Cancelled",
    "abandoned": "Abandoned",
}
CLOSED_REASONS = {
    "answered": "every question was answered",
    "expired": "the time of the last question ran out",
    "finished": "the candidate finished early",
    "cancelled": "the candidate cancelled",
    "start_over": "the candidate started over",
    "cleared": "the candidate cleared a stuck session",
    "resume_window_passed": "it was not resumed in time",
    "concluded": "the interviewer ended the conversation",
}
# `finished` of a conversation, which has no end that one could be early for.
ENDED_BY_CANDIDATE = "the candidate ended it"
SOURCES = {
    "submitted": "Submitted by the candidate",
    "draft": "The last draft: nothing was submitted before the question closed",
    "expired": "No answer: the time ran out before anything was written",
    "skipped": "No answer: the session was finished before this question was answered",
}
GRADERS = {
    "key": "Comparison with the key",
    "none": "No grader: there was no answer",
    "keywords": "Keywords only, provisional",
    "keywords+model": "Keywords and a model",
    "model": "A model, against the criteria",
}
EVALUATION_STATUSES = {
    "queued": "Waits to be graded",
    "running": "Is being graded",
    "needs_review": "Waits for a person's review",
    "failed": "Grading failed",
}
WAITING = {
    "no_model": "No AI model is set up, so a person has to grade it.",
    "unusable_key": "The question or its key cannot be used.",
    "hidden_characters": "The answer contains characters that people cannot see.",
    "fake_message": "The answer imitates a message to the AI model.",
    "evidence_missing": "The AI model gave points without quoting the answer.",
    "evidence_not_verbatim": "What the AI model quoted is not in the answer.",
    "model_refused": "The AI model declined to grade it.",
    "budget": "The limit for the use of the AI model is reached. "
    "Grading resumes automatically, on the next day (UTC) at the latest.",
    "retry": "The last attempt failed. It is retried automatically.",
    "failed": "Every attempt failed. Have it graded again, or give a score.",
}
LATE_REASONS = {
    "late": "It arrived after the time had run out",
    "late_draft": "A draft for a question that had closed",
    "lease_lost": "It came from a device that had been replaced by another one",
    "already_answered": "Another text had been stored first",
    "session_closed": "The session had ended",
    "sealed_file": "It came in a file that a device without a network had saved",
}

LATE_MESSAGE_REASONS = {
    "lease_lost": "It came from a device that had been replaced by another one",
    "session_closed": "The session had ended",
    "message_id_taken": "Another text had been stored under its id",
    "late_draft": "A draft from a device that had been replaced, or for a session that had ended",
}
STATES = {"greeting": "Greeting", "exploring": "Exploring", "closing": "Closing", "done": "Ended by the interviewer"}


def words(codes: dict[str, str], code: str) -> str:
    """The label for a code."""
    return codes.get(code, code.replace("_", " "))


def waiting_for(status: str, flags: Iterable[str], error: str | None) -> list[str]:
    """The reasons why an answer has no score yet."""
    if status == "failed":
        return [WAITING["failed"]]
    if status == "needs_review":
        return [WAITING[flag] for flag in flags if flag in WAITING]
    if error is None:
        return []
    return [WAITING["budget" if error.startswith("budget") else "retry"]]


def number(value: float) -> str:
    """A score with at most two decimals and no trailing zeros."""
    return f"{value:.2f}".rstrip("0").rstrip(".")


def score(value: float | None, maximum: float) -> str:
    """A score and its maximum."""
    return "not graded" if value is None else f"{number(value)} of {number(maximum)}"


def moment(time: datetime) -> str:
    """A time to the second. Every time from the database is in UTC."""
    return time.strftime("%Y-%m-%d %H:%M:%S UTC")


def duration(seconds: float) -> str:
    """A duration in its two largest units."""
    if seconds < 60:
        return f"{number(seconds)} s"
    minutes, rest = divmod(round(timedelta(seconds=seconds).total_seconds()), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = [(days, "d"), (hours, "h"), (minutes, "min"), (rest, "s")]
    told = [f"{count} {unit}" for count, unit in parts if count]
    return " ".join(told[:2])
