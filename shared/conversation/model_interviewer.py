"""The interviewer with a model: one call writes the reply; with secret instructions, a call before it chooses the move.

Only the first of two calls gets the instructions, and only an enumerated choice passes from it to the second
(docs/decisions/0012-who-writes-has-not-seen-the-instructions.md).
"""

from collections.abc import Callable
from contextlib import AsyncExitStack

from shared.conversation.context import Context
from shared.conversation.director import choose_direction
from shared.conversation.speaker import write_next_message
from shared.conversation.written_reply import WrittenReply
from shared.llm.budget import Budget
from shared.llm.chat import open_chat
from shared.llm.client import MAX_STREAM_BYTES
from shared.llm.errors import ModelFailure
from shared.llm.ledger import SpendingLedger
from shared.rpc.database import Database
from shared.settings import Settings


async def ask_model(
    context: Context,
    session_id: str,
    settings: Settings,
    database: Database,
    show: Callable[[str], None] | None,
    afterwards: AsyncExitStack,
) -> WrittenReply:
    """Have the reply written, charged to the session's candidate or organization; `show` gets its text in pieces.

    The cost of all calls is settled when `afterwards` closes, so that the reply can be stored first. The stored usage
    is that of the call that wrote the reply: the candidate can read it, and a count could pass something on. Raises
    ModelFailure, BudgetSpent or Problem.
    """
    directed = context.instructions is not None
    # Reserves for both calls at once, if the budget allows.
    budget = Budget(SpendingLedger(database, settings.llm.daily_tokens, session_id), ahead=int(directed))
    afterwards.push_async_callback(budget.close)
    async with open_chat(settings.llm, budget, MAX_STREAM_BYTES) as chat:
        if chat is None:
            raise ModelFailure("no_key", permanent=True, cost_nothing=True)
        direction = await choose_direction(chat, context, settings.conversation) if directed else None
        try:
            return await write_next_message(chat, context, direction, settings.conversation, show)
        except ModelFailure as failure:
            # The director's call may have used tokens.
            failure.cost_nothing = failure.cost_nothing and not directed
            raise
