"""Turns the response of PostgREST, or of the gateway in front of it, into a result or a Problem.

A refusal is an error object with PTnnn as `code`, the refusal's code as `message` and its fields as JSON in `details`.
If nothing was written, the SQL raised it. If something was written, the RPC returned it, with HTTP 200 or with the
status it set. Both become the same problem document, whose sentence is the catalogue's.
"""

import json
import re
from math import ceil
from typing import Any

import httpx
from postgrest.exceptions import APIErrorFromJSON, generate_default_error_message
from pydantic import ValidationError

from shared.catalogue import CATALOGUE
from shared.problems import Problem

# jsonb puts the shortest name first.
COMMITTED_REFUSAL = re.compile(rb'\s*\{\s*"code"\s*:\s*"PT[1-5][0-9][0-9]"')
JSON_OBJECT = re.compile(rb"\s*\{")
RAISED_REFUSAL = re.compile(r"PT[1-5][0-9][0-9]")
SQL_OR_GATEWAY_CODE = re.compile(r"[0-9A-Z]{5}|PGRST[0-9A-Z]{3}")
BAD_TOKEN = ("PGRST301", "PGRST302", "PGRST303")
# PostgreSQL's message (SQLSTATE 22023) when the role in the token does not exist.
UNKNOWN_ROLE = re.compile(r'role ".*" does not exist', re.DOTALL)
# Connection lost, out of resources, rolled back by a conflict, stopped by an operator or a timeout, a lock not acquired
# in time, a server made read-only by a failover, a transaction timeout, a disk I/O error, damaged pages; and PostgREST
# without its database, or with an outdated schema cache.
UNAVAILABLE = (
    *("08", "53", "40", "57", "55P03", "25006", "25P03", "25P04", "58", "XX001", "XX002"),
    *("PGRST000", "PGRST001", "PGRST002", "PGRST003", "PGRSTX00"),
)
# SQLSTATE 0A000 is our own defect, unless a server has become a standby or a migration has just run.
PASSING = re.compile(r".*during recovery|cached plan must not change result type", re.DOTALL)
NO_SQLSTATE = re.compile(r"PostgREST; error=\s*")
# Request Timeout, Too Early, and nginx's Client Closed Request.
GAVE_UP_WAITING = (408, 425, 499)
UNREADABLE_VALUE = ("22P02", "22P05", "22021", "22007", "22008", "22009", "22003")
# The messages of these name only tables and functions; others may quote what a candidate wrote.
HARMLESS_MESSAGE = ("42", "PGRST")
BASE_MEMBERS = frozenset({"type", "title", "status", "detail", "code", "request_id"})


def read_result(response: httpx.Response, name: str) -> bytes:
    """Return the JSON object of the RPC `name`, unparsed; raises Problem for any other response."""
    content = response.content
    if not response.is_success or COMMITTED_REFUSAL.match(content):
        raise _error(response, name)
    if not response.headers.get("content-type", "").startswith("application/json"):
        raise Problem("database_unavailable", cause=f"HTTP {response.status_code} without JSON in {name}")
    if not JSON_OBJECT.match(content):
        raise Problem("internal_error", cause=f"no JSON object from {name}")
    return content


def _error(response: httpx.Response, name: str) -> Problem:
    try:
        error = dict(APIErrorFromJSON.model_validate_json(response.content))
    except ValidationError:
        error = generate_default_error_message(response)
    code = error["code"] or ""
    if RAISED_REFUSAL.fullmatch(code):
        return _refusal(error["message"], _fields(error["details"]), name)
    if _without_sqlstate(response):
        return Problem("database_unavailable", cause=f"a connection that broke in {name}")
    if not SQL_OR_GATEWAY_CODE.fullmatch(code):
        return _gateway_error(response, name, str(error["message"] or ""))
    cause = f"SQLSTATE {code} in {name}"
    if code.startswith(HARMLESS_MESSAGE):
        cause += f": {error['message']}"
    if code == "22023" and UNKNOWN_ROLE.fullmatch(error["message"] or ""):
        return Problem("not_authenticated", cause=cause)
    if code == "0A000" and PASSING.match(error["message"] or ""):
        return Problem("database_unavailable", cause=cause)
    return Problem(_code_of(code, response.status_code), cause=cause)


def _without_sqlstate(response: httpx.Response) -> bool:
    """Whether PostgREST reported an error without SQLSTATE, as when a backend dies in the middle of a statement."""
    if NO_SQLSTATE.fullmatch(response.headers.get("proxy-status", "")):
        return True
    try:
        body = json.loads(response.content)
    except ValueError:
        return False
    if not isinstance(body, dict) or "code" not in body:
        return False
    return body["code"] == "" or (body["code"] is None and not body.get("message"))


def _code_of(sqlstate: str, status: int) -> str:
    if sqlstate in BAD_TOKEN or (sqlstate == "42501" and status == httpx.codes.UNAUTHORIZED):
        return "not_authenticated"
    if sqlstate == "42501":
        return "not_allowed"
    if sqlstate.startswith(UNAVAILABLE):
        return "database_unavailable"
    if sqlstate in UNREADABLE_VALUE:
        return "invalid_request"
    return "internal_error"


def _gateway_error(response: httpx.Response, name: str, message: str) -> Problem:
    """A response from in front of PostgREST: a proxy, a gateway, a host that is starting."""
    status = response.status_code
    cause = f"HTTP {status} from the gateway in {name}"
    if status == httpx.codes.TOO_MANY_REQUESTS:
        wait = response.headers.get("retry-after", "")
        seconds = int(wait) if wait.isascii() and wait.isdecimal() else None
        return Problem("rate_limited", cause=cause, retry_after_seconds=seconds)
    if status >= httpx.codes.INTERNAL_SERVER_ERROR or status in GAVE_UP_WAITING:
        return Problem("database_unavailable", cause=cause)
    if status == httpx.codes.UNAUTHORIZED and "api key" not in message.lower():
        return Problem("not_authenticated", cause=cause)
    return Problem("internal_error", cause=cause)


def _refusal(code: object, fields: dict[str, Any], name: str) -> Problem:
    if not isinstance(code, str) or code not in CATALOGUE:
        return Problem("internal_error", cause=f"unknown refusal from {name}")
    if CATALOGUE[code].status == httpx.codes.NOT_FOUND:
        # Missing and forbidden give the same bytes, whatever the database added.
        return Problem(code)
    wait = fields.get("retry_after_seconds") if code == "rate_limited" else None
    return Problem(
        code,
        fields={key: value for key, value in fields.items() if key not in BASE_MEMBERS},
        retry_after_seconds=ceil(wait) if isinstance(wait, int | float) else None,
    )


def _fields(details: object) -> dict[str, Any]:
    """The fields of a raised refusal, given as a JSON object or as its text."""
    if isinstance(details, str):
        try:
            details = json.loads(details)
        except ValueError:
            return {}
    return details if isinstance(details, dict) else {}
