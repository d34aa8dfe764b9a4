"""Real responses, success or refusal, match shared.models and the OpenAPI document exactly."""

import json
from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

import httpx
import pytest
from pydantic import ValidationError

from shared.catalogue import CATALOGUE, ONLY_AT_THE_DATA_API
from tests.openapi.contract import CheckedApi
from tests.openapi.conversation_responses import talk
from tests.openapi.people_responses import invite_people
from tests.openapi.prep_responses import OF_A_MODEL, prepare
from tests.openapi.webhook_responses import add_webhooks
from tests.support.apis import Reply
from tests.support.database import Database
from tests.support.interviews import finish_all, invite, make_interview, start, start_and_answer
from tests.support.people import People, Person
from tests.support.sealed_files import upload

# No caller, honest or not, gets these from a healthy stack.
OF_A_SICK_STACK = {"export_busy", "export_failed", "database_unavailable", "internal_error", "rate_limited"}
OF_A_BAD_LINE = {"request_timeout"}
OF_A_STACK_WITHOUT_KEYS = {"records_not_configured", "sealed_files_not_configured"}
# Responses to undocumented operations.
OF_NO_OPERATION = {"not_found", "method_not_allowed"} | ONLY_AT_THE_DATA_API


def test_every_response_and_refusal_of_a_healthy_stack_is_documented(
    checked_api: CheckedApi, people: People, database: Database
) -> None:
    api = checked_api
    walk_to_the_end(api, people, database)
    look_back(api, people, database)
    author(api, people, database)
    provoke_the_database(api, people, database)
    provoke_the_http_layer(api, people)
    prepare(api, people, database)
    talk(api, people, database)
    invite_people(api, people, database)
    add_webhooks(api, people, database)
    upload_files(api, people, database)
    leave(api, people, database)
    elsewhere = OF_A_SICK_STACK | OF_A_BAD_LINE | OF_A_STACK_WITHOUT_KEYS | OF_NO_OPERATION | OF_A_MODEL
    assert api.contract.codes == set(CATALOGUE) - elsewhere


def walk_to_the_end(api: CheckedApi, people: People, database: Database) -> None:
    """Four kinds of questions, a draft, a late answer, another device, and the list page by page."""
    interview = make_interview(database)
    person = people.candidate()
    run = start_and_answer(api, person, interview.interview_id, answers=2)
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
        finish_all(api, person, interview.interview_id)
    cancelled = start(api, person, interview.interview_id)
    cancelled.finish("cancelled").ok()
    stuck = start(api, person, interview.interview_id)
    stuck.clear().ok()
    stuck.clear().ok()
    page = api.call("sessions", person, {"limit": 2}).ok()
    api.call("sessions", person, {"limit": 2, "cursor": page["next_cursor"]}).ok()


def look_back(api: CheckedApi, people: People, database: Database) -> None:
    """Results, files, statistics and reviews of a running and of a completed session, as candidate and as reviewer."""
    interview = make_interview(database, ["mcq", "open"])
    recruiter = people.member(interview.organization_id)
    run = start_and_answer(api, people.candidate(), interview.interview_id, answers=1)
    session, numbers = {"session_id": run.session_id}, {"interview_id": interview.interview_id}
    export(api, run.person, run.session_id).refused(409, "results_not_ready")
    actions: tuple[dict[str, Any], ...] = (
        {"action": "override_score", "position": 0, "score": 2.5},
        {"action": "retry_evaluation"},
        {"action": "extend_time", "extra_time_percent": 50},
        {"action": "credit_time", "seconds": 30},
    )
    for action in actions:
        api.call("review", recruiter, session | action | {"reason": "Because"}).ok()
    [percent, _] = api.call("results", recruiter, session).ok()["time_credits"]
    revoke = {"action": "revoke_credit", "credit_id": percent["id"], "reason": "Because"}
    api.call("review", recruiter, session | revoke).ok()
    api.call("review", recruiter, numbers | {"action": "credit_time", "seconds": 5, "reason": "Because"}).ok()
    run.heartbeat().ok()
    reopen = session | {"action": "reopen", "reason": "Because"}
    api.call("review", recruiter, reopen).refused(409, "session_not_reopenable")
    run.finish().ok()
    api.call("review", recruiter, reopen).ok()
    run.resume().ok()
    run.lease = run.view["lease"]["number"]
    run.submit("an answer").ok()
    regrade = numbers | {"action": "regrade", "reason": "Because"}
    api.call("review", recruiter, regrade).ok()
    for person in (run.person, recruiter):
        api.call("results", person, session).ok()
        api.call("record", person, session).ok()
        api.call("analytics", person, {}).ok()
    assert api.request("GET", "/.well-known/jwks.json").ok()["keys"]
    export(api, run.person, run.session_id).refused(403, "results_hidden")
    for format_ in ("json", "md", "pdf", "docx"):
        assert export(api, recruiter, run.session_id, format_).status == 200
    api.call("sessions", recruiter, numbers).ok()
    api.call("analytics", recruiter, numbers).ok()
    api.call("analytics", run.person, numbers).refused(404, "interview_not_found")


def author(api: CheckedApi, people: People, database: Database) -> None:
    """Import, export and draft questions; publish an interview that cannot be published, and one that can."""
    empty, whole = make_interview(database, []), make_interview(database, ["mcq", "open"])
    recruiter = people.member(empty.organization_id)
    api.call(f"interviews/{empty.interview_id}/publish", recruiter, {}).refused(422, "not_publishable")
    owner = people.member(whole.organization_id)
    api.call(f"interviews/{whole.interview_id}/publish", owner, {}).ok()
    api.call(f"interviews/{whole.interview_id}/publish", recruiter, {}).refused(404, "interview_not_found")
    file = {"organization_id": empty.organization_id, "format": "csv", "content": "kind,prompt,points\nopen,Why?,5\n"}
    api.call("questions/import", recruiter, file).ok(201)
    api.call("questions/import", recruiter, file | {"content": "kind\n"}).refused(422, "not_importable")
    api.call("questions/import", recruiter, file | {"format": "xlsx"}).refused(422, "invalid_request")
    path = f"/questions/export?organization_id={empty.organization_id}"
    for format_ in ("json", "csv"):
        response = api.request("GET", f"{path}&format={format_}", headers=api.headers(recruiter))
        assert response.status == 200
    job = {"organization_id": empty.organization_id, "job_description": "A nurse.", "count": 1}
    api.call("questions/draft", recruiter, job).refused(503, "ai_not_configured")


def upload_files(api: CheckedApi, people: People, database: Database) -> None:
    """Upload a sealed file, and one that is none."""
    run = start(api, people.candidate(), make_interview(database, ["open"]).interview_id)
    upload(api, run.person, run.session_id, [(0, "an unsent text")]).ok()
    api.call("sealed-files", run.person, {"file": "no file"}).refused(422, "sealed_file_unreadable")


def leave(api: CheckedApi, people: People, database: Database) -> None:
    """Export an account, ask for its deletion, and keep it; once the day has come, it cannot be kept."""
    interview = make_interview(database, ["open"])
    owner, candidate = people.member(interview.organization_id, "owner"), people.candidate()

    def ask(method: str, person: Person, path: str = "/account", **options: Any) -> Reply:
        return api.request(method, path, headers={"authorization": f"Bearer {person.token}"}, **options)

    ask("GET", candidate).ok()
    ask("GET", candidate, "/account/export").ok()
    ask("DELETE", owner).refused(409, "last_owner")
    ask("DELETE", candidate).ok(202)
    ask("POST", candidate, json={"action": "keep"}).ok()
    ask("DELETE", candidate).ok(202)
    database.execute(
        "update reprise_private.account_deletions set requested_at = requested_at - interval '15 days',"
        " takes_effect_at = takes_effect_at - interval '15 days' where user_id = %s",
        candidate.user_id,
    )
    ask("POST", candidate, json={"action": "keep"}).refused(409, "account_deletion_started")


def export(api: CheckedApi, person: Person, session_id: UUID, format_: str = "json") -> Reply:
    """Request an export."""
    params = {"session_id": str(session_id), "format": format_}
    return api.request("GET", "/export", params=params, headers={"authorization": f"Bearer {person.token}"})


def provoke_the_database(api: CheckedApi, people: People, database: Database) -> None:
    """Provoke every refusal that the database makes."""
    interview = make_interview(database, ["mcq", "open"])
    run = start(api, people.candidate(), interview.interview_id)
    again = {"client_id": uuid4(), "interview_id": interview.interview_id}
    api.call("start", run.person, again).refused(409, "session_in_progress")
    api.call("start", run.person, again | {"interview_id": uuid4()}).refused(404, "interview_not_found")
    other = make_interview(database, ["mcq"])
    taken = again | {"interview_id": other.interview_id, "session_id": run.session_id}
    api.call("start", run.person, taken).refused(409, "session_id_taken")
    run.submit("b", position=1).refused(409, "position_ahead")
    run.submit().ok()
    run.submit("c", position=0).refused(409, "already_answered")
    run.resume(client_id=uuid4()).refused(409, "live_elsewhere")
    run.resume(client_id=uuid4(), takeover=True).ok()
    run.submit("typed on the old device").refused(409, "lease_lost")
    run.lease = 2
    run.finish().ok()
    run.submit("after the end").refused(409, "session_closed")
    api.call("resume", people.candidate(), {"client_id": uuid4()}).refused(404, "no_session")
    run.person = people.candidate()
    run.heartbeat().refused(404, "session_not_found")

    hasty = make_interview(database, ["open"], min_seconds=30, start_over_allowed=False)
    person = people.candidate()
    invite(database, hasty, person, attempts_allowed=1)
    run = start(api, person, hasty.interview_id)
    run.submit().refused(409, "too_fast")
    once_more = {"client_id": uuid4(), "interview_id": hasty.interview_id, "start_over": True}
    api.call("start", person, once_more).refused(403, "start_over_not_allowed")
    run.finish().ok()
    api.call("start", person, once_more).refused(403, "attempts_used_up")
    empty = make_interview(database, [])
    api.call("start", person, {"client_id": uuid4(), "interview_id": empty.interview_id}).refused(
        422, "not_enough_questions"
    )
    blank = make_interview(database, ["open"])
    with database.connection.transaction():
        # As it could be stored before questions were validated.
        database.execute("set local session_replication_role = replica")
        database.execute("update reprise.questions set prompt = ' ' where id = %s", blank.question_ids[0])
    api.call("start", person, {"client_id": uuid4(), "interview_id": blank.interview_id}).refused(
        409, "interview_not_ready"
    )
    template = {"client_id": uuid4(), "practice": {"template_id": str(uuid4())}}
    api.call("start", person, template).refused(404, "practice_template_not_found")
    api.call("questions/facets", person, {}).ok()


def provoke_the_http_layer(api: CheckedApi, people: People) -> None:
    """Provoke every refusal that is made before the database is called."""
    sender = {"authorization": f"Bearer {people.candidate().token}"}
    as_json = sender | {"content-type": "application/json"}
    for path, operations in api.contract.document["paths"].items():
        for method, operation in operations.items():
            if operation["security"]:
                api.request(method.upper(), path).refused(401, "not_authenticated")
    api.request("POST", "/submit", content=b"{", headers=as_json).refused(400, "invalid_json")
    api.request("POST", "/submit", content=b"{}", headers=as_json).refused(422, "invalid_request")
    api.request("POST", "/submit", content=b"{}", headers=sender).refused(415, "unsupported_media_type")
    large = {"session_id": str(uuid4()), "position": 0, "lease": 1, "answer": "x" * 65_537}
    api.request("POST", "/submit", json=large, headers=sender).refused(413, "payload_too_large")
    api.request("GET", "/sessions?limit=0", headers=sender).refused(422, "invalid_request")


CHANGES: dict[str, Callable[[dict[str, Any]], object]] = {
    "a field nobody documented": lambda body: body.update(score=10),
    "a field deep inside": lambda body: body["question"].update(correct_option="b"),
    "a missing field": lambda body: body.pop("receipt"),
    "a number as text": lambda body: body["question"].update(position="1"),
    "a time without a zone": lambda body: body.update(server_time="2026-01-15T09:28:01"),
}


@pytest.mark.parametrize("change", CHANGES)
def test_control_undocumented_response_is_found(
    change: str, checked_api: CheckedApi, people: People, database: Database
) -> None:
    run = start(checked_api, people.candidate(), make_interview(database).interview_id)
    run.submit().ok()
    real = checked_api.last
    body = real.json()
    checked_api.contract.check(altered(real, body))
    CHANGES[change](body)
    with pytest.raises((AssertionError, ValidationError)):
        checked_api.contract.check(altered(real, body))


def test_control_undocumented_status_code_and_header_are_found(
    checked_api: CheckedApi, people: People, database: Database
) -> None:
    run = start(checked_api, people.candidate(), make_interview(database).interview_id)
    run.submit(position=1).refused(409, "position_ahead")
    real = checked_api.last
    for wrong in (
        altered(real, real.json() | {"code": "live_elsewhere"}),
        altered(real, real.json(), status=410),
        altered(real, real.json(), headers={"x-request-id": "a b"}),
        altered(real, real.json(), headers={"content-type": "application/json"}),
    ):
        with pytest.raises(AssertionError):
            checked_api.contract.check(wrong)


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
