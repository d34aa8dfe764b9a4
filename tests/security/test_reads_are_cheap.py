"""Guards that a candidate's read through the Data API never scans other people's rows, whatever the query."""

import json
from typing import Any, LiteralString

import psycopg
import pytest

from local.stack import Stack
from tests.support.database_calls import become
from tests.support.people import People

TABLES: list[LiteralString] = [
    "interview_sessions",
    "session_questions",
    "session_question_keys",
    "answers",
    "late_answers",
    "transcriptions",
    "conversations",
    "messages",
    "late_messages",
    "conversation_instructions",
    "conversation_criteria",
    "conversation_profiles",
    "active_interview_sessions",
    "session_events",
]


def scans(plan: dict[str, Any]) -> set[str]:
    """Each plan node that reads a table, as its type and the table."""
    found = {f"{plan['Node Type']} on {plan['Relation Name']}"} if "Relation Name" in plan else set()
    return found.union(*(scans(child) for child in plan.get("Plans", [])))


def plan_of(stack: Stack, people: People, statement: LiteralString) -> set[str]:
    with psycopg.connect(stack.database_url) as connection, connection.transaction(force_rollback=True):
        # Plan as for large tables, where the planner uses an index if it can.
        connection.execute("set local enable_seqscan = off")
        become(connection, people.candidate())
        row = connection.execute(b"explain (format json) " + statement.encode()).fetchone()
    assert row is not None
    plan = row[0] if isinstance(row[0], list) else json.loads(row[0])
    return scans(plan[0]["Plan"])


@pytest.mark.parametrize("table", TABLES)
def test_candidates_unfiltered_read_uses_an_index(stack: Stack, people: People, table: LiteralString) -> None:
    nodes = plan_of(stack, people, f"select * from reprise.{table} limit 1")
    assert nodes
    assert f"Seq Scan on {table}" not in nodes


def test_control_policy_evaluated_per_row_is_found(stack: Stack, people: People) -> None:
    nodes = plan_of(stack, people, "select * from reprise.answers where md5(answer) = 'x'")
    assert "Seq Scan on answers" not in nodes
    with psycopg.connect(stack.database_url) as connection, connection.transaction(force_rollback=True):
        connection.execute("set local enable_seqscan = off")
        row = connection.execute(
            "explain (format json) select * from reprise.answers where md5(answer) = 'x'"
        ).fetchone()
    assert row is not None
    assert "Seq Scan on answers" in scans(row[0][0]["Plan"])
