"""Parses bytes into a checked model, and refuses anything else with a clear error."""

from email.message import Message
from typing import TypeVar, get_args

from pydantic import BaseModel, ValidationError
from pydantic_core import ErrorDetails
from starlette.requests import Request

from shared.models.fields import TOO_LARGE, RequestQuery
from shared.problems import Problem

Body = TypeVar("Body", bound=BaseModel)
Query = TypeVar("Query", bound=RequestQuery)

MAX_FAULTS = 20
MAX_NAME = 100
# Pydantic's error types for a body whose kind is missing or unknown.
UNKNOWN_KIND = frozenset({"union_tag_not_found", "union_tag_invalid"})


def parse_body(content: bytes, request: Request, model: type[Body]) -> Body:
    """The JSON body as `model`; an empty body counts as `{}` if every field is optional.

    Raises Problem: `unsupported_media_type`, `payload_too_large`, `invalid_json` or `invalid_request`.
    """
    if content or "content-type" in request.headers:
        _require_json(request)
    if not content and not any(field.is_required() for field in model.model_fields.values()):
        content = b"{}"
    try:
        return model.model_validate_json(content)
    except ValidationError as error:
        raise _problem(error, model) from None


def read_query(request: Request, model: type[Query]) -> Query:
    """Read the query string as `model`; raises Problem `invalid_request`."""
    try:
        return model.model_validate(dict(request.query_params))
    except ValidationError as error:
        raise _problem(error, model) from None


def _require_json(request: Request) -> None:
    media_type = Message()
    media_type["content-type"] = request.headers.get("content-type", "")
    main, _, subtype = media_type.get_content_type().partition("/")
    if main != "application" or not (subtype == "json" or subtype.endswith("+json")):
        raise Problem("unsupported_media_type")
    if media_type.get_content_charset("utf-8") not in ("utf-8", "utf8"):
        raise Problem("unsupported_media_type")
    if request.headers.get("content-encoding", "identity") != "identity":
        raise Problem("unsupported_media_type")


def _problem(error: ValidationError, model: type[BaseModel]) -> Problem:
    faults = error.errors(include_url=False, include_context=False, include_input=False)
    kinds = {fault["type"] for fault in faults}
    too_large = [fault["loc"][-1] for fault in faults if fault["type"] == TOO_LARGE]
    if "json_invalid" in kinds:
        return Problem("invalid_json")
    if too_large:
        return Problem(TOO_LARGE, reason="message" if too_large[0] == "content" else "answer")
    name, values = _discriminator(model)
    errors = [_error(fault, name, values) for fault in faults[:MAX_FAULTS]]
    return Problem("invalid_request", fields={"errors": errors})


def _error(fault: ErrorDetails, name: str | None, values: list[str]) -> dict[str, object]:
    """A fault for the client; `name` is the discriminator of the body, or None."""
    if fault["type"] in UNKNOWN_KIND:
        told = "Field required, one of" if fault["type"] == "union_tag_not_found" else "Input should be one of"
        return {"loc": [name], "msg": f"{told} {', '.join(map(repr, values))}"}
    # With a discriminator, pydantic's location starts with its value, which is not a field name.
    return {"loc": [_short(part) for part in fault["loc"][1 if name else 0 :]], "msg": fault["msg"]}


def _discriminator(model: type[BaseModel]) -> tuple[str | None, list[str]]:
    """The discriminator of a union of bodies, and its values; None for a plain body."""
    root = model.model_fields.get("root")
    if root is None or not isinstance(root.discriminator, str):
        return None, []
    kinds = [kind.model_fields[root.discriminator].annotation for kind in get_args(root.annotation)]
    return root.discriminator, [value for kind in kinds for value in get_args(kind)]


def _short(part: str | int) -> str | int:
    """A part of a location; an unknown field name is cut to `MAX_NAME` characters."""
    return part[:MAX_NAME] if isinstance(part, str) else part
