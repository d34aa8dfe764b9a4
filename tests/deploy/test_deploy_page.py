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
from tests.support.people_apis import PeopleApi, address, person_of

UPLOADED = {"main.py", "requirements.txt", "functions", "shared"}


def section(title: str) -> Page:
    """One section of the page."""
    page = pages()["docs/deploy.md"]
    return Page(page.path, page.section(title))


def test_first_interview_can_be_created_and_taken_as_documented(
    stack: Stack, functions_api: Api, people: People, database: Database
) -> None:
    owner, candidate = people.candidate(), person_of(people, database, address())
    script = "\n".join([*section("The first interview").blocks("bash"), 'echo; echo "$INTERVIEW_ID"'])
    result = subprocess.run(
        ["bash", "-euo", "pipefail", "-c", script.replace("candidate@example.com", candidate.email)],
        env={
            "PATH": os.environ["PATH"],
            "FUNCTIONS_URL": stack.functions_url,
            "SUPABASE_URL": stack.supabase_url,
            "SUPABASE_PUBLISHABLE_KEY": stack.publishable_key,
            "OWNER_TOKEN": owner.token,
        },
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert result.returncode == 0, result.stderr
    interview_id = UUID(result.stdout.split()[-1])
    assert PeopleApi(functions_api).item(candidate, interview_id) is not None
    run = start(functions_api, candidate, interview_id)
    assert run.view["session"]["extra_time_percent"] == 25
    assert run.view["question"]["prompt"].startswith("Two requests book the last seat")
    assert run.submit().ok()["completed"] is True


def test_operator_creates_an_organization_for_an_address_with_an_account(people: People, database: Database) -> None:
    (statement,) = section("The first interview").blocks("sql")
    owner = people.candidate()
    (row,) = database.connection.execute(statement.replace("owner@example.com", owner.email).encode()).fetchall()
    role = "select role from reprise.organization_members where organization_id = %s and user_id = %s"
    assert database.value(role, row[0], owner.user_id) == "owner"


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
