"""Asks a model for material. The candidate's input is data in its own message; the prompts are files."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from shared.grading.model import Model
from shared.grading.outcomes import ModelFailure
from shared.grading.prompt import load_prompt
from shared.prep.replies import KINDS, as_content

PROMPTS = Path(__file__).with_name("prompts")


async def write(model: Model | None, model_name: str, claim: Mapping[str, Any]) -> dict[str, Any]:
    """Write what `complete_generation` stores for a claim; raises ModelFailure, ModelRefused or BudgetSpent."""
    if model is None:
        raise ModelFailure("not_configured", permanent=True)
    request = claim["request"]
    shape, _ = KINDS[request["kind"]]
    asked = {name: value for name, value in request.items() if name != "kind"}
    data = {"request": asked, "workspace": claim["workspace"], "known_questions": claim["known_questions"]}
    prompt = load_prompt(request["kind"], PROMPTS)
    reply = await model.ask(model_name, prompt, {}, json.dumps(data, ensure_ascii=False, indent=1), shape)
    content = as_content(reply.content, request)
    if not content:
        raise ModelFailure("nothing_written")
    return {"content": content, **reply.usage.as_fields()}
