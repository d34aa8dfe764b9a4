"""Asks a model for the interviewer's next message and notes. It never gets the organization's instructions.

Everything of the interviewer that a candidate reads is written here. The reply is streamed if a caller wants to show it
while it is written.
"""

from collections.abc import Callable
from pathlib import Path

from shared.conversation import script
from shared.conversation.context import Context
from shared.conversation.direction import Direction
from shared.conversation.interview_messages import interview_messages
from shared.conversation.interviewer_reply import InterviewerReply
from shared.conversation.preview import ReplyPreview
from shared.conversation.written_reply import WrittenReply
from shared.llm.chat import ChatClient, ChatRequest
from shared.llm.errors import ModelFailure, ModelRefused
from shared.llm.presentable import presentable
from shared.llm.prompts import load_prompt
from shared.settings import ConversationSettings

PROMPTS = Path(__file__).with_name("prompts")


async def write_next_message(
    chat: ChatClient,
    context: Context,
    direction: Direction | None,
    settings: ConversationSettings,
    show: Callable[[str], None] | None,
) -> WrittenReply:
    """Call the model once; without a direction it chooses the move and the state itself.

    If the model declines, the reply is a fixed line. Raises ModelFailure, BudgetSpent or Problem.
    """
    preview = ReplyPreview(show) if show is not None else None
    try:
        reply = await chat.complete(_request(context, direction, settings), on_text=preview.add if preview else None)
    except ModelRefused as refusal:
        text, version = script.declined()
        fields = {**refusal.usage.as_fields(), "model": None, "prompt_version": version}
        return WrittenReply(text, "script", context.state, None, fields)
    text = presentable(reply.content.reply)
    if not text:
        raise ModelFailure("empty_reply")
    state = reply.content.state if direction is None else direction.state
    return WrittenReply(text, "model", state, reply.content.profile.stored(), reply.usage.as_fields())


def _request(
    context: Context, direction: Direction | None, settings: ConversationSettings
) -> ChatRequest[InterviewerReply]:
    prompt = load_prompt("interviewer", PROMPTS)
    interview = {
        "title": context.title,
        "agenda": context.agenda,
        "state": context.state if direction is None else direction.state,
        "messages_left": context.messages_left,
        "move": direction and direction.move,
        "item": direction and direction.item_of(context.agenda),
    }
    return ChatRequest(
        model=settings.model,
        prompt_version=prompt.version,
        messages=interview_messages(prompt.text, interview, context),
        shape=InterviewerReply,
        max_output_tokens=settings.max_output_tokens,
    )
