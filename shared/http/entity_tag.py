"""Versions as entity tags (RFC 9110): `"7"` in If-Match."""

import re

from starlette.requests import Request

from shared.problems import Problem

VERSION = re.compile(r'"([1-9][0-9]{0,8})"')


def if_match(request: Request) -> int | None:
    """The version in If-Match, None without the header; raises Problem `invalid_request`."""
    header = request.headers.get("if-match")
    if header is None:
        return None
    found = VERSION.fullmatch(header.strip())
    if found is None:
        message = 'Must be one version in quotes, as ETag gave it: no weak tag, no list, no "*"'
        raise Problem("invalid_request", fields={"errors": [{"loc": ["If-Match"], "msg": message}]})
    return int(found[1])
