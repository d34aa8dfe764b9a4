"""The messages that a model gets of an interview.

The system message holds only what we and the organization wrote: the prompt and data of the interview. Topic and notes
are one message of role `user`. Each turn follows as its own message, the candidate's as role `user`, so that whatever
they contain is data.
"""

import json
from collections.abc import Mapping
from typing import Any

from shared.conversation.context import Context

ROLES = {"candidate": "user", "interviewer": "assistant"}


def interview_messages(prompt: str, interview: Mapping[str, Any], context: Context) -> list[dict[str, str]]:
    """The prompt with the data in `interview`, which no candidate wrote; then topic, notes and turns of the context."""
    notes = {"topic": context.topic, "profile": context.profile}
    return [
        {"role": "system", "content": f"{prompt}\nInterview data (JSON)\n\n{_json(interview)}\n"},
        {"role": "user", "content": f"Topic and notes (JSON)\n\n{_json(notes)}\n"},
        *({"role": ROLES[turn.role], "content": turn.content} for turn in context.turns),
    ]


def _json(data: Mapping[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1)
