"""Fetches the transcript of a conversation page by page, and adds it to the results."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from shared.export.payload import ResultsHead

PAGE_SIZE = 100


def with_transcript(list_messages: Callable[[Mapping[str, Any]], bytes], results: bytes) -> bytes:
    """Add all `messages` to the results of a conversation; `list_messages` fetches one page."""
    if ResultsHead.model_validate_json(results).session.mode != "conversation":
        return results
    found: dict[str, Any] = json.loads(results)
    messages: list[Mapping[str, Any]] = []
    after: int | None = 0
    while after is not None:
        arguments = {"session_id": found["session"]["id"], "after": after, "page_size": PAGE_SIZE}
        page = json.loads(list_messages(arguments))
        messages += page["messages"]
        after = page["next_after"]
    return json.dumps(found | {"messages": messages}, ensure_ascii=False).encode()
