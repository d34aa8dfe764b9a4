"""The requests that graders send to a model: instructions with grading data, and the text, which is only data."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar

from shared.llm.chat import ChatRequest
from shared.llm.prompts import load_prompt
from shared.llm.reply_format import ModelReply

Shape = TypeVar("Shape", bound=ModelReply)

PROMPTS = Path(__file__).with_name("prompts")


def grading_request(
    model: str,
    prompt_name: str,
    grading_data: Mapping[str, Any],
    text: str,
    shape: type[Shape],
) -> ChatRequest[Shape]:
    """The request with the prompt `prompt_name`: short_answer, code, open, feedback or summary.

    `grading_data` is added to the instructions; `text`, the answer or the facts of a session, is the user's message.
    """
    prompt = load_prompt(prompt_name, PROMPTS)
    instructions = prompt.text
    if grading_data:
        data = json.dumps(grading_data, ensure_ascii=False, indent=1)
        instructions = f"{instructions}\nGrading data (JSON)\n\n{data}\n"
    return ChatRequest(
        model=model,
        prompt_version=prompt.version,
        messages=[{"role": "system", "content": instructions}, {"role": "user", "content": text}],
        shape=shape,
    )
