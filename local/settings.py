"""The settings of the local stack from the environment, read once and refused if invalid."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

from local.errors import StackError

ROOT = Path(__file__).resolve().parent.parent
ENV_FILE = ROOT / ".local" / "env"
OUTSIDE_NAMES = (
    "SUPABASE_URL",
    "SUPABASE_PUBLISHABLE_KEY",
    "SUPABASE_SECRET_KEY",
    "DATABASE_URL",
)


@dataclass(frozen=True)
class Settings:
    """Where the stack stores its data and which ports it uses; port 0 means any free one."""

    data_dir: Path = ROOT / ".local" / "data"
    functions_port: int = 8090
    supabase_port: int = 54321
    database_port: int = 54322
    web_port: int = 3000
    cleanup_every_seconds: float | None = None

    def cleanup_interval(self, outside: bool) -> float:
        """Seconds between two cleanups. The default with an outside Supabase is off: that has its own scheduler."""
        if self.cleanup_every_seconds is not None:
            return self.cleanup_every_seconds
        return 0.0 if outside else 60.0


@dataclass(frozen=True)
class OutsideSupabase:
    """A Supabase that the stack does not run itself (``supabase start``, or hosted)."""

    url: str
    publishable_key: str
    secret_key: str
    database_url: str
    jwt_secret: str = ""


def read_settings(environ: Mapping[str, str]) -> Settings:
    """Read the settings from the environment; unset and empty variables keep the defaults."""
    ports = {
        name: _port(environ, name, default)
        for name, default in (
            ("FUNCTIONS_PORT", Settings.functions_port),
            ("SUPABASE_PORT", Settings.supabase_port),
            ("DATABASE_PORT", Settings.database_port),
            ("WEB_PORT", Settings.web_port),
        )
    }
    taken: dict[int, str] = {}
    for name, port in ports.items():
        if port and port in taken:
            raise StackError(f"{taken[port]} and {name} are both {port}; give them different ports.")
        taken[port] = name
    data_dir = environ.get("REPRISE_DATA_DIR")
    return Settings(
        data_dir=Path(data_dir).expanduser().absolute() if data_dir else Settings.data_dir,
        functions_port=ports["FUNCTIONS_PORT"],
        supabase_port=ports["SUPABASE_PORT"],
        database_port=ports["DATABASE_PORT"],
        web_port=ports["WEB_PORT"],
        cleanup_every_seconds=_seconds(environ, "CLEANUP_EVERY_SECONDS"),
    )


def read_outside(environ: Mapping[str, str], own_secret_key: str | None) -> OutsideSupabase | None:
    """The Supabase in the environment, if all four variables are set.

    ``own_secret_key`` distinguishes our own stack from another one: a shell that has sourced and exported
    ``.local/env`` still means "start the embedded stack".
    """
    values = [environ.get(name, "") for name in OUTSIDE_NAMES]
    if not all(values) or values[2] == own_secret_key:
        return None
    return OutsideSupabase(
        url=values[0].rstrip("/"),
        publishable_key=values[1],
        secret_key=values[2],
        database_url=values[3],
        jwt_secret=environ.get("SUPABASE_JWT_SECRET", ""),
    )


def read_tested_outside(environ: Mapping[str, str]) -> OutsideSupabase | None:
    """The outside Supabase that tests may write to, only if ``REPRISE_TEST_OUTSIDE`` names its host as well."""
    outside = read_outside(environ, None)
    consent = environ.get("REPRISE_TEST_OUTSIDE", "")
    return outside if outside and consent and urlsplit(outside.url).hostname == consent.lower() else None


def _port(environ: Mapping[str, str], name: str, default: int) -> int:
    text = environ.get(name) or str(default)
    if not text.isascii() or not text.isdigit() or int(text) > 65535:
        raise StackError(f"{name} is {text!r}; it must be a port number from 0 (any free) to 65535.")
    return int(text)


def _seconds(environ: Mapping[str, str], name: str) -> float | None:
    text = environ.get(name)
    if not text:
        return None
    try:
        seconds = float(text)
    except ValueError:
        seconds = -1.0
    if not 0 <= seconds < 1e6:
        raise StackError(f"{name} is {text!r}; it must be a number of seconds, 0 to switch it off.")
    return seconds
