"""POST /message: send a message in a conversation and get the reply. GET /message: the transcript, by page."""

from typing import Annotated
from uuid import UUID

from pydantic import AfterValidator, Field
from pydantic_core import PydanticCustomError
from starlette.responses import Response

from shared.examples import CONVERSATION, MESSAGE_ID
from shared.http import Access, Call, Endpoint, Returns, json_response
from shared.models.fields import TOO_LARGE, Lease, RequestBody, RequestQuery, storable

MAX_MESSAGE_CHARACTERS = 20_000
MAX_SEQ = 2**31 - 1
DEFAULT_MESSAGES = 50
MAX_MESSAGES = 100

message = Endpoint("/message", Access.SIGNED_IN)


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
    message_id: UUID = Field(description="Chosen by the client, unique per message.")
    content: MessageText = Field(description="At most 20,000 characters, one of them visible.")


class MessagesQuery(RequestQuery):
    """A page of a transcript, in order."""

    session_id: UUID
    after: int = Field(default=0, ge=0, le=MAX_SEQ, description="`next_after` of the previous page.")
    limit: int = Field(default=DEFAULT_MESSAGES, ge=1, le=MAX_MESSAGES, description="Messages per page.")


@message.operation(
    "POST /message",
    summary="Send a message in a conversation",
    examples={
        "say": {
            "session_id": CONVERSATION,
            "lease": 1,
            "message_id": MESSAGE_ID,
            "content": "Hello! I built a job queue on advisory locks.",
        }
    },
    responses={
        200: Returns(
            "conversation_views.MessageResponse",
            "The stored message with its reply. With `Accept: text/event-stream`, a stream of events: `message` (the "
            "body before its reply), `delta` (`text` of the reply as it is written), then `reply` or `pending` (the "
            "whole body).",
            "SAID",
        )
    },
    streamed=True,
    refusals=("session_not_found", "message_id_taken", "lease_lost", "session_closed", "limit_reached"),
)
async def send_message(call: Call, body: MessageRequest) -> Response:
    """Store the message, then have the reply written."""
    stored = await call.database.rpc("add_message", body.model_dump())
    # Imported here: reading a transcript doesn't need it.
    from shared.conversation.message_response import respond_to_message

    return await respond_to_message(stored, call.settings, call.request.headers.get("accept", ""))


@message.operation(
    "GET /message",
    summary="List the messages of a conversation",
    responses={200: Returns("conversation_views.MessagesResponse", "One page of messages.", "TRANSCRIPT")},
    refusals=("session_not_found",),
)
async def list_messages(call: Call, query: MessagesQuery) -> Response:
    """One page, in order."""
    arguments = query.model_dump(exclude={"limit"}) | {"page_size": query.limit}
    return json_response(await call.database.rpc("list_messages", arguments))
