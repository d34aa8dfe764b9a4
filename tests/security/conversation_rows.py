"""A finished conversation with a row in every table of conversations, for the access matrix."""

from uuid import uuid4

from psycopg.types.json import Jsonb

from tests.support.database import Database
from tests.support.interviews import Interview
from tests.support.people import Person


def make_conversation(
    database: Database, interview: Interview, candidate: Person
) -> list[tuple[str, str, dict[str, object]]]:
    """Create the rows; returns relation, label and key of each one."""
    session_id, late_id = uuid4(), uuid4()
    database.execute(
        "insert into reprise.interview_sessions (id, user_id, interview_id, organization_id, mode, title, status,"
        " question_count, time_limits, grace_seconds, start_over_allowed, resume_until, closed_at, closed_reason)"
        " values (%s, %s, %s, %s, 'conversation', 'Talk', 'cancelled', 0, '{}', 0, true, now(), now(), 'cancelled')",
        session_id,
        candidate.user_id,
        interview.interview_id,
        interview.organization_id,
    )
    database.execute("insert into reprise.conversations (session_id) values (%s)", session_id)
    for role, source in (("interviewer", "script"), ("candidate", "candidate")):
        database.execute(
            "select reprise_private.append_message("
            "%s, jsonb_build_object('role', %s::text, 'source', %s::text, 'content', 'Hi'))",
            session_id,
            role,
            source,
        )
    database.execute(
        "insert into reprise.late_messages (id, session_id, message_id, content, reason, sha256, lease_number)"
        " values (%s, %s, gen_random_uuid(), 'late', 'session_closed', reprise_private.sha256_hex('late'), 1)",
        late_id,
        session_id,
    )
    database.execute("insert into reprise.conversation_profiles values (%s, '{}')", session_id)
    database.execute("insert into reprise.conversation_instructions values (%s, 'Ask about Kafka.')", session_id)
    database.execute(
        "insert into reprise.interview_instructions values (%s, 'Ask about Kafka.')", interview.interview_id
    )
    criteria = Jsonb([{"id": "depth", "title": "Depth", "points": 10}])
    database.execute("insert into reprise.conversation_criteria values (%s, %s)", session_id, criteria)
    database.execute("insert into reprise.interview_criteria values (%s, %s)", interview.interview_id, criteria)
    return [
        ("conversations", "", {"session_id": session_id}),
        ("messages", ", of the interviewer", {"session_id": session_id, "seq": 1}),
        ("messages", ", of the candidate", {"session_id": session_id, "seq": 2}),
        ("late_messages", "", {"id": late_id}),
        ("conversation_profiles", "", {"session_id": session_id}),
        ("conversation_instructions", "", {"session_id": session_id}),
        ("interview_instructions", "", {"interview_id": interview.interview_id}),
        ("conversation_criteria", "", {"session_id": session_id}),
        ("interview_criteria", "", {"interview_id": interview.interview_id}),
    ]
