"""The fields of a chat completion that we read; everything else is ignored."""

from typing import Annotated, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError

from shared.llm.errors import Declined, ModelFailure
from shared.llm.presentable import presentable
from shared.llm.reply_format import ModelReply

Shape = TypeVar("Shape", bound=ModelReply)

MAX_NAME = 200


class _Part(BaseModel):
    model_config = ConfigDict(frozen=True, hide_input_in_errors=True)


class Message(_Part):
    """What the model wrote, or why it declined."""

    content: str | None = None
    refusal: str | None = None


class Choice(_Part):
    """One reply; we ask for one."""

    finish_reason: str | None = None
    message: Message


class Completion(_Part):
    """A chat completion."""

    choices: Annotated[list[Choice], Field(min_length=1)]
    model: str | None = None


def read_reply(body: bytes, shape: type[Shape], model: str) -> tuple[Shape, str]:
    """Parse a completion: its content in the given shape, and the name of the model that wrote it.

    Raises Declined, or ModelFailure if the reply is incomplete or has another shape.
    """
    try:
        completion = Completion.model_validate_json(body)
    except ValidationError:
        raise ModelFailure("unreadable_reply") from None
    choice = completion.choices[0]
    if choice.finish_reason == "content_filter" or choice.message.refusal:
        raise Declined
    if choice.finish_reason == "length":
        raise ModelFailure("cut_off")
    try:
        content = shape.model_validate_json(choice.message.content or "")
    except ValidationError:
        raise ModelFailure("wrong_shape") from None
    return content, _name(completion.model or "") or model[:MAX_NAME]


def _name(sent: str) -> str:
    """The model's name in one line, safe to store: a server can send anything as a name."""
    return " ".join(presentable(sent).split())[:MAX_NAME]
