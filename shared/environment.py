"""Reads and checks environment variables, one at a time."""

import json
import math
import re
from collections.abc import Callable, Mapping
from typing import Any, TypeVar
from urllib.parse import urlsplit

SHORTEST_SECRET = 16
LOG_LEVELS = ("DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL")
ORIGIN = re.compile(r"https?://[^\s/?#@,*]+")
PRINTABLE = re.compile(r"[\x21-\x7e]+")
# 32 bytes in base64url.
BYTES_32 = re.compile(r"[A-Za-z0-9_-]{42}[AEIMQUYcgkosw048]")

Key = TypeVar("Key")


class EnvironmentReader:
    """Reads one variable at a time and collects `faults`, to report them together; a faulty value is returned too."""

    def __init__(self, environment: Mapping[str, str]) -> None:
        self._environment = environment
        self.faults: list[str] = []

    def text(self, name: str) -> str | None:
        """The value without surrounding space; None if unset or empty."""
        return self._environment.get(name, "").strip() or None

    def _required(self, name: str) -> str:
        value = self.text(name)
        if value is None:
            self.faults.append(f"{name} is missing")
        return value or ""

    def url(self, name: str) -> str:
        """A required http(s) address without path and query, and without a trailing slash."""
        value = self._required(name).rstrip("/")
        if value and not _is_base_url(value):
            self.faults.append(f"{name} must be an http(s) address without path or query")
        return value

    def optional_url(self, name: str) -> str | None:
        """An http(s) address without query, and without a trailing slash; None if unset."""
        return self.address(name, "") if self.text(name) else None

    def address(self, name: str, default: str) -> str:
        """An http(s) address without query."""
        value = (self.text(name) or default).rstrip("/")
        if not _is_url(value):
            self.faults.append(f"{name} must be an http(s) address without query")
        return value

    def name(self, name: str, default: str) -> str:
        """Printable ASCII without spaces."""
        value = self.text(name) or default
        if not PRINTABLE.fullmatch(value):
            self.faults.append(f"{name} must be printable ASCII without spaces")
        return value

    def api_key(self, name: str) -> str | None:
        """A key of any form; None if unset."""
        value = self.text(name)
        if value is not None and not PRINTABLE.fullmatch(value):
            self.faults.append(f"{name} must be printable ASCII without spaces")
        return value

    def required_key(self, name: str, refused_prefix: str) -> str:
        """A required key of the gateway; `refused_prefix` marks the other kind."""
        self._required(name)
        return self.key(name, refused_prefix) or ""

    def key(self, name: str, refused_prefix: str) -> str | None:
        """A key of the gateway; None if unset."""
        value = self.text(name)
        if value and not PRINTABLE.fullmatch(value):
            self.faults.append(f"{name} must be printable ASCII without spaces")
        if value and value.startswith(refused_prefix):
            self.faults.append(f"{name} holds a key of the other kind ({refused_prefix}…)")
        return value

    def secret(self, name: str) -> str | None:
        """A secret long enough to be one; None if unset."""
        value = self.text(name)
        if value and not (PRINTABLE.fullmatch(value) and len(value) >= SHORTEST_SECRET):
            self.faults.append(f"{name} must be at least {SHORTEST_SECRET} printable ASCII characters without spaces")
        return value

    def ed25519_keys(self, name: str) -> tuple[Mapping[str, str], ...]:
        """A JWK Set of Ed25519 keys, private or public; none if unset."""
        return self.jwk_set(name, "Ed25519 keys", _ed25519)

    def jwk_set(self, name: str, wanted: str, read_key: Callable[[Any], Key]) -> tuple[Key, ...]:
        """The keys of a JWK Set (RFC 7517), as `read_key` makes them, which raises ValueError; none if unset."""
        text = self.text(name)
        if text is None:
            return ()
        try:
            keys = tuple(map(read_key, json.loads(text)["keys"]))
        except (ValueError, TypeError, KeyError, RecursionError):
            keys = ()
        if not keys:
            self.faults.append(f"{name} must be a JWK Set of {wanted}")
        return keys

    def origins(self, name: str) -> frozenset[str]:
        """Exact origins, separated by commas, or `*`."""
        values = [part.strip() for part in (self.text(name) or "").split(",") if part.strip()]
        wrong = [value for value in values if value != "*" and not ORIGIN.fullmatch(value)]
        if wrong:
            example = "https://app.example.com"
            self.faults.append(f"{name} must list origins like {example}, not {', '.join(wrong)}")
        return frozenset(values)

    def seconds(self, name: str, default: float, most: int = 60) -> float:
        """A number of seconds above 0, up to `most`."""
        text = self.text(name)
        try:
            value = default if text is None else float(text)
        except ValueError:
            value = math.nan
        if not 0 < value <= most:
            self.faults.append(f"{name} must be a number of seconds above 0 and up to {most}")
        return value

    def count(self, name: str, default: int) -> int:
        """A number of bytes from 1 KiB to 64 MiB."""
        value = self._whole(name, default)
        if not 1024 <= value <= 64 * 1024 * 1024:
            self.faults.append(f"{name} must be a number of bytes from 1024 to 67108864")
        return value

    def number(self, name: str, default: int, least: int, most: int) -> int:
        """A whole number from `least` to `most`."""
        value = self._whole(name, default)
        if not least <= value <= most:
            self.faults.append(f"{name} must be a number from {least} to {most}")
        return value

    def _whole(self, name: str, default: int) -> int:
        text = self.text(name)
        if text is None:
            return default
        return int(text) if text.isascii() and text.isdigit() and len(text) < 20 else -1

    def level(self, name: str, default: str) -> str:
        """The name of a log level."""
        value = (self.text(name) or default).upper()
        if value not in LOG_LEVELS:
            self.faults.append(f"{name} must be one of {', '.join(LOG_LEVELS)}")
        return value


def _ed25519(jwk: Mapping[str, str]) -> Mapping[str, str]:
    key = {part: jwk[part] for part in ("kty", "crv", "x", "d") if part in jwk}
    parts = (key.get("x"), key.get("d", key.get("x")))
    shaped = all(isinstance(part, str) and BYTES_32.fullmatch(part) for part in parts)
    if (key.get("kty"), key.get("crv")) != ("OKP", "Ed25519") or not shaped:
        raise ValueError("another kind of key")
    return key


def _is_base_url(value: str) -> bool:
    return _is_url(value) and not urlsplit(value).path


def _is_url(value: str) -> bool:
    try:
        parts = urlsplit(value)
        parts.port  # noqa: B018 (reading it raises if it is not a port)
    except ValueError:
        return False
    bare = not (parts.query or parts.fragment or parts.username)
    return parts.scheme in ("http", "https") and bool(parts.hostname) and bare and value.isprintable()
