"""Asks a model that sees the organization's instructions for the next move. Nothing that it writes is shown."""

from pathlib import Path

from shared import logs
from shared.conversation.context import Context
from shared.conversation.direction import NEUTRAL, Direction
from shared.conversation.interview_messages import interview_messages
from shared.llm.chat import ChatClient, ChatRequest
from shared.llm.errors import ModelFailure, ModelRefused
from shared.llm.prompts import load_prompt
from shared.settings import ConversationSettings

PROMPTS = Path(__file__).with_name("prompts")
# The model replied, but made no choice.
NO_CHOICE = ("wrong_shape", "cut_off")


async def choose_direction(chat: ChatClient, context: Context, settings: ConversationSettings) -> Direction:
    """Call the model once. A model that declines, or replies in another shape, has chosen the neutral move.

    Raises ModelFailure if there is no reply, BudgetSpent or Problem.
    """
    try:
        reply = await chat.complete(_request(context, settings))
    except ModelRefused:
        reason = "declined"
    except ModelFailure as failure:
        if failure.code not in NO_CHOICE:
            raise
        reason = failure.code
    else:
        return reply.content
    logs.logger.warning("The interview follows up without a direction: %s", reason)
    return NEUTRAL


def _request(context: Context, settings: ConversationSettings) -> ChatRequest[Direction]:
    prompt = load_prompt("director", PROMPTS)
    interview = {
        "title": context.title,
        "instructions": context.instructions,
        "agenda": [{"item": number, "text": text} for number, text in enumerate(context.agenda)],
        "state": context.state,
        "messages_left": context.messages_left,
    }
    return ChatRequest(
        model=settings.model,
        prompt_version=prompt.version,
        messages=interview_messages(prompt.text, interview, context),
        shape=Direction,
        max_output_tokens=settings.max_output_tokens,
    )
