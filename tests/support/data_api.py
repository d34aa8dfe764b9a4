"""The Data API as an HTTP client sees it: any method, path, header and body."""

import json
import re
from collections.abc import Mapping
from typing import Any, Self

import httpx

from local.stack import Stack
from tests.support.people import Person
from tests.support.personas import Persona
from tests.support.plain_http import CONTEXT

# Without these headers PostgREST looks in `public`, where nothing of ours is, and an attack would prove nothing.
PROFILE = {"accept-profile": "reprise", "content-profile": "reprise"}
JWT = re.compile(r"[\w-]+\.[\w-]+\.[\w-]+", re.ASCII)


class DataApi:
    """Sends a given request as a given person."""

    def __init__(self, stack: Stack) -> None:
        self.stack = stack
        self.http = httpx.Client(verify=CONTEXT, base_url=f"{stack.supabase_url}/rest/v1", timeout=120)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.http.close()

    def send(
        self,
        caller: Persona | Person | None,
        method: str,
        path: str,
        body: object = None,
        headers: Mapping[str, str] | None = None,
    ) -> httpx.Response:
        """Send one request; a body is sent as JSON."""
        content = None if body is None else json.dumps(body, default=str).encode()
        sent = {"content-type": "application/json"} if content is not None else {}
        return self.http.request(
            method, path, content=content, headers=sent | self.identity(caller) | dict(headers or {})
        )

    def identity(self, caller: Persona | Person | None) -> dict[str, str]:
        """The headers that identify the caller."""
        if isinstance(caller, Persona):
            if caller.role == "service_role":
                key = self.stack.secret_key
                is_token = JWT.fullmatch(key) is not None
                return {**PROFILE, "apikey": key} | ({"authorization": f"Bearer {key}"} if is_token else {})
            caller = caller.person
        headers = {**PROFILE, "apikey": self.stack.publishable_key}
        if caller is not None:
            headers["authorization"] = f"Bearer {caller.token}"
        return headers


def equals(key: Mapping[str, object]) -> str:
    """A filter that selects one row by its primary key."""
    return "&".join(f"{column}=eq.{value}" for column, value in key.items())


def rows_in(response: httpx.Response) -> list[dict[str, Any]]:
    """The rows in a response; none if it is a refusal."""
    found = response.json() if response.content else []
    return found if response.is_success and isinstance(found, list) else []
