"""Signed-in users, created for one test each."""

import time
from dataclasses import dataclass, field
from uuid import UUID, uuid4

import httpx
import jwt
import pytest

from local.stack import Stack
from tests.support.database import Database
from tests.support.plain_http import http


@dataclass(frozen=True)
class Person:
    """A user with a valid access token."""

    user_id: UUID
    email: str
    token: str = field(repr=False)


class People:
    """Creates users: directly in the database if the signing secret is known, otherwise by signing up."""

    def __init__(self, stack: Stack, database: Database) -> None:
        self.stack = stack
        self.database = database

    def candidate(self) -> Person:
        """A new user who belongs to no organization."""
        email = f"{uuid4()}@example.com"
        if not self.stack.jwt_secret:
            return self._sign_up(email)
        user_id = uuid4()
        self.database.execute(
            "insert into auth.users (id, email, aud, role) values (%s, %s, 'authenticated', 'authenticated')",
            user_id,
            email,
        )
        return Person(user_id, email, self.token({"sub": str(user_id), "email": email}))

    def member(self, organization_id: UUID | str, role: str = "recruiter") -> Person:
        """A new user who belongs to an organization."""
        person = self.candidate()
        self.database.execute(
            "insert into reprise.organization_members (organization_id, user_id, role) values (%s, %s, %s)",
            organization_id,
            person.user_id,
            role,
        )
        return person

    def token(self, claims: dict[str, object], secret: str | None = None) -> str:
        """A token as the auth server signs it, with some claims changed; a claim of None is removed."""
        if not self.stack.jwt_secret:
            pytest.fail("This test forges tokens: give SUPABASE_JWT_SECRET for the Supabase it runs against.")
        now = int(time.time())
        payload = {"aud": "authenticated", "role": "authenticated", "iat": now, "exp": now + 3600, **claims}
        payload = {name: value for name, value in payload.items() if value is not None}
        return jwt.encode(payload, secret or self.stack.jwt_secret, algorithm="HS256")

    def sign_in(self, email: str, password: str = "reprise-demo") -> Person:
        """Sign in a user of the seed over HTTP."""
        return self._person(self._auth("token?grant_type=password", email, password), email)

    def _sign_up(self, email: str) -> Person:
        return self._person(self._auth("signup", email, "reprise-demo"), email)

    def _auth(self, path: str, email: str, password: str) -> httpx.Response:
        return http.post(
            f"{self.stack.supabase_url}/auth/v1/{path}",
            json={"email": email, "password": password},
            headers={"apikey": self.stack.publishable_key},
            timeout=240,
        ).raise_for_status()

    @staticmethod
    def _person(response: httpx.Response, email: str) -> Person:
        body = response.json()
        return Person(UUID(body["user"]["id"]), email, body["access_token"])
