"""What a call to a model used: tokens and time."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from pydantic import BaseModel, ConfigDict, Field, ValidationError

Tokens = Annotated[int, Field(strict=True, ge=0, lt=2**31)]


@dataclass(frozen=True, slots=True)
class ModelUsage:
    """Which model was asked with which prompt, and what it used; tokens are None if the server did not report them."""

    model: str
    prompt_version: str
    latency_ms: int
    input_tokens: int | None = None
    output_tokens: int | None = None

    def as_fields(self) -> dict[str, Any]:
        """The usage as fields of a stored result."""
        return {
            "model": self.model,
            "prompt_version": self.prompt_version,
            "input_tokens": self.input_tokens,
            "output_tokens": self.output_tokens,
            "latency_ms": self.latency_ms,
        }


# The same fields for a result that no model wrote.
NO_USAGE: Mapping[str, Any] = dict.fromkeys(("model", "prompt_version", "input_tokens", "output_tokens", "latency_ms"))


class _Usage(BaseModel):
    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    prompt_tokens: Tokens
    completion_tokens: Tokens


class _Billed(BaseModel):
    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)

    usage: _Usage


def reported_tokens(body: bytes) -> tuple[int, int] | None:
    """The input and output tokens in the body of a chat completion; None if it has no valid `usage`."""
    try:
        usage = _Billed.model_validate_json(body).usage
    except ValidationError:
        return None
    return usage.prompt_tokens, usage.completion_tokens
