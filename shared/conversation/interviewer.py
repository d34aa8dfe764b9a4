"""Chooses who replies: the configured model, or a script that introduces itself as one if there is no API key."""

from collections.abc import Callable
from contextlib import AsyncExitStack

from shared.conversation import script
from shared.conversation.context import Context
from shared.conversation.written_reply import WrittenReply
from shared.llm.usage import NO_USAGE
from shared.rpc.database import Database
from shared.settings import Settings


async def write(
    context: Context,
    session_id: str,
    settings: Settings,
    database: Database,
    show: Callable[[str], None] | None,
    afterwards: AsyncExitStack,
) -> WrittenReply:
    """Write the reply to the last turn of a session; `show` gets its text in pieces, `afterwards` settles its cost.

    Raises ModelFailure, BudgetSpent or Problem.
    """
    if settings.llm.api_key is None:
        text, version = script.reply(context)
        if show is not None:
            show(text)
        return WrittenReply(text, "script", script.next_state(context), usage={**NO_USAGE, "prompt_version": version})
    # Imported here: loading the client takes longer than the script.
    from shared.conversation.model_interviewer import ask_model

    return await ask_model(context, session_id, settings, database, show, afterwards)
