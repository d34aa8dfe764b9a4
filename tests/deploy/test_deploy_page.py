"""The commands that docs/deploy.md gives an operator work, as far as they can be run here."""

import os
import re
import subprocess
from uuid import UUID

from functions.registry import ENTRY_POINTS
from local.settings import ROOT
from local.stack import Stack
from tests.support.apis import Api
from tests.support.database import Database
from tests.support.documentation import Page, pages
from tests.support.interviews import start
from tests.support.people import People

UPLOADED = {"main.py", "requirements.txt", "functions", "shared"}


def section(title: str) -> Page:
    """One section of the page."""
    page = pages()["docs/deploy.md"]
    return Page(page.path, page.section(title))


def test_first_interview_can_be_created_and_taken_as_documented(
    stack: Stack, functions_api: Api, people: People, database: Database
) -> None:
    owner, colleague, candidate = people.candidate(), people.candidate(), people.candidate()
    page = section("The first interview")
    (statement,) = page.blocks("sql")
    (row,) = database.connection.execute(statement.replace("owner@example.com", owner.email).encode()).fetchall()
    script = "\n".join([*page.blocks("bash"), 'echo "$INTERVIEW_ID"'])
    result = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script],
        env={
            "PATH": os.environ["PATH"],
            "SUPABASE_URL": stack.supabase_url,
            "SUPABASE_PUBLISHABLE_KEY": stack.publishable_key,
            "OWNER_TOKEN": owner.token,
            "ORGANIZATION_ID": str(row[0]),
            "COLLEAGUE_ID": str(colleague.user_id),
            "CANDIDATE_ID": str(candidate.user_id),
        },
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    run = start(functions_api, candidate, UUID(result.stdout.strip()[-36:]))
    assert run.view["session"]["extra_time_percent"] == 25
    assert run.view["question"]["prompt"].startswith("Two requests book the last seat")
    assert run.submit().ok()["completed"] is True


def test_no_organization_is_created_for_an_address_without_an_account(database: Database) -> None:
    (statement,) = section("The first interview").blocks("sql")
    before = database.value("select count(*) from reprise.organizations")
    assert database.connection.execute(statement.encode()).fetchall() == []
    assert database.value("select count(*) from reprise.organizations") == before


def test_upload_contains_the_documented_files_and_everything_the_functions_import() -> None:
    kept = re.findall(r"^!/(.+)$", (ROOT / ".gcloudignore").read_text(), re.MULTILINE)
    assert set(kept) == UPLOADED
    for name in UPLOADED:
        assert (ROOT / name).exists()
        assert f"`{name}`" in section("3. Functions").text
    for folder in ("functions", "shared"):
        for path in (ROOT / folder).rglob("*.py"):
            imported = re.findall(r"^(?:from|import) (\w+)", path.read_text(), re.MULTILINE)
            assert not {"local", "tests", "benchmarks"} & set(imported), path


def test_every_service_on_the_deploy_page_is_an_entry_point() -> None:
    (names,) = re.findall(r"for name in (.+); do", section("One service per function").text)
    assert sorted(names.split()) == sorted(ENTRY_POINTS)
