"""``.local/env``: where everything is and which keys open it, in shell syntax."""

import shlex
from pathlib import Path

from local.keys import write_private
from local.stack import Stack


def variables(stack: Stack, web_url: str = "") -> dict[str, str]:
    """The names of the contract, in the order a person wants to read them."""
    return {
        "FUNCTIONS_URL": stack.functions_url,
        "SUPABASE_URL": stack.supabase_url,
        "SUPABASE_PUBLISHABLE_KEY": stack.publishable_key,
        "SUPABASE_SECRET_KEY": stack.secret_key,
        "DATABASE_URL": stack.database_url,
        "SCHEDULER_SECRET": stack.scheduler_secret,
        "WEB_URL": web_url,
    }


def write(path: Path, values: dict[str, str]) -> None:
    """Write all of it in one step; whoever sees the file sees a stack that is ready."""
    path.parent.mkdir(exist_ok=True)
    write_private(path, _text(values))


def remove(path: Path, values: dict[str, str] | None = None) -> None:
    """Delete the file; with ``values`` only if it still says so (another stack may own it now)."""
    if values is None or (path.exists() and path.read_text() == _text(values)):
        path.unlink(missing_ok=True)


def _text(values: dict[str, str]) -> str:
    return "".join(f"{name}={shlex.quote(value)}\n" for name, value in values.items())
