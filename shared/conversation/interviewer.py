"""Chooses who replies: the configured model, or a script that introduces itself as one if there is no API key."""

from collections.abc import Callable, Mapping
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from typing import Any, Literal

from shared.conversation import script
from shared.conversation.context import Context, State
from shared.rpc.database import Database
from shared.settings import Settings

NO_USAGE: Mapping[str, Any] = dict.fromkeys(("model", "prompt_version", "input_tokens", "output_tokens", "latency_ms"))


@dataclass(frozen=True, slots=True)
class Written:
    """A reply to store; `profile` None leaves the stored notes unchanged."""

    text: str
    source: Literal["model", "script"]
    state: State
    profile: Mapping[str, Any] | None = None
    usage: Mapping[str, Any] = field(default_factory=lambda: NO_USAGE)


async def write(
    context: Context,
    session_id: str,
    settings: Settings,
    database: Database,
    tell: Callable[[str], None] | None,
    afterwards: AsyncExitStack,
) -> Written:
    """Write the reply to the last turn of a session; `afterwards` settles its cost.

    Raises ModelFailure, BudgetSpent or Problem.
    """
    if settings.grading.api_key is None:
        text, version = script.reply(context)
        if tell is not None:
            tell(text)
        return Written(text, "script", script.next_state(context), usage={**NO_USAGE, "prompt_version": version})
    # Imported here: loading the client takes longer than the script.
    from shared.conversation.model import ask_model

    return await ask_model(context, session_id, settings, database, tell, afterwards)
