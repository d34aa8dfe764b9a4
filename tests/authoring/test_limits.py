"""The bank and the interviews of an organization are limited in size, at both APIs."""

import json
from typing import Any
from uuid import uuid4

from tests.authoring.desk import Desk
from tests.support.apis import Reply

QUESTIONS, INTERVIEWS = 10_000, 1_000
QUESTION: dict[str, Any] = {
    "interview_type": "test",
    "domain": "test",
    "difficulty": "easy",
    "kind": "open",
    "prompt": "Why?",
    "points": 10,
    "time_limit_seconds": 60,
}


def fill(desk: Desk, table: str, number: int) -> None:
    """Add rows as an operator does; the triggers that look at each of them are off."""
    columns = "organization_id, interview_type, domain, difficulty, kind, prompt, points, time_limit_seconds"
    values = "%s, 'test', 'test', 'easy', 'open', 'Why ' || n || '?', 10, 60"
    if table == "interviews":
        columns, values = "organization_id, title", "%s, 'Interview ' || n"
    with desk.database.connection.transaction():
        desk.database.execute("set local session_replication_role = replica")
        statement = f"insert into reprise.{table} ({columns}) select {values} from generate_series(1, {number}) n"
        desk.database.connection.execute(statement.encode(), (desk.organization_id,))


def assert_full(reply: Reply, reason: str, limit: int) -> None:
    body = reply.refused(409, "limit_reached")
    assert (body["reason"], body["limit"]) == (reason, limit)
    assert f"{limit} {reason}" in body["detail"]


def test_organization_has_at_most_ten_thousand_questions_however_they_are_added(desk: Desk) -> None:
    fill(desk, "questions", QUESTIONS - 1)
    own = {**QUESTION, "id": str(uuid4()), "organization_id": str(desk.organization_id)}
    desk.stored("POST", "/questions", own)
    public = desk.database.value("select id from reprise.questions where organization_id is null limit 1")
    copied = {"question_id": str(public), "organization_id": str(desk.organization_id)}
    save: dict[str, Any] = {"organization_id": str(desk.organization_id), "key": {}}
    added = [{**QUESTION, "prompt": "One more?", "key": None}]
    file = {"format": "reprise-questions", "version": 1, "questions": added}
    body = {"organization_id": str(desk.organization_id), "format": "json", "content": json.dumps(file)}
    for reply in (
        desk.write("POST", "/questions", own | {"id": str(uuid4())}),
        desk.write("POST", "/rpc/save_question", save | {"question": {**QUESTION, "id": str(uuid4())}}),
        desk.write("POST", "/rpc/copy_question", copied),
        desk.write("POST", "/rpc/import_questions", {"organization_id": str(desk.organization_id), "questions": added}),
        desk.functions.call("questions/import", desk.recruiter, body),
    ):
        assert_full(reply, "questions", QUESTIONS)
    desk.stored("POST", "/rpc/save_question", save | {"question": {**QUESTION, "id": own["id"], "prompt": "And now?"}})
    desk.stored("DELETE", f"/questions?id=eq.{own['id']}")
    desk.stored("POST", "/rpc/copy_question", copied)


def test_organization_has_at_most_a_thousand_interviews(desk: Desk) -> None:
    fill(desk, "interviews", INTERVIEWS - 1)
    row = {"organization_id": str(desk.organization_id), "title": "Backend"}
    assert_full(desk.write("POST", "/interviews", [row, row]), "interviews", INTERVIEWS)
    desk.stored("POST", "/interviews", row)
    assert_full(desk.write("POST", "/interviews", row), "interviews", INTERVIEWS)
