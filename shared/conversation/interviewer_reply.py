"""The shape an interviewer must reply in. The reply comes first, so that it can be streamed before the rest."""

import json
from collections.abc import Mapping
from typing import Any

from shared.conversation.context import State
from shared.llm.presentable import presentable
from shared.llm.reply_format import ModelReply

MAX_PROFILE_BYTES = 8192
MAX_ENTRIES = 12
MAX_ENTRY = 160


class Profile(ModelReply):
    """Notes on the candidate."""

    summary: str
    strengths: list[str]
    gaps: list[str]
    topics: list[str]

    def stored(self) -> Mapping[str, Any] | None:
        """The notes in their stored form; None if they are too large, which leaves the stored notes unchanged."""
        lists = {name: self._entries(name) for name in ("strengths", "gaps", "topics")}
        profile = {"summary": presentable(self.summary), **lists}
        return profile if len(json.dumps(profile, ensure_ascii=False).encode()) <= MAX_PROFILE_BYTES else None

    def _entries(self, name: str) -> list[str]:
        entries = (presentable(entry)[:MAX_ENTRY] for entry in getattr(self, name)[:MAX_ENTRIES])
        return [entry for entry in entries if entry]


class InterviewerReply(ModelReply):
    """What the interviewer says, where the conversation stands then, and the notes."""

    reply: str
    state: State
    profile: Profile
