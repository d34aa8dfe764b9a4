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


def require_scheduler(header: str | None, settings: Settings) -> None:
    """Let only the scheduler pass, and nobody if no secret is set; raises `not_authenticated`."""
    secret = settings.scheduler_secret
    token = _bearer(header)
    if secret is None or token is None or not hmac.compare_digest(token.encode(), secret.encode()):
        raise Problem("not_authenticated", reason="scheduler", cause="not the scheduler")


def _bearer(header: str | None) -> str | None:
    match = BEARER.fullmatch(header) if header else None
    return match.group(1) if match else None
