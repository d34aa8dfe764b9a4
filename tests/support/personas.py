"""The callers: a database role and, for signed-in people, the claims of their token."""

import json
from dataclasses import dataclass
from typing import Any

import psycopg

from tests.support.people import Person


@dataclass(frozen=True)
class Persona:
    """A caller as the Data API presents them to the database."""

    name: str
    role: str
    person: Person | None

    def claims(self) -> dict[str, str]:
        """The claims of the token."""
        if self.person is None:
            return {"role": self.role}
        sub = str(self.person.user_id)
        return {"sub": sub, "role": self.role, "aud": "authenticated", "email": self.person.email}

    def become(self, connection: psycopg.Connection[Any]) -> None:
        """Act as this caller until the end of the transaction, exactly as PostgREST does it.

        Besides the claims as one JSON text, older servers set one setting per claim; `auth.uid()` may read either.
        """
        claims = self.claims()
        connection.execute(
            "select set_config('request.jwt.claims', %s, true),"
            " set_config('request.jwt.claim.sub', %s, true),"
            " set_config('request.jwt.claim.role', %s, true), set_config('role', %s, true)",
            [json.dumps(claims), claims.get("sub", ""), self.role, self.role],
        )
