"""A whole practice run, offline for two questions: results, history and statistics equal those counted by hand."""

from statistics import mean
from typing import Any
from uuid import UUID

import pytest

from local.stack import Stack
from tests.support.apis import Api
from tests.support.database import Database
from tests.support.interviews import Run
from tests.support.people import People, Person
from tests.support.plain_http import http
from tests.support.question_bank import Bank, practise

# The option chosen at each position; b is right, for 10 points. Offline at 3, back in time; offline at 6, back too
# late.
ANSWERS = "bbabbbbabb"
BACK_IN_TIME, TOO_LATE = 3, 6
RIGHT = sum(answer == "b" for position, answer in enumerate(ANSWERS) if position != TOO_LATE)


@pytest.fixture
def nothing_else_due(database: Database) -> None:
    """Postpone the jobs of other tests."""
    database.execute("update reprise.evaluations set due_at = now() + interval '1 day' where status = 'queued'")
    database.execute("update reprise.session_results set due_at = now() + interval '1 day' where status = 'grading'")


def run_ten(api: Api, person: Person, bank: Bank, database: Database) -> Run:
    """The run that ANSWERS describes."""
    run = practise(api, person, interview_type=bank.interview_type, domain="databases", question_count=10)
    for position, answer in enumerate(ANSWERS):
        assert run.view["question"]["position"] == position
        if position == BACK_IN_TIME:
            database.let_time_pass(run.session_id, 61)  # After the deadline, within the server's grace.
            reply = run.submit(answer).ok()
            assert (reply["accepted"], reply["late"]) == (True, False)
        elif position == TOO_LATE:
            database.let_time_pass(run.session_id, 90)
            reply = run.submit(answer).ok()
            assert (reply["accepted"], reply["late"], reply["kept"]) == (False, True, True)
            assert reply["receipt"]["late_by_seconds"] >= 30
        else:
            database.let_time_pass(run.session_id, 5 + position)
            assert run.submit(answer).ok()["accepted"] is True
    return run


def grade(stack: Stack) -> None:
    """Run the graders once."""
    headers = {"authorization": f"Bearer {stack.scheduler_secret}"}
    http.post(f"{stack.functions_url}/evaluate", json={}, headers=headers, timeout=240).raise_for_status()


def seconds_of_submitted(database: Database, *runs: Run) -> list[float]:
    """Seconds from serving to submitting, for each answer."""
    return [
        (row["received_at"] - row["served_at"]).total_seconds()
        for run in runs
        for row in database.rows(
            "select a.received_at, q.served_at from reprise.answers a join reprise.session_questions q"
            " using (session_id, position) where a.session_id = %s and a.source = 'submitted'",
            run.session_id,
        )
    ]


def duration(database: Database, run: Run) -> float:
    """Seconds from start to completion."""
    row = database.session(run.session_id)
    return float((row["completed_at"] - row["started_at"]).total_seconds())


def numbers(
    database: Database, bank: Bank, domain: str | None, runs: list[Run], completed: list[Run]
) -> dict[str, Any]:
    """The expected analytics of runs of one kind, counted here."""
    responses = seconds_of_submitted(database, *runs)
    percentages = [
        mean(100 * (answer["answer"] == "b") for answer in database.answers(run.session_id)) for run in completed
    ]
    return {
        "interview_type": bank.interview_type,
        "domain": domain,
        "sessions": len(runs),
        "completed": len(completed),
        "completion_rate": pytest.approx(len(completed) / len(runs), abs=0.0001),
        "average_duration_seconds": pytest.approx(mean(duration(database, run) for run in completed), abs=0.002),
        "average_percentage": pytest.approx(mean(percentages), abs=0.01),
        "response_seconds": {
            "count": len(responses),
            "average": pytest.approx(mean(responses), abs=0.002),
            "minimum": pytest.approx(min(responses), abs=0.002),
            "maximum": pytest.approx(max(responses), abs=0.002),
        },
    }


@pytest.mark.usefixtures("nothing_else_due")
def test_practice_with_an_offline_gap_gives_results_history_and_analytics_of_a_hand_count(
    api: Api, people: People, bank: Bank, database: Database, stack: Stack
) -> None:
    person = people.candidate()
    bank.add(12, "databases")
    bank.add(3, "networks")
    run = run_ten(api, person, bank, database)
    assert run.view["session"]["status"] == "completed"
    assert run.view["session"]["title"] == f"Practice: {bank.interview_type.capitalize()} · databases"
    stored = database.answers(run.session_id)
    assert [row["source"] for row in stored] == [
        "expired" if position == TOO_LATE else "submitted" for position in range(10)
    ]
    (kept,) = database.kept(run.session_id)
    assert (kept["position"], kept["answer"], kept["reason"]) == (TOO_LATE, ANSWERS[TOO_LATE], "late")
    served = [row["question_id"] for row in database.questions(run.session_id)]
    assert len(set(served)) == 10

    # Two more runs of this kind, one of them abandoned, and one over all domains.
    second = practise(api, person, interview_type=bank.interview_type, domain="databases", question_count=4)
    for answer in "bbbb":
        database.let_time_pass(second.session_id, 7)
        second.submit(answer).ok()
    given_up = practise(api, person, interview_type=bank.interview_type, domain="databases", question_count=2)
    given_up.submit("b").ok()
    given_up.finish("cancelled").ok()
    mixed = practise(api, person, interview_type=bank.interview_type, question_count=3)
    for answer in "bab":
        mixed.submit(answer).ok()

    grade(stack)
    results = api.call("results", person, {"session_id": run.session_id}).ok()
    assert (results["status"], results["counts"]) == ("ready", {"total": 10, "graded": 10})
    assert (results["result"]["total"], results["result"]["maximum"]) == (RIGHT * 10, 100)
    assert [answer["score"] for answer in results["answers"]] == [
        10 if answer == "b" and position != TOO_LATE else 0 for position, answer in enumerate(ANSWERS)
    ]

    analytics = api.call("analytics", person, {}).ok()
    assert analytics["by_type"] == [
        numbers(database, bank, None, [mixed], [mixed]),
        numbers(database, bank, "databases", [run, second, given_up], [run, second]),
    ]
    assert (analytics["sessions"], analytics["completed"]) == (4, 3)
    assert analytics["by_mode"]["practice"]["sessions"] == 4

    # A total that lacks the points of an answer says nothing about the average.
    statement = "update reprise.session_results set all_graded = false where session_id = %s"
    database.execute(statement, second.session_id)
    assert api.call("analytics", person, {}).ok()["by_type"][1]["average_percentage"] == RIGHT * 10

    def listed(**filters: Any) -> list[str]:
        body = api.call("sessions", person, {"mode": "practice", **filters}).ok()
        return [session["id"] for session in body["sessions"]]

    # Sorted by start, which shifting the clock has changed.
    starts = {str(r.session_id): database.session(r.session_id)["started_at"] for r in (run, second, given_up, mixed)}
    newest_first = sorted(starts, key=starts.__getitem__, reverse=True)
    assert listed(interview_type=bank.interview_type) == newest_first
    assert listed(domain="databases") == [found for found in newest_first if found != str(mixed.session_id)]
    assert listed(interview_type=bank.interview_type, status="cancelled") == [str(given_up.session_id)]
    assert listed(interview_type="another") == []


def test_pages_of_a_filtered_history_form_the_complete_list(api: Api, people: People, bank: Bank) -> None:
    person = people.candidate()
    bank.add(2, "a")
    bank.add(2, "b")
    ids: list[tuple[UUID, str]] = []
    for number in range(5):
        run = practise(api, person, interview_type=bank.interview_type, domain="ab"[number % 2], question_count=1)
        run.finish("cancelled").ok()
        ids.insert(0, (run.session_id, "ab"[number % 2]))
    wanted = [str(session_id) for session_id, domain in ids if domain == "a"]
    collected: list[str] = []
    cursor = None
    while True:
        arguments = {"domain": "a", "limit": 2} | ({"cursor": cursor} if cursor else {})
        body = api.call("sessions", person, arguments).ok()
        collected += [session["id"] for session in body["sessions"]]
        cursor = body["next_cursor"]
        if cursor is None:
            break
    assert collected == wanted


def test_facets_count_the_questions_available_for_practice(
    api: Api, people: People, bank: Bank, database: Database
) -> None:
    bank.add(3, "a", "easy")
    bank.add(2, "a", "hard")
    bank.add(1, "b", "medium")
    bank.add(5, "c", is_active=False)
    body = api.call("questions/facets", people.candidate(), {}).ok()
    (found,) = [kind for kind in body["types"] if kind["interview_type"] == bank.interview_type]
    assert found == {
        "interview_type": bank.interview_type,
        "count": 6,
        "domains": [
            {"domain": "a", "count": 5, "difficulties": {"easy": 3, "hard": 2}},
            {"domain": "b", "count": 1, "difficulties": {"medium": 1}},
        ],
    }
    total = database.value("select count(*) from reprise.questions where is_active and organization_id is null")
    assert sum(kind["count"] for kind in body["types"]) == total
    api.call("questions/facets", None, {}).refused(401, "not_authenticated")
