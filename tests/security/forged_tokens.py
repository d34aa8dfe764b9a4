"""Requests without a valid token; each variant gives the headers and the query string to send."""

import base64
import hmac
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from local.stack import Stack
from tests.support.people import People, Person

HOUR = 3600


@dataclass(frozen=True)
class Forgery:
    """A name, and what is sent. With `authorization` None, that header is not sent."""

    name: str
    authorization: str | bytes | None = None
    more_headers: list[tuple[str, str | bytes]] = field(default_factory=list)
    query: Mapping[str, str] = field(default_factory=dict)

    def headers(self) -> list[tuple[str, str | bytes]]:
        """All headers of the variant."""
        first: list[tuple[str, str | bytes]] = []
        if self.authorization is not None:
            first.append(("authorization", self.authorization))
        return first + self.more_headers


def forgeries(people: People, stack: Stack, victim: Person, attacker: Person) -> list[Forgery]:
    """Every variant, aimed at the victim; the attacker has a valid token of their own."""
    good = {"sub": str(victim.user_id), "aud": "authenticated", "role": "authenticated"}
    now = int(time.time())

    def signed(**claims: Any) -> str:
        """A token signed as the auth server does, with these claims changed; None removes a claim."""
        return "Bearer " + people.token(good | claims)

    def with_key(key: str | bytes, header: Mapping[str, Any], algorithm: str = "sha256") -> str:
        key = key.encode() if isinstance(key, str) else key
        payload = good | {"iat": now, "exp": now + HOUR}
        text = f"{_part(header)}.{_part(payload)}"
        signature = hmac.new(key, text.encode(), algorithm).digest()
        return f"Bearer {text}.{_base64(signature)}"

    payload = _part(good | {"iat": now, "exp": now + HOUR})
    head, own_payload, signature = attacker.token.split(".")
    hs256 = {"alg": "HS256", "typ": "JWT"}
    bare = {
        "nothing at all": None,
        "no scheme": victim.token,
        "empty": "Bearer",
        "garbage": "Bearer garbage",
        "three dots of garbage": "Bearer a.b.c",
        "bytes that are no text": b"Bearer \xff\xfe.\xc3\x28.\xa0",
        "basic": "Basic " + base64.b64encode(b"postgres:postgres").decode(),
        "basic with a good token": f"Basic {victim.token}",
        "two tokens in one header": f"Bearer {victim.token} {victim.token}",
        "a list of tokens": f"Bearer {victim.token}, Bearer {victim.token}",
        "publishable key": f"Bearer {stack.publishable_key}",
        "scheduler's secret": f"Bearer {uuid4().hex}",
        "algorithm none": f"Bearer {_part({'alg': 'none'})}.{payload}.",
        "algorithm NONE, signed": with_key("x", {"alg": "NONE"}),
        "no algorithm": with_key("x", {"typ": "JWT"}),
        "RS256 signed as HS256": with_key("x", {"alg": "RS256"}),
        "own key in the header": with_key("x", hs256 | {"jwk": {"kty": "oct", "k": "eA"}}),
        "own key at an address": with_key("x", hs256 | {"jku": "http://127.0.0.1:1/keys"}),
        "wrong key": with_key("wrong" * 8, hs256),
        "empty key": with_key("", hs256),
        "publishable key as key": with_key(stack.publishable_key, hs256),
        "unknown key id": with_key("wrong" * 8, hs256 | {"kid": str(uuid4())}),
        "key id of a file": with_key("", hs256 | {"kid": "../../../../dev/null"}),
        "key id of a statement": with_key("", hs256 | {"kid": "x' union select 'x"}),
        "signature of another token": f"Bearer {head}.{payload}.{signature}",
        "signature cut": f"Bearer {head}.{own_payload}.{signature[:-4]}",
        "signature missing": f"Bearer {head}.{own_payload}",
        "five parts": f"Bearer {victim.token}.a.b",
        "payload is no object": f"Bearer {head}.{_part([1])}.{signature}",
        "payload is no JSON": f"Bearer {head}.{_base64(b'{')}.{signature}",
        "expired": signed(exp=now - HOUR, iat=now - 2 * HOUR),
        "not yet valid": signed(nbf=now + HOUR),
        "audience missing": signed(aud=None),
        "audience empty": signed(aud=""),
        "audience an empty list": signed(aud=[]),
        "audience of another service": signed(aud="other"),
        "audiences of other services": signed(aud=["other", "another"]),
        "no subject": signed(sub=None),
        "empty subject": signed(sub=""),
        "subject is no UUID": signed(sub="1' or '1'='1"),
        "subject nearly a UUID": signed(sub=f"{{{victim.user_id}}}"),
        "role service_role": signed(role="service_role"),
        "role anon": signed(role="anon"),
        "role postgres": signed(role="postgres"),
        "role of nobody": signed(role=f"nobody_{uuid4().hex[:8]}"),
        "role a statement": signed(role='authenticated"; select 1; --'),
        "role missing": signed(role=None),
    }
    header = f"Bearer {victim.token}"
    return [
        *(Forgery(name, value) for name, value in bare.items()),
        Forgery(
            "forged, then a good one of somebody else",
            with_key("wrong" * 8, hs256),
            [("authorization", f"Bearer {attacker.token}")],
        ),
        Forgery("token in the query", query={"access_token": victim.token}),
        Forgery("header in the query", query={"authorization": header}),
        Forgery("token in a cookie", more_headers=[("cookie", f"sb-access-token={victim.token}")]),
        Forgery("token in another header", more_headers=[("x-authorization", header)]),
        Forgery(
            "claims in headers",
            more_headers=[("x-user-id", str(victim.user_id)), ("role", "authenticated")],
        ),
    ]


def _part(value: object) -> str:
    return _base64(json.dumps(value).encode())


def _base64(content: bytes) -> str:
    return base64.urlsafe_b64encode(content).rstrip(b"=").decode()
