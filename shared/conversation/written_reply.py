"""A reply of the interviewer, as it is stored."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, Literal

from shared.conversation.context import State
from shared.llm.usage import NO_USAGE


@dataclass(frozen=True, slots=True)
class WrittenReply:
    """A reply to store; `profile` None leaves the stored notes unchanged. `usage` has the fields of ModelUsage."""

    text: str
    source: Literal["model", "script"]
    state: State
    profile: Mapping[str, Any] | None = None
    usage: Mapping[str, Any] = field(default_factory=lambda: NO_USAGE)

    def as_fields(self) -> Mapping[str, Any]:
        """The JSON that `complete_reply` takes."""
        return {
            "content": self.text,
            "source": self.source,
            "state": self.state,
            "profile": self.profile,
            **self.usage,
        }
