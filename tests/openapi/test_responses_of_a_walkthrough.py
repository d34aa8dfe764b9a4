"""Real responses, success or refusal, match shared.models and the OpenAPI document exactly."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from pydantic import ValidationError

from shared.catalogue import CATALOGUE, ONLY_AT_THE_DATA_API
from tests.openapi.contract import CheckedDoor
from tests.openapi.conversation_responses import talk
from tests.openapi.prep_responses import OF_A_MODEL, prepare
from tests.support.apis import Reply
from tests.support.database import Database
from tests.support.interviews import finish_all, invite, make_interview, start, start_and_answer
from tests.support.people import People, Person

# No caller, honest or not, gets these from a healthy stack.
OF_A_SICK_STACK = {"export_busy", "export_failed", "database_unavailable", "internal_error", "rate_limited"}
# Responses to undocumented operations, and to a person whom no function admits.
OF_NO_OPERATION = {"not_found", "method_not_allowed", "not_allowed"} | ONLY_AT_THE_DATA_API


def test_every_response_and_refusal_of_a_healthy_stack_is_documented(
    checked_door: CheckedDoor, people: People, database: Database
) -> None:
    door = checked_door
    walk_to_the_end(door, people, database)
    look_back(door, people, database)
    provoke_the_database(door, people, database)
    provoke_the_http_layer(door, people)
    prepare(door, people, database)
    talk(door, people, database)
    assert door.contract.codes == set(CATALOGUE) - OF_A_SICK_STACK - OF_NO_OPERATION - OF_A_MODEL


def walk_to_the_end(door: CheckedDoor, people: People, database: Database) -> None:
    """Four kinds of questions, a draft, a late answer, another device, and the list page by page."""
    interview = make_interview(database)
    person = people.candidate()
    run = start_and_answer(door, person, interview.interview_id, answers=2)
    run.active().ok()
    run.heartbeat("a draft").ok()
    run.heartbeat().ok()
    database.let_time_pass(run.session_id, 63)
    assert run.submit("too late").ok()["late"] is True
    run.resume(client_id=uuid4(), takeover=True).ok()
    run.lease = 2
    database.let_time_pass(run.session_id, 63)
    run.resume(client_id=run.client_id).ok()
    for _ in range(2):
        finish_all(door, person, interview.interview_id)
    cancelled = start(door, person, interview.interview_id)
    cancelled.finish("cancelled").ok()
    stuck = start(door, person, interview.interview_id)
    stuck.clear().ok()
    stuck.clear().ok()
    page = door.call("sessions", person, {"limit": 2}).ok()
    door.call("sessions", person, {"limit": 2, "cursor": page["next_cursor"]}).ok()


def look_back(door: CheckedDoor, people: People, database: Database) -> None:
    """Results, files, statistics and reviews of a running and of a completed session, as candidate and as reviewer."""
    interview = make_interview(database, ["mcq", "open"])
    recruiter = people.member(interview.organization_id)
    run = start_and_answer(door, people.candidate(), interview.interview_id, answers=1)
    session, numbers = {"session_id": run.session_id}, {"interview_id": interview.interview_id}
    export(door, run.person, run.session_id).refused(409, "results_not_ready")
    actions: tuple[dict[str, Any], ...] = (
        {"action": "override_score", "position": 0, "score": 2.5},
        {"action": "retry_evaluation"},
        {"action": "extend_time", "extra_time_percent": 50},
    )
    for action in actions:
        door.call("review", recruiter, session | action | {"reason": "Because"}).ok()
    reopen = session | {"action": "reopen", "reason": "Because"}
    door.call("review", recruiter, reopen).refused(409, "session_not_reopenable")
    run.finish().ok()
    door.call("review", recruiter, reopen).ok()
    run.resume().ok()
    run.lease = run.view["lease"]["number"]
    run.submit("an answer").ok()
    regrade = numbers | {"action": "regrade", "reason": "Because"}
    door.call("review", recruiter, regrade).ok()
    for person in (run.person, recruiter):
        door.call("results", person, session).ok()
        door.call("analytics", person, {}).ok()
    export(door, run.person, run.session_id).refused(403, "results_hidden")
    for format_ in ("json", "md", "pdf", "docx"):
        assert export(door, recruiter, run.session_id, format_).status == 200
    door.call("sessions", recruiter, numbers).ok()
    door.call("analytics", recruiter, numbers).ok()
    door.call("analytics", run.person, numbers).refused(404, "interview_not_found")


def export(door: CheckedDoor, person: Person, session_id: UUID, format_: str = "json") -> Reply:
    """Request an export."""
    params = {"session_id": str(session_id), "format": format_}
    return door.request("GET", "/export", params=params, headers={"authorization": f"Bearer {person.token}"})


def provoke_the_database(door: CheckedDoor, people: People, database: Database) -> None:
    """Provoke every refusal that the database makes."""
    interview = make_interview(database, ["mcq", "open"])
    run = start(door, people.candidate(), interview.interview_id)
    again = {"client_id": uuid4(), "interview_id": interview.interview_id}
    door.call("start", run.person, again).refused(409, "session_in_progress")
    door.call("start", run.person, again | {"interview_id": uuid4()}).refused(404, "interview_not_found")
    door.call("start", people.candidate(), again | {"session_id": run.session_id}).refused(409, "session_id_taken")
    run.submit("b", position=1).refused(409, "position_ahead")
    run.submit().ok()
    run.submit("c", position=0).refused(409, "already_answered")
    run.resume(client_id=uuid4()).refused(409, "live_elsewhere")
    run.resume(client_id=uuid4(), takeover=True).ok()
    run.submit("typed on the old device").refused(409, "lease_lost")
    run.lease = 2
    run.finish().ok()
    run.submit("after the end").refused(409, "session_closed")
    door.call("resume", people.candidate(), {"client_id": uuid4()}).refused(404, "no_session")
    run.person = people.candidate()
    run.heartbeat().refused(404, "session_not_found")

    hasty = make_interview(database, ["open"], min_seconds=30, start_over_allowed=False)
    person = people.candidate()
    invite(database, hasty, person, attempts_allowed=1)
    run = start(door, person, hasty.interview_id)
    run.submit().refused(409, "too_fast")
    once_more = {"client_id": uuid4(), "interview_id": hasty.interview_id, "start_over": True}
    door.call("start", person, once_more).refused(403, "start_over_not_allowed")
    run.finish().ok()
    door.call("start", person, once_more).refused(403, "attempts_used_up")
    empty = make_interview(database, [])
    door.call("start", person, {"client_id": uuid4(), "interview_id": empty.interview_id}).refused(
        422, "not_enough_questions"
    )
    blank = make_interview(database, ["open"])
    with database.connection.transaction():
        # As it could be stored before questions were validated.
        database.execute("set local session_replication_role = replica")
        database.execute("update reprise.questions set prompt = ' ' where id = %s", blank.question_ids[0])
    door.call("start", person, {"client_id": uuid4(), "interview_id": blank.interview_id}).refused(
        409, "interview_not_ready"
    )
    template = {"client_id": uuid4(), "practice": {"template_id": str(uuid4())}}
    door.call("start", person, template).refused(404, "practice_template_not_found")
    door.call("questions/facets", person, {}).ok()


def provoke_the_http_layer(door: CheckedDoor, people: People) -> None:
    """Provoke every refusal that is made before the database is called."""
    sender = {"authorization": f"Bearer {people.candidate().token}"}
    as_json = sender | {"content-type": "application/json"}
    for path, operations in door.contract.document["paths"].items():
        for method, operation in operations.items():
            if operation["security"]:
                door.request(method.upper(), path).refused(401, "not_authenticated")
    door.request("POST", "/submit", content=b"{", headers=as_json).refused(400, "invalid_json")
    door.request("POST", "/submit", content=b"{}", headers=as_json).refused(422, "invalid_request")
    door.request("POST", "/submit", content=b"{}", headers=sender).refused(415, "unsupported_media_type")
    large = {"session_id": str(uuid4()), "position": 0, "lease": 1, "answer": "x" * 65_537}
    door.request("POST", "/submit", json=large, headers=sender).refused(413, "payload_too_large")
    door.request("GET", "/sessions?limit=0", headers=sender).refused(422, "invalid_request")


CHANGES: dict[str, Callable[[dict[str, Any]], object]] = {
    "a field nobody documented": lambda body: body.update(score=10),
    "a field deep inside": lambda body: body["question"].update(correct_option="b"),
    "a missing field": lambda body: body.pop("receipt"),
    "a number as text": lambda body: body["question"].update(position="1"),
    "a time without a zone": lambda body: body.update(server_time="2026-01-15T09:28:01"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_control_undocumented_response_is_found(
    change: str, checked_door: CheckedDoor, people: People, database: Database
) -> None:
    run = start(checked_door, people.candidate(), make_interview(database).interview_id)
    run.submit().ok()
    real = checked_door.last
    body = real.json()
    checked_door.contract.check(altered(real, body))
    CHANGES[change](body)
    with pytest.raises((AssertionError, ValidationError)):
        checked_door.contract.check(altered(real, body))


def test_control_undocumented_status_code_and_header_are_found(
    checked_door: CheckedDoor, people: People, database: Database
) -> None:
    run = start(checked_door, people.candidate(), make_interview(database).interview_id)
    run.submit(position=1).refused(409, "position_ahead")
    real = checked_door.last
    for wrong in (
        altered(real, real.json() | {"code": "live_elsewhere"}),
        altered(real, real.json(), status=410),
        altered(real, real.json(), headers={"x-request-id": "a b"}),
        altered(real, real.json(), headers={"content-type": "application/json"}),
    ):
        with pytest.raises(AssertionError):
            checked_door.contract.check(wrong)


def altered(
    real: httpx.Response,
    body: dict[str, Any],
    status: int | None = None,
    headers: dict[str, str] | None = None,
) -> httpx.Response:
    """A copy of a response with different content."""
    kept = {name: real.headers[name] for name in ("content-type", "x-request-id")}
    return httpx.Response(
        status or real.status_code,
        headers=kept | (headers or {}),
        content=json.dumps(body),
        request=real.request,
    )
