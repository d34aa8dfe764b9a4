"""Classifies the errors of a model server, without their messages, which may quote the prompt."""

from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING

from shared.grading.completion import Declined
from shared.grading.outcomes import ModelFailure, RateLimited, WrongSetup

if TYPE_CHECKING:
    from openai import APIStatusError, OpenAIError

MAX_RETRY_AFTER_SECONDS = 3600.0
DECLINED = ("content_filter", "content_policy_violation")


def fault_of(error: "OpenAIError") -> Exception:
    """The exception to raise for an exception of the client: ModelFailure, one of its subclasses, or Declined."""
    import httpx2
    import openai

    match error:
        case openai.APITimeoutError():
            return ModelFailure("timeout")
        case openai.APIConnectionError():
            # A refused connection means that nothing was sent, so the server can't have done any work.
            refused = isinstance(error.__cause__, httpx2.ConnectError)
            return ModelFailure("not_connected" if refused else "connection_lost")
        case openai.APIStatusError():
            return _status_fault(error)
    return ModelFailure("unreadable_reply")


def _status_fault(error: "APIStatusError") -> Exception:
    status = error.status_code
    wait = _retry_after(error.response.headers.get("retry-after"))
    if status == 429:
        return RateLimited("rate_limited", retry_after_seconds=wait)
    if status in (408, 409) or not 400 <= status < 500:
        return ModelFailure(f"server_error_{status}", retry_after_seconds=wait)
    if status == 400 and error.code in DECLINED:
        return Declined()
    if status in (401, 403, 404):
        return WrongSetup(f"rejected_{status}")
    return ModelFailure(f"rejected_{status}", permanent=True)


def _retry_after(header: str | None) -> float | None:
    """The seconds of a Retry-After header (a number or a date), at most an hour."""
    if header is None:
        return None
    try:
        seconds = float(header)
    except ValueError:
        try:
            seconds = (parsedate_to_datetime(header) - datetime.now(UTC)).total_seconds()
        except (ValueError, TypeError):
            return None
    return min(max(seconds, 0.0), MAX_RETRY_AFTER_SECONDS) if seconds == seconds else None
