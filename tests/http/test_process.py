"""The modules that a functions process loads, and the settings that stop it before its first request."""

import os
import subprocess
import sys
from pathlib import Path

from functions.registry import ENDPOINTS

ROOT = Path(__file__).parents[2]
ENVIRONMENT = {
    **{name: value for name, value in os.environ.items() if not name.startswith("FUNCTION_")},
    "SUPABASE_URL": "http://127.0.0.1:9",
    "SUPABASE_PUBLISHABLE_KEY": "sb_publishable_test",
    "SUPABASE_SECRET_KEY": "sb_secret_test",
    "SCHEDULER_SECRET": "",
}


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
    names = {endpoint.name for endpoint in ENDPOINTS}
    exported = printed_by("import main", "*main.__all__")
    assert exported == names | {"api"}


def test_cold_start_loads_only_what_a_candidate_needs() -> None:
    loaded = printed_by("import main, sys", "*sys.modules")
    assert {"functions.submit", "postgrest"} < loaded
    unwanted = {
        *("openai", "supabase", "supabase_auth", "realtime", "storage3"),
        *("shared.models.session_views", "shared.examples.session_views", "shared.openapi"),
    }
    assert not loaded & unwanted


def test_invalid_environment_stops_the_process_with_one_sentence() -> None:
    result = subprocess.run(
        [sys.executable, "-m", "functions_framework", "--asgi", "--target=submit", "--port=0"],
        cwd=ROOT,
        env={name: value for name, value in ENVIRONMENT.items() if name != "SUPABASE_URL"},
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert result.returncode != 0
    assert "SUPABASE_URL is missing" in result.stderr.splitlines()[-1]
