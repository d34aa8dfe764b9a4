"""Every function, alone, under the stock functions-framework command; and what that loads."""

import asyncio
import os
import socket
import subprocess
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import httpx
import pytest

from functions.api import FUNCTIONS

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith("FUNCTION_")},
    "SUPABASE_URL": "http://127.0.0.1:9",
    "SUPABASE_PUBLISHABLE_KEY": "sb_publishable_test",
    "SUPABASE_SECRET_KEY": "sb_secret_test",
    "SCHEDULER_SECRET": "",
}
# What one call without a token is answered with; the database is down for all of them.
EXPECTED = {
    "analytics": ("GET", 401),
    "api": ("GET", 404),
    "cleanup": ("POST", 401),
    "clear_stuck_session": ("POST", 401),
    "evaluate": ("POST", 401),
    "export": ("GET", 401),
    "finish": ("POST", 401),
    "health": ("GET", 503),
    "heartbeat": ("POST", 401),
    "openapi": ("GET", 200),
    "results": ("GET", 401),
    "resume": ("GET", 401),
    "review": ("POST", 401),
    "sessions": ("GET", 401),
    "start": ("POST", 401),
    "submit": ("POST", 401),
}


@asynccontextmanager
async def served(target: str) -> AsyncIterator[str]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "functions_framework", "--asgi", f"--target={target}"),
        *("--host=127.0.0.1", f"--port={port}"),
        cwd=ROOT,
        env=ENVIRONMENT,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        yield f"http://127.0.0.1:{port}"
    finally:
        process.terminate()
        await process.wait()


async def first_reply(client: httpx.AsyncClient, method: str, url: str) -> httpx.Response:
    async with asyncio.timeout(60):
        while True:
            try:
                return await client.request(method, url)
            except httpx.TransportError:
                await asyncio.sleep(0.05)


def printed_by(statement: str, words: str) -> set[str]:
    program = f"{statement}\nprint({words})"
    result = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=ENVIRONMENT,
        capture_output=True,
        text=True,
        check=True,
    )
    return set(result.stdout.split())


def test_every_function_is_an_entry_point() -> None:
    names = {name.partition(".")[0].replace("-", "_") for name in FUNCTIONS}
    exported = printed_by("import main", "*main.__all__")
    assert exported == set(EXPECTED) == names | {"api"}


@pytest.mark.parametrize("target", EXPECTED)
async def test_each_function_serves_alone_whatever_the_path(target: str) -> None:
    method, status = EXPECTED[target]
    async with served(target) as url, httpx.AsyncClient(timeout=10) as client:
        reply = await first_reply(client, method, f"{url}/")
        assert reply.status_code == status
        assert len(reply.headers["x-request-id"]) == 32
        if target != "api":
            assert (await client.request(method, f"{url}/{target}")).status_code == status
        assert (await client.options(url)).status_code == 204


def test_a_cold_start_loads_only_what_a_candidate_needs() -> None:
    loaded = printed_by("import main, sys", "*sys.modules")
    assert {"functions.submit", "postgrest"} < loaded
    unwanted = {
        *("openai", "supabase", "supabase_auth", "realtime", "storage3"),
        *("shared.models.responses", "shared.openapi"),
    }
    assert not loaded & unwanted


def test_a_wrong_environment_stops_the_process_with_one_sentence() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "functions_framework", "--asgi", "--target=submit", "--port=0"],
        cwd=ROOT,
        env={name: value for name, value in ENVIRONMENT.items() if name != "SUPABASE_URL"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    assert result.returncode != 0
    assert "SUPABASE_URL is missing" in result.stderr.splitlines()[-1]
