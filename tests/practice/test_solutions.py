"""What a practice run teaches: the solution of each question, once the run is over."""

from typing import Any
from uuid import UUID

import pytest
from psycopg.types.json import Jsonb

from shared.models.result_views import CandidateResults
from tests.support.apis import Api
from tests.support.data_api import DataApi
from tests.support.database import Database
from tests.support.people import People
from tests.support.question_bank import Bank, practise

WHY = "Because b is the only one that holds."
SOURCES = [{"title": "The manual", "url": "https://example.com/manual#b"}]
SOLUTION = {"correct_option": "b", "sample_solution": None, "criteria": [], "explanation": WHY, "sources": SOURCES}


def explain(database: Database, question_ids: list[UUID]) -> None:
    """Give the questions an explanation and a source."""
    database.execute(
        "update reprise.question_keys set explanation = %s, sources = %s where question_id = any (%s)",
        WHY,
        Jsonb(SOURCES),
        question_ids,
    )


def answers_seen(api: Api, run: Any) -> list[dict[str, Any]]:
    """The answers in the candidate's results, validated against the documented model."""
    reply = api.call("results", run.person, {"session_id": run.session_id})
    CandidateResults.model_validate_json(reply.text, strict=True)
    answers: list[dict[str, Any]] = reply.ok()["answers"]
    return answers


@pytest.mark.parametrize("outcome", ["completed", "cancelled"])
def test_practice_run_shows_the_solutions_of_served_questions_once_it_is_over(
    api: Api, people: People, database: Database, bank: Bank, data_api: DataApi, outcome: str
) -> None:
    explain(database, bank.add(3))
    run = practise(api, people.candidate(), interview_type=bank.interview_type, question_count=3)
    run.submit("a").ok()
    assert all("solution" not in answer for answer in answers_seen(api, run))
    if outcome == "cancelled":
        run.finish("cancelled").ok()
    else:
        run.submit("b").ok()
        run.submit("b").ok()
    served = 2 if outcome == "cancelled" else 3
    assert [answer["solution"] for answer in answers_seen(api, run)] == [SOLUTION] * served
    for table in ("session_question_keys", "question_keys"):
        assert data_api.send(run.person, "GET", f"/{table}?select=*").json() == []


def test_solution_is_the_key_as_of_the_start_of_the_run(
    api: Api, people: People, database: Database, bank: Bank
) -> None:
    ids = bank.add(1)
    explain(database, ids)
    run = practise(api, people.candidate(), interview_type=bank.interview_type, question_count=1)
    database.execute("update reprise.question_keys set explanation = 'another' where question_id = %s", ids[0])
    run.submit("b").ok()
    assert [answer["solution"]["explanation"] for answer in answers_seen(api, run)] == [WHY]
