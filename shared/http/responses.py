"""JSON responses and problem documents."""

import json
from collections.abc import Mapping
from typing import Any

from starlette.responses import Response

from shared.problems import Problem, problem_type


def json_response(content: bytes | Mapping[str, Any], status: int = 200) -> Response:
    """A JSON response; bytes are already JSON and pass through."""
    body = content if isinstance(content, bytes) else json.dumps(content).encode()
    return Response(body, status, media_type="application/json")


def with_member(content: bytes, name: str, value: Any) -> bytes:
    """A JSON object with one more member at its end; the rest passes through unparsed."""
    return content.rstrip().removesuffix(b"}") + f", {json.dumps(name)}: {json.dumps(value)}}}".encode()


def tagged_response(content: bytes, status: int = 200) -> Response:
    """A JSON response whose ETag is the `version` in it."""
    response = json_response(content, status)
    response.headers["etag"] = f'"{json.loads(content)["version"]}"'
    return response


def problem_document(problem: Problem, request_id: str) -> dict[str, Any]:
    """A refusal as a problem document (RFC 9457)."""
    return {
        "type": problem_type(problem.code),
        "title": problem.title,
        "status": problem.status,
        "detail": problem.detail,
        "code": problem.code,
        "request_id": request_id,
        **problem.fields,
    }


def problem_response(problem: Problem, request_id: str) -> Response:
    """The one place where a refusal becomes a response."""
    headers = dict(problem.headers)
    if problem.retry_after_seconds is not None:
        headers["retry-after"] = str(problem.retry_after_seconds)
    if problem.code == "not_authenticated":
        headers["www-authenticate"] = "Bearer"
    return Response(
        json.dumps(problem_document(problem, request_id)),
        problem.status,
        headers,
        media_type="application/problem+json",
    )
