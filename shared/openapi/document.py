"""Renders the OpenAPI 3.1 document from the declarations of the endpoints and their models."""

import json
import re
from collections.abc import Sequence
from functools import lru_cache
from hashlib import sha256
from http import HTTPStatus
from importlib import import_module
from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from shared import __version__
from shared.catalogue import CATALOGUE
from shared.http.operation import Access, Operation, Returns
from shared.http.responses import problem_document
from shared.models.problem_document import ProblemDocument
from shared.problems import Problem

REFERENCE = "#/components/schemas/{model}"
NO_WORD = re.compile(r"\W+")
IN_BRACES = re.compile(r"\{(\w+)\}")
MERGE_PATCH = ("application/merge-patch+json",)
SECURITY: dict[Access, list[dict[str, list[str]]]] = {
    Access.SIGNED_IN: [{"candidate": []}],
    Access.SCHEDULER: [{"scheduler": []}],
    Access.PUBLIC: [],
}
SECURITY_SCHEMES = {
    "candidate": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "The access token of a signed-in user, from Supabase Auth.",
    },
    "scheduler": {"type": "http", "scheme": "bearer", "description": "SCHEDULER_SECRET."},
}
HEADERS = {
    "RequestId": {
        "description": "The request's own id if it is well-formed, else a generated one.",
        "schema": {"type": "string", "pattern": "^[A-Za-z0-9._-]{1,128}$"},
    },
    "ETag": {
        "description": "The version in quotes, for If-Match.",
        "schema": {"type": "string", "pattern": '^"[1-9][0-9]*"$'},
    },
    "ContentDisposition": {
        "description": "`attachment`, with the name of the file (RFC 6266).",
        "schema": {"type": "string"},
    },
    "RetryAfter": {
        "description": "Seconds to wait before repeating the call.",
        "schema": {"type": "integer", "minimum": 0},
    },
}


def model_of(returns: Returns) -> type[BaseModel] | None:
    """The model of a response, None for one without a body."""
    if returns.model is None:
        return None
    module, name = returns.model.split(".")
    model: type[BaseModel] = getattr(import_module(f"shared.models.{module}"), name)
    return model


def example_of(returns: Returns) -> Any:
    """The example of a response that has a model."""
    module = (returns.model or "").partition(".")[0]
    return getattr(import_module(f"shared.examples.{module}"), returns.example or "")


def openapi_document(operations: Sequence[Operation]) -> dict[str, Any]:
    """The document, without `servers`, so that paths are relative to where it is served."""
    paths: dict[str, dict[str, Any]] = {}
    for operation in operations:
        paths.setdefault(operation.path, {})[operation.method.lower()] = _operation(operation)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "Reprise",
            "version": __version__,
            "summary": "Interview sessions that never lose an answer.",
            "description": "Times are RFC 3339 in UTC, durations seconds, positions count from 0. "
            "Candidates' calls are safe to repeat unchanged; a start needs a `session_id` for that. A review is not.",
        },
        "paths": paths,
        "components": {
            "schemas": _schemas(operations),
            "examples": _problem_examples(),
            "headers": HEADERS,
            "securitySchemes": SECURITY_SCHEMES,
        },
    }


@lru_cache(maxsize=1)
def document_and_tag(operations: tuple[Operation, ...]) -> tuple[bytes, str]:
    """The document as JSON and its entity tag, built once per process."""
    content = json.dumps(openapi_document(operations)).encode()
    return content, f'"{sha256(content).hexdigest()[:32]}"'


def _operation(operation: Operation) -> dict[str, Any]:
    rendered: dict[str, Any] = {
        "operationId": f"{operation.method.lower()}_{NO_WORD.sub('_', operation.path).strip('_')}",
        "summary": operation.summary,
        "description": _description(operation),
        "security": SECURITY[operation.access],
        "responses": _responses(operation) | _file(operation) | _refusals(operation),
    }
    parameters = _path_parameters(operation) + (_parameters(operation.query) if operation.query else [])
    if parameters:
        rendered["parameters"] = parameters
    if operation.body:
        examples = {name: {"value": value} for name, value in operation.examples.items()}
        required = any(field.is_required() for field in operation.body.model_fields.values())
        rendered["requestBody"] = {
            "required": required,
            "content": {
                media_type: {"schema": _reference(operation.body), "examples": examples}
                for media_type in ("application/json", *MERGE_PATCH[: operation.versioned])
            },
        }
    return rendered


def _description(operation: Operation) -> str:
    model = operation.body or operation.query
    return " ".join((model.__doc__ or "").split()) if model else operation.summary


def _responses(operation: Operation) -> dict[str, Any]:
    return {
        str(status): {
            "description": returns.description,
            "headers": {
                "x-request-id": {"$ref": "#/components/headers/RequestId"},
                **({"etag": {"$ref": "#/components/headers/ETag"}} if operation.tagged else {}),
            },
            "content": _content(operation, status, returns),
        }
        for status, returns in operation.responses.items()
    }


def _content(operation: Operation, status: int, returns: Returns) -> dict[str, Any]:
    model = model_of(returns)
    if model is None:
        return {}
    json_content = {"schema": _reference(model), "example": example_of(returns)}
    events: dict[str, Any] = {"text/event-stream": {}} if operation.streamed and status == HTTPStatus.OK else {}
    return {"application/json": json_content, **events}


def _file(operation: Operation) -> dict[str, Any]:
    if not operation.files:
        return {}
    return {
        "200": {
            "description": "The file.",
            "headers": {
                "x-request-id": {"$ref": "#/components/headers/RequestId"},
                "content-disposition": {"$ref": "#/components/headers/ContentDisposition"},
            },
            "content": {media_type: {} for media_type in operation.files},
        }
    }


def _refusals(operation: Operation) -> dict[str, Any]:
    codes_by_status: dict[int, list[str]] = {}
    for code in operation.codes:
        codes_by_status.setdefault(CATALOGUE[code].status, []).append(code)
    return {str(status): _refusal(status, codes) for status, codes in sorted(codes_by_status.items())}


def _refusal(status: int, codes: list[str]) -> dict[str, Any]:
    headers = {"x-request-id": {"$ref": "#/components/headers/RequestId"}}
    if any(CATALOGUE[code].retry_after_seconds is not None for code in codes):
        headers["retry-after"] = {"$ref": "#/components/headers/RetryAfter"}
    return {
        "description": f"{HTTPStatus(status).phrase}: {', '.join(f'`{code}`' for code in codes)}.",
        "headers": headers,
        "content": {
            "application/problem+json": {
                "schema": {
                    "allOf": [_reference(ProblemDocument)],
                    "properties": {"code": {"enum": codes}},
                },
                "examples": {code: {"$ref": f"#/components/examples/{code}"} for code in codes},
            }
        },
    }


def _problem_examples() -> dict[str, Any]:
    request_id = "5f2b8c0d9e1a4b7c8d6e5f4a3b2c1d0e"
    return {
        code: {
            "summary": refusal.meaning,
            "value": problem_document(Problem(code, fields=refusal.fields), request_id),
        }
        for code, refusal in CATALOGUE.items()
    }


def _path_parameters(operation: Operation) -> list[dict[str, Any]]:
    found = [
        {"name": name, "in": "path", "required": True, "schema": {"type": "string", "format": "uuid"}}
        for name in IN_BRACES.findall(operation.path)
    ]
    if operation.versioned:
        description = "The version to change, in quotes, from ETag. Required; a request without it gets 428."
        schema = {"type": "string", "pattern": '^"[1-9][0-9]*"$'}
        found.append({"name": "If-Match", "in": "header", "description": description, "schema": schema})
    found += [
        {"name": name, "in": "header", "required": True, "description": text, "schema": {"type": "string"}}
        for name, text in operation.headers.items()
    ]
    return found


def _parameters(query: type[BaseModel]) -> list[dict[str, Any]]:
    schema = query.model_json_schema(ref_template=REFERENCE)
    parameters = []
    required = schema.get("required", [])
    for name, rendered in schema.get("properties", {}).items():
        # In a query, an absent parameter means null.
        choices = [choice for choice in rendered.pop("anyOf", []) if choice != {"type": "null"}]
        description = rendered.pop("description", "")
        if choices:
            rendered.pop("default", None)
        rendered.pop("title", None)
        parameter = {"name": name, "in": "query", "required": name in required}
        parameter["schema"] = {**rendered, **(choices[0] if choices else {})}
        parameters.append(parameter | ({"description": description} if description else {}))
    return parameters


def _reference(model: type[BaseModel]) -> dict[str, str]:
    return {"$ref": REFERENCE.format(model=model.__name__)}


def _schemas(operations: Sequence[Operation]) -> dict[str, Any]:
    bodies = [operation.body for operation in operations if operation.body]
    returned = [model_of(returns) for operation in operations for returns in operation.responses.values()]
    results: list[type[BaseModel]] = [model for model in returned if model is not None] + [ProblemDocument]
    _, requests = models_json_schema([(model, "validation") for model in dict.fromkeys(bodies)], ref_template=REFERENCE)
    _, responses = models_json_schema(
        [(model, "serialization") for model in dict.fromkeys(results)],
        ref_template=REFERENCE,
    )
    # Requests refuse unknown fields, but clients must expect new fields in responses.
    open_responses = {
        name: {key: value for key, value in schema.items() if key != "additionalProperties"}
        for name, schema in responses["$defs"].items()
    }
    return dict(sorted((requests["$defs"] | open_responses).items()))
