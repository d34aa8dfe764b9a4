"""A recruiter's desk: writes an organization's rows through the Data API, and publishes at each of the two APIs."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID, uuid4

from psycopg.types.json import Jsonb

from shared.catalogue import CATALOGUE
from tests.support.apis import FunctionsApi, Reply
from tests.support.data_api import DataApi
from tests.support.database import Database
from tests.support.people import People, Person

OPTIONS = [{"id": "a", "text": "Alpha"}, {"id": "b", "text": "Beta"}]
CRITERIA = [{"id": "why", "text": "Says why", "points": 7.5}, {"id": "how", "text": "Says how", "points": 2.5}]
KEYS: Mapping[str, Mapping[str, Any]] = {
    "mcq": {"correct_option": "a"},
    "short_answer": {"keywords": ["index"]},
    "code": {"criteria": CRITERIA},
    "open": {},
}


@dataclass(frozen=True)
class Desk:
    """A recruiter of a new organization."""

    functions: FunctionsApi
    data_api: DataApi
    database: Database
    people: People
    organization_id: UUID
    recruiter: Person

    def write(self, method: str, path: str, body: object = None) -> Reply:
        """Write rows through the Data API; a refusal with a code has its fields in the body."""
        response = self.data_api.send(self.recruiter, method, path, body)
        if response.is_success:
            return Reply(response.status_code, {}, response.text)
        error = response.json()
        if not str(error.get("code", "")).startswith("PT"):
            return Reply(response.status_code, error, response.text)
        fields = {"code": error["message"], **json.loads(error["details"] or "{}")}
        fields["detail"] = CATALOGUE[error["message"]].sentence(fields)
        return Reply(response.status_code, fields, response.text)

    def stored(self, method: str, path: str, body: object = None) -> None:
        """Write rows that are accepted."""
        reply = self.write(method, path, body)
        assert reply.status < 300, reply.text

    def refused(self, method: str, path: str, body: object = None) -> set[tuple[str, str]]:
        """Write rows that a published interview does not allow; returns place and code of each fault."""
        return faults(self.write(method, path, body))

    def question(self, kind: str = "open", **columns: Any) -> str:
        """A valid question with its key; returns its id."""
        key = {**KEYS[kind], **columns.pop("key", {})}
        question_id = str(uuid4())
        values = {
            "id": question_id,
            "organization_id": str(self.organization_id),
            "interview_type": "test",
            "domain": "test",
            "difficulty": "easy",
            "kind": kind,
            "prompt": f"Why {question_id}?",
            "options": OPTIONS if kind == "mcq" else None,
            "points": 10,
            "time_limit_seconds": 60,
        }
        self.stored("POST", "/questions", values | columns)
        self.stored("POST", "/question_keys", {"question_id": question_id, **key})
        return question_id

    def draft(self, *question_ids: str, **columns: Any) -> str:
        """A draft of an interview that asks these questions; returns its id."""
        interview_id = str(uuid4())
        values = {"id": interview_id, "organization_id": str(self.organization_id), "title": "Backend"}
        self.stored("POST", "/interviews", values | columns)
        self.ask(interview_id, *question_ids)
        return interview_id

    def ask(self, interview_id: str, *question_ids: str) -> None:
        """Add questions to a draft, with gaps between their positions."""
        rows = [
            {"interview_id": interview_id, "position": 3 * number, "question_id": question_id}
            for number, question_id in enumerate(question_ids)
        ]
        if rows:
            self.stored("POST", "/interview_questions", rows)

    def store_unchecked(self, table: str, row_id: str, **columns: Any) -> None:
        """Change a row as it may be from before rows were checked."""
        key = {"questions": "id", "interviews": "id"}.get(table, "question_id")
        with self.database.connection.transaction():
            self.database.execute("set local session_replication_role = replica")
            for name, value in columns.items():
                stored = Jsonb(value) if isinstance(value, list | dict) else value
                statement = f"update reprise.{table} set {name} = %s where {key} = %s"
                self.database.connection.execute(statement.encode(), (stored, row_id))

    def status(self, interview_id: str) -> str:
        """The stored status of an interview."""
        status: str = self.database.value("select status from reprise.interviews where id = %s", interview_id)
        return status


class Publisher:
    """Publishes through one API: our function, or a PATCH at the Data API."""

    def __init__(self, desk: Desk, name: str) -> None:
        self.desk = desk
        self.name = name

    def publish(self, interview_id: str) -> Reply:
        """Publish as the recruiter."""
        if self.name == "function":
            return self.desk.functions.call(f"interviews/{interview_id}/publish", self.desk.recruiter, {})
        return self.desk.write("PATCH", f"/interviews?id=eq.{interview_id}", {"status": "published"})

    def published(self, interview_id: str) -> None:
        """Publish, which succeeds."""
        reply = self.publish(interview_id)
        assert reply.status < 300, reply.text
        assert self.desk.status(interview_id) == "published"

    def refused(self, interview_id: str) -> set[tuple[str, str]]:
        """Publish in vain; returns place and code of each fault."""
        found = faults(self.publish(interview_id))
        assert self.desk.status(interview_id) != "published"
        return found


def faults(reply: Reply) -> set[tuple[str, str]]:
    """Place and code of each fault of a refusal."""
    return {(fault["where"], fault["code"]) for fault in reply.refused(422, "not_publishable")["faults"]}
