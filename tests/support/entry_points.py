"""Entry points of main.py, each served alone by the stock command, as a functions host does."""

import os
import sys
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from pathlib import Path

import httpx

from local.ports import HOST, ReservedPort
from local.processes import Child, forks_tied, last_lines, wait_until
from local.settings import ROOT
from local.stack import Stack
from tests.support.plain_http import http

READY_SECONDS = 240.0


SECRETS_OF = {
    "api": ("SUPABASE_SECRET_KEY", "SCHEDULER_SECRET", "RECORD_KEYS"),
    "cleanup": ("SUPABASE_SECRET_KEY", "SCHEDULER_SECRET"),
    "evaluate": ("SUPABASE_SECRET_KEY", "SCHEDULER_SECRET"),
    "export": ("RECORD_KEYS",),
    "health": ("SUPABASE_SECRET_KEY", "SCHEDULER_SECRET"),
    "invitation": ("SUPABASE_SECRET_KEY",),
    "jwks": ("RECORD_KEYS",),
    "message": ("SUPABASE_SECRET_KEY",),
    "notify": ("SUPABASE_SECRET_KEY", "SCHEDULER_SECRET"),
    "prep_sessions": ("SUPABASE_SECRET_KEY",),
    "questions": ("SUPABASE_SECRET_KEY",),
    "record": ("RECORD_KEYS",),
    "shared_prep": ("SUPABASE_SECRET_KEY",),
    "unsubscribe": ("SUPABASE_SECRET_KEY",),
    "webhooks": ("SUPABASE_SECRET_KEY",),
}


def environment(stack: Stack, target: str) -> dict[str, str]:
    """The environment of this entry point's deployment; secrets only where docs/deploy.md grants them."""
    secrets = {
        "SUPABASE_SECRET_KEY": stack.secret_key,
        "SCHEDULER_SECRET": stack.scheduler_secret,
        "RECORD_KEYS": stack.record_keys,
    }
    return {
        "SUPABASE_URL": stack.supabase_url,
        "SUPABASE_PUBLISHABLE_KEY": stack.publishable_key,
        "ALLOWED_ORIGINS": "https://app.example.com",
        "GATEWAY_KEEPALIVE_SECONDS": "4",
        **{name: secrets[name] for name in SECRETS_OF.get(target, ())},
    }


def host(target: str, port: int, environ: Mapping[str, str], folder: Path) -> Child:
    """The process that serves one entry point, not started yet."""
    return Child(
        name=target,
        command=[
            sys.executable,
            *forks_tied(
                "functions_framework",
                "--asgi",
                f"--target={target}",
                "--source=main.py",
                f"--host={HOST}",
                f"--port={port}",
            ),
        ],
        log=folder / f"{target}.log",
        cwd=ROOT,
        environ={"PATH": os.environ.get("PATH", ""), **environ},
    )


@contextmanager
def served(
    targets: list[str], stack: Stack, folder: Path, changes: Mapping[str, str] | None = None
) -> Iterator[dict[str, str]]:
    """Every target's URL, once all of them respond; the processes are stopped at the end.

    `changes` are variables that differ from those of a deployment.
    """
    with ExitStack() as held:
        urls = {}
        children = []
        for target in targets:
            port = held.enter_context(ReservedPort(0, "none")).number
            child = host(target, port, {**environment(stack, target), **(changes or {})}, folder)
            child.start()
            held.callback(child.kill)
            children.append(child)
            urls[target] = f"http://{HOST}:{port}"
        for child in children:
            wait_ready(child, urls[child.name])
        yield urls


def wait_ready(child: Child, url: str) -> None:
    """Return when the process responds; fails if it does not."""

    def answers() -> bool:
        try:
            http.options(url, timeout=240)
        except httpx.TransportError:
            return not child.running()
        return True

    assert wait_until(answers, READY_SECONDS), f"{child.name} does not answer"
    assert child.running(), last_lines(child.log)
