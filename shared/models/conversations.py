"""Conversations: what candidates send."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError

from shared.models.requests import TOO_LARGE, Lease, RequestBody, RequestQuery, storable

MAX_MESSAGE_CHARACTERS = 20_000
MAX_SEQ = 2**31 - 1
DEFAULT_MESSAGES = 50
MAX_MESSAGES = 100


def _short_enough(text: str) -> str:
    if len(text) > MAX_MESSAGE_CHARACTERS:
        raise PydanticCustomError(TOO_LARGE, "A message may have at most 20,000 characters")
    return text


def _says_something(text: str) -> str:
    if not text.strip():
        raise PydanticCustomError("empty_message", "A message must not be empty")
    return text


MessageText = Annotated[
    str,
    AfterValidator(storable),
    AfterValidator(_short_enough),
    AfterValidator(_says_something),
    Field(json_schema_extra={"maxLength": MAX_MESSAGE_CHARACTERS, "minLength": 1}),
]


class MessageRequest(RequestBody):
    """Send a message in a conversation. Sending a `message_id` again asks for the reply to the stored message."""

    session_id: UUID
    lease: Lease
    message_id: UUID = Field(description="Minted by the client, one a message.")
    content: MessageText = Field(description="At most 20,000 characters, not only spaces.")


class MessagesQuery(RequestQuery):
    """A page of a transcript, in order."""

    session_id: UUID
    after: int = Field(default=0, ge=0, le=MAX_SEQ, description="`next_after` of the page before.")
    limit: int = Field(default=DEFAULT_MESSAGES, ge=1, le=MAX_MESSAGES, description="Messages a page.")
