"""Everything that docs/deploy.md deploys gets the secrets that its code reads and the time that its code takes."""

import ast
import os
import re
import subprocess
from collections.abc import Iterator
from functools import cache
from math import ceil
from pathlib import Path

import pytest

from functions import cleanup, health, review
from functions.registry import ENTRY_POINTS
from shared import mail_queue as delivery
from shared.conversation import replying
from shared.grading import job_tasks
from shared.llm import budget
from shared.prep import generation
from shared.rpc.database import SERVICE_TIMEOUT_SECONDS
from shared.rpc.repeating import PATIENCE_SECONDS
from shared.settings import DATABASE_TIMEOUT_SECONDS, ExportSettings, GradingSettings, PrepSettings
from shared.webhooks import attempt
from tests.support.documentation import ROOT, Page, pages

TITLE = "Which service holds which secret"
LINK = "deploy.md#which-service-holds-which-secret"
SECRETS = ("SUPABASE_SECRET_KEY", "SCHEDULER_SECRET", "OPENAI_API_KEY", "RECORD_KEYS", "SEALED_FILE_KEYS")
LONGER_WITH = re.compile(r"`([A-Z_]+)` \((\d+), for `(\w+)`\)")
# Commands are run as the page gives them, in this order; the programs they call are only recorded.
SECTIONS = ("2. Secrets and settings", "All in one service", "5. Grading", "One service per function")
RECORD = """
gcloud() (IFS=$'\\037'; printf '%s\\n' "$*" >> "$CALLS")
curl() { :; }
"""


@cache
def modules_of(module: str) -> set[str]:
    """One of our modules and all of ours that it imports, at any place in the code."""
    found: set[str] = set()
    ahead = [module]
    while ahead:
        name = ahead.pop()
        # The registry lists all functions, for the OpenAPI document.
        if name not in found and name != "functions.registry" and source_of(name) is not None:
            found.add(name)
            ahead += imports_of(name)
    return found


@cache
def source_of(module: str) -> str | None:
    base = ROOT / Path(*module.split("."))
    for path in (base.with_suffix(".py"), base / "__init__.py"):
        if module.split(".")[0] in ("functions", "shared") and path.exists():
            return path.read_text()
    return None


@cache
def imports_of(module: str) -> list[str]:
    names: list[str] = []
    for node in ast.walk(ast.parse(source_of(module) or "")):
        if isinstance(node, ast.ImportFrom) and node.module:
            names += [node.module, *(f"{node.module}.{alias.name}" for alias in node.names)]
        elif isinstance(node, ast.Import):
            names += [alias.name for alias in node.names]
    return names


@cache
def names_in(module: str) -> set[str]:
    """Every name and attribute that a module's code uses."""
    tree = ast.parse(source_of(module) or "")
    names = {node.id for node in ast.walk(tree) if isinstance(node, ast.Name)}
    return names | {node.attr for node in ast.walk(tree) if isinstance(node, ast.Attribute)}


@cache
def secrets_read_by(function: str) -> set[str]:
    """The secrets that a function's code reads, judged by its access and by what it and its modules use."""
    if function == "api":
        return set().union(*(secrets_read_by(name) for name in entry_points() if name != "api"))
    module = f"functions.{function}"
    own = names_in(module)
    # Every function imports these two; what they read for it follows from its access.
    used = set().union(
        *(names_in(name) for name in modules_of(module) - {"shared.http.endpoint", "shared.rpc.database"})
    )
    found = set()
    if "service_database" in used or "SCHEDULER" in own or ("PUBLIC" in own and "database" in own):
        found.add("SUPABASE_SECRET_KEY")
    if own & {"SCHEDULER", "is_scheduler"}:
        found.add("SCHEDULER_SECRET")
    # Every function reads all settings at its start; what it uses them for is in its own modules.
    taken = set().union(*(names_in(name) for name in modules_of(module) - {"shared.settings"}))
    for setting, secret in (
        ("api_key", "OPENAI_API_KEY"),
        ("record_keys", "RECORD_KEYS"),
        ("sealed_file_keys", "SEALED_FILE_KEYS"),
    ):
        if setting in taken:
            found.add(secret)
    return found


def entry_points() -> set[str]:
    return {"api", *ENTRY_POINTS}


def seconds_of(function: str) -> int:
    """How long one request may work, according to the code's constants."""
    one_call, storing = DATABASE_TIMEOUT_SECONDS, PATIENCE_SECONDS
    known = {
        # The message, the claim, the reply; failing to store it and giving the claim back; recording its cost.
        "message": (
            one_call + SERVICE_TIMEOUT_SECONDS + replying.WRITING_SECONDS + 2 * storing + budget.SETTLING_SECONDS
        ),
        # The request, the claim, the reservation, the text, storing it, recording its cost. If storing is
        # refused, also the text of the run that took over.
        "prep_sessions": (
            one_call
            + 2 * SERVICE_TIMEOUT_SECONDS
            + PrepSettings().timeout_seconds
            + storing
            + budget.SETTLING_SECONDS
            + (generation.WAIT_SECONDS + one_call)
        ),
        # The request, the reservation, the text, storing it twice, recording its cost.
        "questions": (
            3 * one_call + SERVICE_TIMEOUT_SECONDS + PrepSettings().timeout_seconds + budget.SETTLING_SECONDS
        ),
        # The run, storing at its end, what is then cut off, and recording the cost.
        "evaluate": GradingSettings().run_seconds + storing + job_tasks.GIVE_BACK_SECONDS + budget.SETTLING_SECONDS,
        # The last batch may begin at the very end.
        "cleanup": cleanup.RUN_SECONDS + one_call,
        # The last e-mail may begin at the very end: its claim, text, mark and end, and storing what became of it.
        "notify": (
            delivery.RUN_SECONDS + 2 * SERVICE_TIMEOUT_SECONDS + delivery.TEXT_SECONDS + delivery.END_SECONDS + storing
        ),
        # The request, the claim of the test, the test, and storing what became of it.
        "webhooks": one_call + SERVICE_TIMEOUT_SECONDS + attempt.ATTEMPT_SECONDS + storing,
        "review": review.REGRADE_SECONDS + one_call,
        "export": one_call + ExportSettings().seconds,
        "health": health.TIMEOUT_SECONDS,
    }
    return ceil(max(known.values()) if function == "api" else known.get(function, DATABASE_TIMEOUT_SECONDS))


@cache
def table() -> dict[str, tuple[frozenset[str], int]]:
    """The page's table: the secrets and the seconds of each function."""
    found = {}
    for line in re.findall(r"^\|.*\|$", pages()["docs/deploy.md"].section(TITLE), re.MULTILINE)[2:]:
        label, *marks, seconds = [cell.strip() for cell in line.strip("|").split("|")]
        named = re.match(r"`(\w+)`", label)
        secrets = frozenset(name for name, mark in zip(SECRETS, marks, strict=True) if mark == "yes")
        found[named[1] if named else label] = (secrets, int(seconds.partition(";")[0]))
    return found


def row_of(function: str) -> tuple[frozenset[str], int]:
    return table().get(function) or table()["every other"]


def commands(page: Page) -> Iterator[str]:
    """The commands in the page's console examples, without their output."""
    for block in page.blocks("console"):
        inside = here = False
        for line in block.splitlines():
            inside = line.startswith(("$ ", " ")) or here
            here = (here and line != "END") or "<<END" in line
            if inside:
                yield line.removeprefix("$ ")


@pytest.fixture(scope="module")
def calls(tmp_path_factory: pytest.TempPathFactory) -> list[list[str]]:
    """Every call of gcloud that the page's commands make."""
    directory = tmp_path_factory.mktemp("deploy")
    page = pages()["docs/deploy.md"]
    script = "\n".join(line for title in SECTIONS for line in commands(Page(page.path, page.section(title))))
    recorded = directory / "calls"
    result = subprocess.run(
        ["bash", "-eu", "-c", RECORD + script],
        cwd=directory,
        env={"PATH": os.environ["PATH"], "CALLS": str(recorded)},
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    return [line.split("\037") for line in recorded.read_text().split("\n") if line]


def flag(call: list[str], name: str) -> str:
    return next((part.partition("=")[2] for part in call if part.startswith(f"{name}=")), "")


@pytest.fixture(scope="module")
def deployed(calls: list[list[str]]) -> list[list[str]]:
    """The services: first all functions in one, with its graders; then one per function."""
    services = [call for call in calls if call[:2] == ["run", "deploy"]]
    assert [flag(call, "--function") for call in services[:2]] == ["api", "evaluate"]
    assert {flag(call, "--function") for call in services[2:]} == entry_points() - {"api"}
    return services


def test_table_of_secrets_lists_what_the_code_reads() -> None:
    assert len(table()) >= 8
    reported = {name: set(row_of(name)[0]) for name in entry_points()}
    assert reported == {name: secrets_read_by(name) for name in entry_points()}
    assert secrets_read_by("heartbeat") == set()
    assert secrets_read_by("api") == set(SECRETS)


def test_table_of_secrets_states_how_long_the_code_runs() -> None:
    assert {name: row_of(name)[1] for name in entry_points()} == {name: seconds_of(name) for name in entry_points()}


def test_page_names_the_settings_that_lengthen_a_request() -> None:
    (sentence,) = re.findall(r"Raise `--timeout` with .*?\)\.", pages()["docs/deploy.md"].section(TITLE), re.DOTALL)
    named = {name: (int(value), function) for name, value, function in LONGER_WITH.findall(sentence)}
    assert named == {
        "OPENAI_PREP_TIMEOUT_SECONDS": (PrepSettings().timeout_seconds, "prep_sessions"),
        "EVALUATION_SECONDS": (GradingSettings().run_seconds, "evaluate"),
        "EXPORT_SECONDS": (ExportSettings().seconds, "export"),
    }


def test_every_deployed_service_gets_the_secrets_its_function_reads(deployed: list[list[str]]) -> None:
    for call in deployed:
        given = {part.partition("=")[0] for part in flag(call, "--set-secrets").split(",") if part}
        assert given == secrets_read_by(flag(call, "--function")), call


def test_every_deployed_service_has_access_to_its_secrets(calls: list[list[str]], deployed: list[list[str]]) -> None:
    granted = {
        (flag(call, "--member").removeprefix("serviceAccount:"), call[2])
        for call in calls
        if call[:2] == ["secrets", "add-iam-policy-binding"]
    }
    created = {call[2] for call in calls if call[:2] == ["secrets", "create"]}
    assert len(created) == len(SECRETS)
    for call in deployed:
        for part in filter(None, flag(call, "--set-secrets").split(",")):
            secret = part.partition("=")[2].partition(":")[0]
            assert secret in created
            assert (flag(call, "--service-account"), secret) in granted, call


def test_every_deployed_service_has_a_timeout_longer_than_its_code_runs(deployed: list[list[str]]) -> None:
    for call in deployed:
        assert int(flag(call, "--timeout")) > seconds_of(flag(call, "--function")), call


def test_message_service_has_a_processor_after_its_caller_disconnects(deployed: list[list[str]]) -> None:
    """shared/conversation/message_response.py continues after the caller has disconnected."""
    for call in deployed:
        if flag(call, "--function") in ("api", "message"):
            assert "--no-cpu-throttling" in call, call


def test_scheduler_waits_for_a_run_of_the_graders() -> None:
    text = pages()["docs/deploy.md"].section("5. Grading")
    (deadline,) = re.findall(r"--attempt-deadline=(\d+)s", text)
    assert int(deadline) > seconds_of("evaluate")


@pytest.mark.parametrize("name", ["SECURITY.md", "docs/operations.md", "docs/grading.md"])
def test_other_pages_link_to_the_table_instead_of_repeating_it(name: str) -> None:
    assert LINK in pages()[name].text


def test_no_page_gives_the_model_key_to_only_one_function() -> None:
    """Three functions call a model. A sentence that names only one of them predates the others."""
    alone = re.compile(r"\b(only|alone)\b", re.IGNORECASE)
    key = re.compile(r"OPENAI_API_KEY|model's key|holds the key", re.IGNORECASE)
    wrong = [
        f"{page.name}: {sentence.strip()}"
        for page in pages().values()
        for sentence in re.split(r"(?<=[.:;])\s|\n\n|\|", page.prose.replace("\n", " "))
        if key.search(sentence) and alone.search(sentence) and re.search(r"\bevaluate\b|\bservice\b", sentence)
    ]
    assert wrong == []
    rows = re.findall(r"^\| `OPENAI_API_KEY` \|.*$", "\n".join(page.text for page in pages().values()), re.MULTILINE)
    assert rows
    assert [row for row in rows if "evaluate" in row] == []
