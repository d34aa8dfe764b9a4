"""How a request to a model can fail, and what an error of the model server means.

No exception carries the server's message, which may quote the prompt.
"""

from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime
from typing import TYPE_CHECKING, ClassVar

from shared.llm.usage import ModelUsage

if TYPE_CHECKING:
    from openai import APIStatusError, OpenAIError

MAX_RETRY_AFTER_SECONDS = 3600.0
DECLINED = ("content_filter", "content_policy_violation")


class ModelFailure(Exception):  # noqa: N818 (named for what happened, like RateLimited)
    """The model returned nothing usable. Unless `permanent`, the same request may succeed later.

    `code` names the fault and holds nothing that a model or candidate wrote. `cost_nothing` is true if the request
    certainly used no tokens: the server refused it by its status, or nothing was sent. A model that timed out, or whose
    reply was lost, has done the work.
    """

    def __init__(
        self,
        code: str,
        *,
        permanent: bool = False,
        cost_nothing: bool = False,
        retry_after_seconds: float | None = None,
    ) -> None:
        super().__init__(code)
        self.code = code
        self.permanent = permanent
        self.cost_nothing = cost_nothing
        self.retry_after_seconds = retry_after_seconds


class ServerRefusal(ModelFailure):
    """The server refuses every request for now, whatever it contains."""

    default_wait_seconds: ClassVar[float]

    @property
    def wait_seconds(self) -> float:
        """How long to wait before the next request: what the server asks for, if it does."""
        return self.retry_after_seconds or self.default_wait_seconds


class RateLimited(ServerRefusal):
    """The model server asks for fewer requests."""

    default_wait_seconds = 30.0


class WrongSetup(ServerRefusal):
    """The key, its permissions or the model's name is wrong until a person fixes it."""

    default_wait_seconds = 60.0


class Declined(Exception):  # noqa: N818 (an outcome, not an error)
    """The model, or a filter of its server, declined to reply; `cost_nothing` as in ModelFailure."""

    def __init__(self, *, cost_nothing: bool = False) -> None:
        super().__init__("declined")
        self.cost_nothing = cost_nothing


class ModelRefused(Exception):  # noqa: N818 (an outcome, not an error)
    """The model declined to reply to this request; `usage` is what that used."""

    def __init__(self, usage: ModelUsage) -> None:
        super().__init__("model_refused")
        self.usage = usage


@dataclass(frozen=True, slots=True)
class BudgetRefusal:
    """Why tokens were not reserved.

    `share` is the limit that refused: `day`, the `pool` (what the reserves leave of the day), or the share of `users`
    together, a `user`, an `organization` or a `candidate`. Retry after `wait_seconds`. `left` is the number of tokens
    that remain of the day.
    """

    share: str
    wait_seconds: float
    left: int


class BudgetSpent(Exception):  # noqa: N818 (an outcome, not an error)
    """The request does not fit into the tokens left of the day or of a share; nothing was sent."""

    def __init__(self, refusal: BudgetRefusal) -> None:
        super().__init__(f"budget_{refusal.share}")
        self.refusal = refusal

    @property
    def code(self) -> str:
        """The reason that is recorded for work that waits for the budget."""
        return f"budget_{self.refusal.share}"


def cost_nothing(error: Exception) -> bool:
    """Whether a failed request certainly used no tokens."""
    return isinstance(error, BudgetSpent) or (isinstance(error, ModelFailure) and error.cost_nothing)


def failure_of(error: "OpenAIError") -> ModelFailure | Declined:
    """The exception to raise for an exception of the client."""
    import httpx2
    import openai

    match error:
        case openai.APITimeoutError():
            return ModelFailure("timeout")
        case openai.APIConnectionError():
            # A refused connection means that nothing was sent, so the server can't have done any work.
            if isinstance(error.__cause__, httpx2.ConnectError):
                return ModelFailure("not_connected", cost_nothing=True)
            return ModelFailure("connection_lost")
        case openai.APIStatusError():
            return _status_failure(error)
    return ModelFailure("unreadable_reply")


def _status_failure(error: "APIStatusError") -> ModelFailure | Declined:
    status = error.status_code
    wait = _retry_after(error.response.headers.get("retry-after"))
    if status == 429:
        return RateLimited("rate_limited", cost_nothing=True, retry_after_seconds=wait)
    if status in (408, 409) or not 400 <= status < 500:
        return ModelFailure(f"server_error_{status}", cost_nothing=True, retry_after_seconds=wait)
    if status == 400 and error.code in DECLINED:
        return Declined(cost_nothing=True)
    if status in (401, 403, 404):
        return WrongSetup(f"rejected_{status}", cost_nothing=True)
    return ModelFailure(f"rejected_{status}", permanent=True, cost_nothing=True)


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
