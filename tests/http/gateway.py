"""A gateway with canned responses: it stands in for the real one, not for its rules."""

import json
from dataclasses import dataclass, field
from typing import Any

import httpx

TOKEN = "eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJjYW5hcnkifQ.token-canary"
ORIGIN = "https://app.example.com"
SCHEDULER_SECRET = "a-secret-for-the-scheduler"


@dataclass
class Gateway:
    """Answers every RPC as the test says, and records the requests."""

    status: int = 200
    content: bytes = b'{"replayed": false}'
    headers: dict[str, str] = field(default_factory=lambda: {"content-type": "application/json"})
    failure: Exception | None = None
    requests: list[httpx.Request] = field(default_factory=list)

    def answers(self, status: int, body: Any) -> None:
        """Respond with this status and JSON from now on."""
        self.status, self.content = status, json.dumps(body).encode()

    def refuses(self, status: int, code: str, message: str, details: Any = None) -> None:
        """Respond with an error in PostgREST's format from now on."""
        error = {"code": code, "message": message, "details": details, "hint": "A hint."}
        self.answers(status, error)

    @property
    def sent(self) -> Any:
        """The arguments of the only RPC."""
        [request] = self.requests
        return json.loads(request.content)

    async def handle(self, request: httpx.Request) -> httpx.Response:
        """The handler of the mock transport."""
        self.requests.append(request)
        if self.failure:
            raise self.failure
        return httpx.Response(self.status, headers=self.headers, content=self.content)
