"""The operations of conversations."""

from shared.http.endpoint import Access
from shared.models import conversations, transcripts
from shared.openapi import conversation_examples
from shared.openapi.operation import Answer, Operation

CONVERSATIONS = (
    Operation(
        path="/message",
        method="post",
        summary="Say something in a conversation",
        access=Access.CANDIDATE,
        body=conversations.MessageRequest,
        body_examples=conversation_examples.SAY,
        answers={
            200: Answer(
                transcripts.MessageResponse,
                "Stored, with the reply. With `Accept: text/event-stream` as events: `message` (the body before its "
                "reply), `delta` (`text` of the reply as it is written), then `reply` or `pending` (the whole body).",
                conversation_examples.SAID,
            )
        },
        streamed=True,
        refusals=("session_not_found", "message_id_taken", "lease_lost", "session_closed", "limit_reached"),
    ),
    Operation(
        path="/message",
        method="get",
        summary="The transcript of a conversation, by page",
        access=Access.CANDIDATE,
        query=conversations.MessagesQuery,
        answers={200: Answer(transcripts.MessagesResponse, "One page.", conversation_examples.TRANSCRIPT)},
        refusals=("session_not_found",),
    ),
)
