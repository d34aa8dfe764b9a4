"""The JSON shape that a model must reply in, as a base class and as the `response_format` of a request."""

import json
from functools import cache
from typing import Any

from pydantic import BaseModel, ConfigDict


class ModelReply(BaseModel):
    """A JSON object with exactly these fields. Strict: "7", true and NaN are not numbers."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True, hide_input_in_errors=True)


@cache
def response_format(shape: type[ModelReply]) -> dict[str, Any]:
    """The strict schema of a shape: its models forbid other fields and have no defaults."""
    schema = {"name": shape.__name__, "schema": shape.model_json_schema(), "strict": True}
    return {"type": "json_schema", "json_schema": schema}


@cache
def format_bytes(shape: type[ModelReply]) -> int:
    """The size of the `response_format` of a shape, in bytes."""
    return len(json.dumps(response_format(shape)))
