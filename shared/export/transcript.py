"""The transcript of a conversation, fetched page by page and put beside its results."""

import json
from collections.abc import Mapping
from typing import Any

from shared.database import Database

PAGE_SIZE = 100


async def with_transcript(database: Database, results: bytes) -> bytes:
    """What get_results returned, of a conversation with all its `messages`; raises Problem."""
    found: dict[str, Any] = json.loads(results)
    if found["session"]["mode"] != "conversation":
        return results
    messages: list[Mapping[str, Any]] = []
    after: int | None = 0
    while after is not None:
        arguments = {"session_id": found["session"]["id"], "after": after, "page_size": PAGE_SIZE}
        page = json.loads(await database.rpc("list_messages", arguments))
        messages += page["messages"]
        after = page["next_after"]
    return json.dumps(found | {"messages": messages}, ensure_ascii=False).encode()
