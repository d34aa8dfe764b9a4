"""Asks a model for the interviewer's next message.

The system message holds only what we and the organization wrote: prompt, instructions and the interview's title. Topic
and notes are one message of role `user`. Each turn follows as its own message, the candidate's as role `user`, so that
whatever they contain is data. The reply is streamed if a caller wants to show it while it is written.
"""

import json
from collections.abc import Callable
from contextlib import AsyncExitStack
from functools import cache
from pathlib import Path
from time import perf_counter
from typing import Any
from uuid import uuid4

from shared import logs
from shared.conversation import script
from shared.conversation.confidence import InstructionGuard
from shared.conversation.context import Context
from shared.conversation.interviewer import Written
from shared.conversation.shape import InterviewerReply
from shared.conversation.unfolding import Unfolding
from shared.grading.budget import bookkeeping
from shared.grading.completion import Billed, Declined, read_reply
from shared.grading.job_queue import SpendingLedger
from shared.grading.model import TOKENS_AROUND, response_format
from shared.grading.outcomes import BudgetSpent, ModelFailure
from shared.grading.prompt import load_prompt
from shared.grading.text import presentable
from shared.model.asking import Question, ask
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
    tell: Callable[[str], None] | None,
    afterwards: AsyncExitStack,
) -> Written:
    """Call the model once, charged to the session's candidate or organization; `tell` gets the reply's text in pieces.

    The cost is settled when `afterwards` closes, so that the reply can be stored first. Raises ModelFailure,
    BudgetSpent or Problem.
    """
    prompt = load_prompt("interviewer", PROMPTS)
    question = _question(context, settings, prompt.text)
    bound = len(json.dumps(question.messages).encode()) + _format_bytes() + TOKENS_AROUND + question.max_output_tokens
    ledger = SpendingLedger(database, settings.grading.daily_tokens, session_id)
    run_id = uuid4()
    refusal = await ledger.reserve(run_id, bound, 0)
    # A refused reservation is settled too: it exists, with no tokens in it.
    used = 0 if refusal else bound

    async def settle() -> None:
        async with bookkeeping():
            await ledger.settle(run_id, used)

    afterwards.push_async_callback(settle)
    if refusal:
        raise BudgetSpent(refusal)
    guard = InstructionGuard(context.instructions, (turn.content for turn in context.turns if turn.role == "candidate"))
    started = perf_counter()
    try:
        body = await ask(settings.grading, question, Unfolding(guard, tell).add if tell else None)
        tokens = _tokens(body)
        used = sum(tokens) if tokens else bound
    except ModelFailure as failure:
        used = 0 if failure.code.startswith(("server_error", "rejected", "rate_limited")) else bound
        raise
    usage = {
        "prompt_version": prompt.version,
        "input_tokens": tokens[0] if tokens else None,
        "output_tokens": tokens[1] if tokens else None,
        "latency_ms": round((perf_counter() - started) * 1000),
    }
    return _written(body, context, guard, usage, question.model)


def _question(context: Context, settings: Settings, instructions: str) -> Question:
    system = f"{instructions}\nInterview data (JSON)\n\n{_data(context, OURS)}\n"
    notes = f"Topic and notes (JSON)\n\n{_data(context, THEIRS)}\n"
    turns = [{"role": ROLES[turn.role], "content": turn.content} for turn in context.turns]
    return Question(
        model=settings.conversation.model,
        messages=[{"role": "system", "content": system}, {"role": "user", "content": notes}, *turns],
        response_format=response_format(InterviewerReply),
        max_output_tokens=settings.conversation.max_output_tokens,
    )


def _data(context: Context, names: tuple[str, ...]) -> str:
    data = context.model_dump(include=set(names))
    return json.dumps({name: data[name] for name in names}, ensure_ascii=False, indent=1)


def _written(body: bytes, context: Context, guard: InstructionGuard, usage: dict[str, Any], model: str) -> Written:
    try:
        content, answered_by = read_reply(body, InterviewerReply, model)
    except Declined:
        return _withheld(context, usage)
    text, profile = presentable(content.reply), content.profile.stored()
    if not text:
        raise ModelFailure("empty_reply")
    if guard.recites(text):
        logs.logger.warning("A reply was withheld: it recited the instructions")
        return _withheld(context, usage)
    if profile and guard.recites(json.dumps(profile, ensure_ascii=False)):
        profile = None
    return Written(text, "model", content.state, profile, {**usage, "model": answered_by})


def _withheld(context: Context, usage: dict[str, Any]) -> Written:
    """A fixed line in place of the reply, stored with the cost of the call."""
    text, version = script.withheld()
    return Written(text, "script", context.state, None, {**usage, "model": None, "prompt_version": version})


def _tokens(body: bytes) -> tuple[int, int] | None:
    try:
        usage = Billed.model_validate_json(body).usage
    except ValueError:
        return None
    return usage.prompt_tokens, usage.completion_tokens


@cache
def _format_bytes() -> int:
    return len(json.dumps(response_format(InterviewerReply)))
