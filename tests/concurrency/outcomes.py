"""The rows that calls of one candidate left, in a comparable form without ids or times."""

from typing import Any
from uuid import UUID

from tests.support.database import Database

Outcome = list[dict[str, Any]]


def outcome(database: Database, user_id: UUID, clients: list[UUID]) -> Outcome:
    """Every session of a candidate with its rows, oldest first; devices appear as indexes into `clients`."""

    def device(client_id: UUID | None) -> int | None:
        return clients.index(client_id) if client_id in clients else None

    live = database.live_row(user_id)
    sessions = database.rows(
        "select * from reprise.interview_sessions where user_id = %s order by started_at, id",
        user_id,
    )
    return [
        {
            "session": [row["status"], row["closed_reason"], row["position"], row["lease_number"]],
            "device": device(row["lease_client_id"]),
            "questions": [
                (question["served_at"] is not None, question["closed_at"] is not None)
                for question in database.questions(row["id"])
            ],
            "draft": [question["draft"] for question in database.questions(row["id"])],
            "answers": [
                (answer["position"], answer["answer"], answer["source"]) for answer in database.answers(row["id"])
            ],
            "kept": sorted((kept["answer"], kept["reason"]) for kept in database.kept(row["id"])),
            "live": live is not None
            and live["session_id"] == row["id"]
            and (live["lease_number"], device(live["client_id"]), live["status"]),
            "events": database.events(row["id"]),
        }
        for row in sessions
    ]
