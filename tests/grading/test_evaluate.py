"""POST /evaluate, and `make evaluate` on the command line."""

import asyncio
import subprocess
import sys
from collections.abc import Iterator

import httpx
import psycopg
import pytest

from local.settings import ROOT
from local.stack import Stack
from shared.models.service_views import EvaluateResponse
from tests.support.apis import RpcApi
from tests.support.copied_stack import copied_stack
from tests.support.database import Database
from tests.support.due_answers import Due
from tests.support.interviews import FULL_STACK, start
from tests.support.model_behaviours import honest
from tests.support.model_server import ModelServer
from tests.support.people import People
from tests.support.plain_http import CONTEXT, http
from tests.support.seed_answers import SEED_ANSWERS


@pytest.fixture
def secret(stack: Stack) -> dict[str, str]:
    return {"authorization": f"Bearer {stack.scheduler_secret}"}


@pytest.fixture(scope="module")
def grading_functions() -> Iterator[tuple[Stack, ModelServer]]:
    """A stack whose functions have a model configured."""
    with ModelServer(honest(0.6)) as server:
        environ = {"OPENAI_API_KEY": "test-key", "OPENAI_BASE_URL": server.url}
        with copied_stack(environ) as running:
            yield running, server


@pytest.mark.parametrize("token", ["", "Bearer wrong", "Basic x"])
def test_only_the_scheduler_can_call_evaluate(stack: Stack, token: str) -> None:
    response = http.post(f"{stack.functions_url}/evaluate", headers={"authorization": token}, timeout=60)
    assert (response.status_code, response.json()["code"]) == (401, "not_authenticated")


@pytest.mark.parametrize("body", [{"limit": 0}, {"limit": "9"}, {"limit": 10**9}, {"all": True}])
def test_wrong_body_is_refused(stack: Stack, secret: dict[str, str], body: object) -> None:
    response = http.post(f"{stack.functions_url}/evaluate", headers=secret, json=body, timeout=60)
    assert (response.status_code, response.json()["code"]) == (422, "invalid_request")


def test_keywords_grade_and_everything_else_waits_for_a_person_without_a_model_key(
    due: Due, stack: Stack, secret: dict[str, str]
) -> None:
    session_id = due.session(["short_answer", "open"])
    response = http.post(f"{stack.functions_url}/evaluate", headers=secret, timeout=240)
    reported = EvaluateResponse.model_validate(response.raise_for_status().json())
    assert (reported.claimed, reported.graded, reported.needs_review, reported.summaries) == (2, 1, 1, 1)
    assert [row["grader"] for row in due.evaluations(session_id)] == ["keywords", "none"]


def test_requested_limit_bounds_the_graded_answers(due: Due, stack: Stack, secret: dict[str, str]) -> None:
    due.session(["open"] * 3)
    url = f"{stack.functions_url}/evaluate"
    response = http.post(url, headers=secret, json={"limit": 2}, timeout=240)
    assert response.json()["claimed"] == 2


async def test_concurrent_calls_grade_each_answer_once(due: Due, stack: Stack, secret: dict[str, str]) -> None:
    sessions = [due.session(["short_answer"] * 10) for _ in range(3)]
    async with httpx.AsyncClient(verify=CONTEXT, timeout=240) as client:
        calls = [client.post(f"{stack.functions_url}/evaluate", headers=secret) for _ in range(4)]
        reported = [response.json() for response in await asyncio.gather(*calls)]
    assert sum(one["graded"] for one in reported) == 30
    rows = [row for session_id in sessions for row in due.evaluations(session_id)]
    assert {(row["status"], row["attempts"]) for row in rows} == {("done", 1)}


def test_command_line_grades_what_is_due(due: Due, stack: Stack) -> None:
    session_id = due.session(["short_answer", "code"])
    environ = {
        "SUPABASE_URL": stack.supabase_url,
        "SUPABASE_PUBLISHABLE_KEY": stack.publishable_key,
        "SUPABASE_SECRET_KEY": stack.secret_key,
    }
    ended = subprocess.run(
        [sys.executable, "-m", "shared.grading"],
        env=environ,
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=240,
        check=True,
    )
    assert '"graded": 1, "needs_review": 1' in ended.stdout
    assert due.result(session_id)["status"] == "ready"


def test_command_line_names_missing_settings() -> None:
    ended = subprocess.run(
        [sys.executable, "-m", "shared.grading"],
        env={},
        cwd=ROOT,
        capture_output=True,
        text=True,
        timeout=240,
        check=False,
    )
    assert (ended.returncode, ended.stdout) == (1, "")
    assert "SUPABASE_URL is missing" in ended.stderr


def test_seed_interview_is_graded_as_computed_by_hand(
    grading_functions: tuple[Stack, ModelServer],
) -> None:
    stack, server = grading_functions
    with psycopg.connect(stack.database_url, autocommit=True) as connection:
        database = Database(connection)
        people = People(stack, database)
        with RpcApi(stack) as api:
            run = start(api, people.candidate(), FULL_STACK)
            for answer in SEED_ANSWERS:
                run.submit(answer).ok()
        headers = {"authorization": f"Bearer {stack.scheduler_secret}"}
        response = http.post(f"{stack.functions_url}/evaluate", headers=headers, timeout=240)
        reported = response.raise_for_status().json()
        rows = database.rows(
            "select * from reprise.evaluations where session_id = %s order by position",
            run.session_id,
        )
        result = database.row("select * from reprise.session_results where session_id = %s", run.session_id)
    assert (reported["graded"], reported["needs_review"], reported["summaries"]) == (4, 0, 1)
    # mcq right: 10. Three of four keywords (identity, permission, 401): 5.625, and 0.6 of 7.5. All four keywords: 7.5,
    # and 0.6 of 7.5. Code 0.6 of 30, open 0.6 of 20. mcq wrong: 0.
    assert [float(row["score"]) for row in rows] == [10, 10.13, 12, 18, 12, 0]
    assert float(result["total"]) == 62.13
    assert (float(result["percentage"]), result["all_graded"]) == (62.13, True)
    # Four grades, feedback for each, and the summary.
    assert len(server.asked) == 9
