"""POST /message: send a message in a conversation and get the reply. GET /message: the transcript, by page."""

import functions_framework.aio
from starlette.responses import Response

from shared.http.endpoint import Access, Call, answer, endpoint
from shared.models.conversations import MessageRequest, MessagesQuery


@functions_framework.aio.http
@endpoint(Access.CANDIDATE, "GET", "POST")
async def message(call: Call) -> Response:
    """MessageRequest → 200 MessageResponse, or the same as a stream; MessagesQuery → 200 MessagesResponse."""
    if call.method == "GET":
        query = call.query(MessagesQuery)
        arguments = query.model_dump(exclude={"limit"}) | {"page_size": query.limit}
        return answer(await call.database.rpc("list_messages", arguments))
    body = await call.body(MessageRequest)
    stored = await call.database.rpc("add_message", body.model_dump())
    # Imported here: reading a transcript doesn't need it.
    from shared.conversation.message_response import respond_to_message

    return await respond_to_message(stored, call.settings, call.request.headers.get("accept", ""))
