"""Asks a model for material. The candidate's input is data in its own message; the prompts are files."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from shared.llm.chat import ChatClient, ChatRequest
from shared.llm.errors import ModelFailure
from shared.llm.prompts import load_prompt
from shared.prep.material import KINDS, as_content

PROMPTS = Path(__file__).with_name("prompts")


async def write(chat: ChatClient | None, model: str, claim: Mapping[str, Any]) -> dict[str, Any]:
    """Write what `complete_generation` stores for a claim; raises what `ChatClient.complete` raises."""
    if chat is None:
        raise ModelFailure("not_configured", permanent=True, cost_nothing=True)
    requested = claim["request"]
    shape, _ = KINDS[requested["kind"]]
    wanted = {name: value for name, value in requested.items() if name != "kind"}
    data = {"request": wanted, "workspace": claim["workspace"], "known_questions": claim["known_questions"]}
    prompt = load_prompt(requested["kind"], PROMPTS)
    request = ChatRequest(
        model=model,
        prompt_version=prompt.version,
        messages=[
            {"role": "system", "content": prompt.text},
            {"role": "user", "content": json.dumps(data, ensure_ascii=False, indent=1)},
        ],
        shape=shape,
    )
    reply = await chat.complete(request)
    content = as_content(reply.content, requested)
    if not content:
        raise ModelFailure("nothing_written")
    return {"content": content, **reply.usage.as_fields()}
