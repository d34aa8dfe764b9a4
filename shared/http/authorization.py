"""Checks the form of a candidate's token, and the scheduler's secret.

The database decides whether a candidate's token is valid; here, only what can't be a token is refused.
"""

import hmac
import re

from shared.problems import Problem
from shared.settings import Settings

BEARER = re.compile(r"bearer +([\x21-\x7e]+) *", re.IGNORECASE)
ACCESS_TOKEN = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")


def access_token(header: str | None) -> str:
    """The token of the header `Bearer <JWT>`; raises Problem `not_authenticated`."""
    token = _bearer(header)
    if token is None or not ACCESS_TOKEN.fullmatch(token):
        raise Problem("not_authenticated")
    return token


def is_scheduler(header: str | None, settings: Settings) -> bool:
    """Whether the header holds the scheduler's secret; never if no secret is set."""
    secret = settings.scheduler_secret
    token = _bearer(header)
    return secret is not None and token is not None and hmac.compare_digest(token.encode(), secret.encode())


def require_scheduler(header: str | None, settings: Settings) -> None:
    """Let only the scheduler pass; raises `not_authenticated`."""
    if not is_scheduler(header, settings):
        raise Problem("not_authenticated", reason="scheduler", cause="not the scheduler")


def _bearer(header: str | None) -> str | None:
    match = BEARER.fullmatch(header) if header else None
    return match.group(1) if match else None
