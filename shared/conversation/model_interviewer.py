"""Asks a model for the interviewer's next message.

The system message holds only what we and the organization wrote: prompt, instructions and the interview's title. Topic
and notes are one message of role `user`. Each turn follows as its own message, the candidate's as role `user`, so that
whatever they contain is data. The reply is streamed if a caller wants to show it while it is written.
"""

import json
from collections.abc import Callable
from contextlib import AsyncExitStack
from pathlib import Path

from shared import logs
from shared.conversation import script
from shared.conversation.context import Context
from shared.conversation.instruction_guard import InstructionGuard
from shared.conversation.interviewer_reply import InterviewerReply
from shared.conversation.preview import ReplyPreview
from shared.conversation.written_reply import WrittenReply
from shared.llm.budget import Budget
from shared.llm.chat import ChatReply, ChatRequest, open_chat
from shared.llm.client import MAX_STREAM_BYTES
from shared.llm.errors import ModelFailure, ModelRefused
from shared.llm.ledger import SpendingLedger
from shared.llm.presentable import presentable
from shared.llm.prompts import load_prompt
from shared.llm.usage import ModelUsage
from shared.rpc.database import Database
from shared.settings import Settings

PROMPTS = Path(__file__).with_name("prompts")
ROLES = {"candidate": "user", "interviewer": "assistant"}
# What we and the organization say about an interview, and what originates from the candidate.
OURS = ("title", "instructions", "state", "messages_left")
THEIRS = ("topic", "profile")


async def ask_model(
    context: Context,
    session_id: str,
    settings: Settings,
    database: Database,
    show: Callable[[str], None] | None,
    afterwards: AsyncExitStack,
) -> WrittenReply:
    """Call the model once, charged to the session's candidate or organization; `show` gets the reply's text in pieces.

    The cost is settled when `afterwards` closes, so that the reply can be stored first. Raises ModelFailure,
    BudgetSpent or Problem.
    """
    budget = Budget(SpendingLedger(database, settings.llm.daily_tokens, session_id), ahead=0)
    afterwards.push_async_callback(budget.close)
    guard = InstructionGuard(context.instructions, (turn.content for turn in context.turns if turn.role == "candidate"))
    preview = ReplyPreview(guard, show) if show is not None else None
    async with open_chat(settings.llm, budget, MAX_STREAM_BYTES) as chat:
        if chat is None:
            raise ModelFailure("no_key", permanent=True, cost_nothing=True)
        try:
            reply = await chat.complete(_request(context, settings), on_text=preview.add if preview else None)
        except ModelRefused as refusal:
            return _withheld(context, refusal.usage)
    return _checked(reply, context, guard)


def _request(context: Context, settings: Settings) -> ChatRequest[InterviewerReply]:
    prompt = load_prompt("interviewer", PROMPTS)
    system = f"{prompt.text}\nInterview data (JSON)\n\n{_data(context, OURS)}\n"
    notes = f"Topic and notes (JSON)\n\n{_data(context, THEIRS)}\n"
    turns = [{"role": ROLES[turn.role], "content": turn.content} for turn in context.turns]
    return ChatRequest(
        model=settings.conversation.model,
        prompt_version=prompt.version,
        messages=[{"role": "system", "content": system}, {"role": "user", "content": notes}, *turns],
        shape=InterviewerReply,
        max_output_tokens=settings.conversation.max_output_tokens,
    )


def _data(context: Context, names: tuple[str, ...]) -> str:
    data = context.model_dump(include=set(names))
    return json.dumps({name: data[name] for name in names}, ensure_ascii=False, indent=1)


def _checked(reply: ChatReply[InterviewerReply], context: Context, guard: InstructionGuard) -> WrittenReply:
    """The reply to store; a fixed line in its place if it recites the instructions."""
    text, profile = presentable(reply.content.reply), reply.content.profile.stored()
    if not text:
        raise ModelFailure("empty_reply")
    if guard.recites(text):
        logs.logger.warning("A reply was withheld: it recited the instructions")
        return _withheld(context, reply.usage)
    if profile and guard.recites(json.dumps(profile, ensure_ascii=False)):
        profile = None
    return WrittenReply(text, "model", reply.content.state, profile, reply.usage.as_fields())


def _withheld(context: Context, usage: ModelUsage) -> WrittenReply:
    """A fixed line in place of the reply, stored with the cost of the call."""
    text, version = script.withheld()
    fields = {**usage.as_fields(), "model": None, "prompt_version": version}
    return WrittenReply(text, "script", context.state, None, fields)
