"""Guards that a workspace can be exported in each format, complete, and only by its owner."""

import subprocess
import sys
from typing import Any

import httpx
import pytest

from local.stack import Stack
from tests.support.exported_files import MEDIA_TYPES, READERS
from tests.support.people import People, Person
from tests.support.plain_http import http
from tests.support.prep_apis import FunctionsPrepApi

DOCUMENT: dict[str, Any] = {
    "questions": {
        "q1": {
            "question": "What is MVCC?",
            "answer": "Row versions.",
            "tips": ["Name vacuum"],
            "added by a client": "Yes",
        },
        "q2": {
            "question": 7,
            "answer": {"deep": ["in an object"]},
            "tips": "not a list",
            "mixed": ["a text", 31, {"in a list": True}],
            "rating": 4.25,
            "title": "A title of its own",
        },
    },
    "skill_explanations": {"e1": {"title": "Vacuum", "explanation": "Removes dead rows.", "key_points": ["Bloat"]}},
    "star_stories": {"s1": {"title": "The outage", "situation": "At night", "action": "Measured first"}},
    "user_answers": {"q1": "Mine: `snapshot` <b>", "gone": "An answer without its question"},
    "practice_status": {"q1": "needs_practice", "neither": "confident"},
    "notes": "# not a heading\n```\nstill text",
}
TOLD: tuple[str, ...] = (
    "What is MVCC?",
    "Row versions.",
    "Name vacuum",
    "Yes",
    "Vacuum",
    "Removes dead rows.",
    "Bloat",
    "The outage",
)
TOLD += ("Measured first", "snapshot", "An answer without its question", "not a heading", "still text")
TOLD += ("in an object", "a text", "31", "in a list", "4.25", "A title of its own", "neither", "Confident")


def export(stack: Stack, person: Person, **query: str) -> httpx.Response:
    headers = {"authorization": f"Bearer {person.token}"}
    return http.get(f"{stack.functions_url}/export", params=query, headers=headers, timeout=240)


@pytest.mark.parametrize("extension", MEDIA_TYPES)
def test_workspace_is_exported_completely(
    extension: str, stack: Stack, function_prep: FunctionsPrepApi, owner: Person
) -> None:
    session = function_prep.create(owner, name="DBA / <prep>", mode="job", job_id="job-7").ok(201)["id"]
    function_prep.patch(owner, session, 1, document=DOCUMENT).ok()
    answer = export(stack, owner, prep_session_id=session, format=extension)
    assert (answer.status_code, answer.headers["content-type"]) == (200, MEDIA_TYPES[extension])
    assert f"DBA prep {session[:8]}.{extension}" in answer.headers["content-disposition"].replace("  ", " ")
    text = " ".join(READERS[extension](answer.content).split())
    wanted = [word for word in TOLD if word not in text]
    assert wanted == (["Confident"] if extension == "json" else [])
    if extension == "json":
        assert answer.json()["document"] == DOCUMENT
    elif extension != "docx":
        assert "Needs practice" in text


def test_export_is_the_same_in_every_process() -> None:
    program = (
        "from shared.export.prep import PrepPart, prep_document;"
        "names = [f'answer {n}' for n in range(50)];"
        "document = {'user_answers': dict.fromkeys(names, 'x'), 'practice_status': dict.fromkeys('abcdefgh', 'new')};"
        "now = '2026-01-01T00:00:00Z';"
        "print(prep_document(PrepPart.model_validate({'id': '1', 'name': 'A', 'mode': 'job', 'created_at': now,"
        " 'updated_at': now, 'document': document})))"
    )
    printed = {
        subprocess.run(
            [sys.executable, "-c", program], env={"PYTHONHASHSEED": seed}, capture_output=True, text=True, check=True
        ).stdout
        for seed in ("1", "2", "3")
    }
    assert len(printed) == 1
    (text,) = printed
    assert [text.index(f"Answer to answer {n}'") for n in range(50)] == sorted(
        text.index(f"Answer to answer {n}'") for n in range(50)
    )


def test_empty_workspace_is_exported(stack: Stack, function_prep: FunctionsPrepApi, owner: Person) -> None:
    session = function_prep.create(owner, name="Empty", mode="general").ok(201)["id"]
    for extension in MEDIA_TYPES:
        assert export(stack, owner, prep_session_id=session, format=extension).status_code == 200


def test_only_the_owner_exports_and_exactly_one_id_is_required(
    stack: Stack, function_prep: FunctionsPrepApi, owner: Person, people: People
) -> None:
    session = function_prep.create(owner, name="Mine", mode="general").ok(201)["id"]
    refused = export(stack, people.candidate(), prep_session_id=session, format="md")
    assert (refused.status_code, refused.json()["code"]) == (404, "prep_session_not_found")
    for query in ({}, {"prep_session_id": session, "session_id": session}):
        wrong = export(stack, owner, **query)
        assert (wrong.status_code, wrong.json()["code"]) == (422, "invalid_request")
