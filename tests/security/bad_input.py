"""A corpus of invalid requests, each with the refusal that api.md promises for it."""

import gzip
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from tests.support.api_calls import Call

KIB = 1024
UUID = "00000000-0000-4000-8000-000000000000"
JSON_TYPE = {"content-type": "application/json"}
# What a response must not contain: SQL, names of our schemas and code, and messages of the database.
OUR_INSIDES = re.compile(
    r"\b(select|insert into|update|delete from|from) \w+\.|plpgsql|pl/pgsql|sqlstate|postgres|pgrst"
    r"|pydantic|traceback|\.py\b|reprise_private\.|line \d+ at|violates|permission denied",
    re.IGNORECASE,
)


@dataclass(frozen=True)
class BadRequest:
    """A request to a function, and the status and code that it must get."""

    name: str
    method: str
    path: str
    status: int
    code: str
    content: bytes | None = None
    headers: Mapping[str, str] = field(default_factory=lambda: JSON_TYPE)


def bad_requests(good: list[Call]) -> list[BadRequest]:
    """Every valid call, made invalid in every way that applies to it."""
    found = list(_BAD_QUERIES)
    for call in good:
        found += _wrong_methods(call)
        if call.method == "POST":
            found += _bad_bodies(call)
            for name, value in (call.body or {}).items():
                found += _bad_fields(call, name, value)
    return found


def _wrong_methods(call: Call) -> list[BadRequest]:
    several = {"/resume": {"GET", "POST"}, "/account": {"GET", "POST", "DELETE"}}
    allowed = several.get(call.path, {call.method})
    return [
        BadRequest(f"{method} {call.path}", method, call.path, 405, "method_not_allowed", b"{}")
        for method in ("GET", "POST", "PUT", "PATCH", "DELETE")
        if method not in allowed
    ]


def _bad_bodies(call: Call) -> list[BadRequest]:
    good = json.dumps(call.body, default=str).encode()
    bodies: list[tuple[str, bytes, int, str]] = [
        ("text", b"not json", 400, "invalid_json"),
        ("cut off", good[:-1] if call.body else b"{", 400, "invalid_json"),
        ("two documents", good + good, 400, "invalid_json"),
        ("single quotes", b"{'a': 1}", 400, "invalid_json"),
        ("not UTF-8", b'{"a": "\xff\xfe"}', 400, "invalid_json"),
        ("UTF-16", good.decode().encode("utf-16"), 400, "invalid_json"),
        ("half a surrogate pair", b'{"a": "\\ud800"}', 400, "invalid_json"),
        ("surrogates in wrong order", b'{"a": "\\udc00\\ud800"}', 400, "invalid_json"),
        ("raw control character", b'{"a": "\x00"}', 400, "invalid_json"),
        ("100,000 lists deep", b"[" * 100_000, 400, "invalid_json"),
        ("100,000 objects deep", b'{"a":' * 100_000, 400, "invalid_json"),
        ("a list", b"[]", 422, "invalid_request"),
        ("a string", b'"text"', 422, "invalid_request"),
        ("a number", b"1e999", 422, "invalid_request"),
        ("null", b"null", 422, "invalid_request"),
        ("unknown field", _with(call, "surprise", 1), 422, "invalid_request"),
        ("a user of one's choice", _with(call, "user_id", UUID), 422, "invalid_request"),
        ("a time of one's choice", _with(call, "now", "2020-01-01"), 422, "invalid_request"),
        ("a score of one's choice", _with(call, "score", 100), 422, "invalid_request"),
        ("__proto__", _with(call, "__proto__", {"x": 1}), 422, "invalid_request"),
        ("NUL in a name", _with(call, "a\0b", 1), 422, "invalid_request"),
        ("over the limit", b'{"a": "' + b"x" * 600 * KIB + b'"}', 413, "payload_too_large"),
    ]
    if call.body:
        bodies.append(("empty", b"", 400, "invalid_json"))
        bodies.append(("no fields", b"{}", 422, "invalid_request"))
    found = [
        BadRequest(f"{name} to {call.path}", "POST", call.path, status, code, content)
        for name, content, status, code in bodies
    ]
    for kind in ("text/plain", "application/x-www-form-urlencoded", "application/xml", ""):
        headers = {"content-type": kind} if kind else {}
        name = f"content type {kind or 'missing'} to {call.path}"
        found.append(BadRequest(name, "POST", call.path, 415, "unsupported_media_type", good, headers))
    latin = {"content-type": "application/json; charset=latin-1"}
    zipped = JSON_TYPE | {"content-encoding": "gzip"}
    for name, content, headers in (
        ("Latin-1", good, latin),
        ("gzip", gzip.compress(good), zipped),
    ):
        name = f"{name} to {call.path}"
        found.append(BadRequest(name, "POST", call.path, 415, "unsupported_media_type", content, headers))
    return found


def _bad_fields(call: Call, field_name: str, good: Any) -> list[BadRequest]:
    """Values of the wrong type or out of range, for one field."""
    wrong: list[Any] = [None, [], {}, 1.5, [good], {"value": good}, -1, 2**31, 2**63, 10**400, True]
    if field_name.endswith("_id"):
        wrong += ["", "x", UUID[:-1], UUID + "0", UUID.replace("0", "g"), "' or 1=1 --", "\0" * 36]
    elif isinstance(good, int):
        wrong += ["", "1", "1; drop table answers"]
    elif field_name == "outcome":
        wrong += ["", "abandoned", "COMPLETED", "completed\0"]
    elif field_name == "draft":
        wrong += [{"position": 0}, {"text": "x"}, {"position": "0", "text": "x"}]
        wrong += [good | {"text": "a\0b"}, good | {"position": -1}, good | {"surprise": 1}]
    else:
        wrong += ["a\0b"]
    optional = call.path == "/resume" and field_name == "session_id"
    optional = optional or (call.path == "/start" and field_name == "session_id")
    return [
        BadRequest(
            f"{field_name} {str(value)[:30]!r} to {call.path}",
            "POST",
            call.path,
            422,
            "invalid_request",
            _with(call, field_name, value),
        )
        for value in wrong
        if not (value is None and (optional or field_name in ("draft", "transcription")))
    ]


def _with(call: Call, name: str, value: Any) -> bytes:
    return json.dumps({**(call.body or {}), name: value}, default=str).encode()


_BAD_QUERIES = [
    BadRequest(f"query {query}", "GET", path, 422, "invalid_request", None, {})
    for path in (
        *(f"/sessions?limit={value}" for value in ("0", "-1", "101", "x", "1.5", "", "9" * 400)),
        *(f"/sessions?status={value}" for value in ("", "open", "IN_PROGRESS", "%00")),
        *(f"/sessions?mode={value}" for value in ("", "exam", "timed'--")),
        *(f"/sessions?cursor={value}" for value in ("", "x", "%00", "1." + "g" * 36, f"{'9' * 30}.{UUID}", "x" * 501)),
        "/sessions?surprise=1",
        "/sessions?user_id=" + UUID,
        "/resume?client_id=x",
        "/resume?client_id=",
        "/resume?surprise=1",
    )
    for query in [path[:60]]
] + [
    BadRequest(f"path {path[:40]}", method, path, 404, "not_found", None, {})
    for path in ("/nothing", "/start/more", "/START", "/..%2fstart", "/%00", "/" + "x" * 2000)
    for method in ("GET", "POST")
]
