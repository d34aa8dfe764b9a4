"""GET /export on the real stack: who gets which file, and how it is sent."""

from uuid import UUID, uuid4

import httpx
import pytest

from local.stack import Stack
from shared.record.verification import verify_record
from tests.support.apis import Api
from tests.support.conversations import start_talk
from tests.support.database import Database
from tests.support.exported_files import MEDIA_TYPES, READERS, text_of_pdf
from tests.support.interviews import FULL_STACK, finish_all, make_interview
from tests.support.people import People, Person
from tests.support.plain_http import http
from tests.support.records import published_keys, verified_elsewhere


def export(stack: Stack, person: Person | None, session_id: UUID, **query: str) -> httpx.Response:
    headers = {"authorization": f"Bearer {person.token}"} if person else {}
    parameters = {"session_id": str(session_id), **query}
    return http.get(f"{stack.functions_url}/export", params=parameters, headers=headers, timeout=240)


def end_grading(database: Database, session_id: UUID) -> None:
    """End grading as graders do: every answer has half its points, and there is a summary."""
    database.execute(
        "update reprise.evaluations set status = 'done', grader = 'model', score = max_score / 2.0,"
        ' feedback = \'{"text": "Fine."}\', claim_token = null, claimed_until = null'
        " where session_id = %s and status <> 'done'",
        session_id,
    )
    database.execute(
        "update reprise.session_results r set status = 'ready', grader = 'plain', total = n.total,"
        " percentage = n.percentage, all_graded = n.all_graded, summary = 'All in all, fine.',"
        " claim_token = null, claimed_until = null"
        " from reprise_private.score_session(%s) n where r.session_id = %s",
        session_id,
        session_id,
    )


def test_candidate_gets_each_format_once_grading_has_ended(
    stack: Stack, people: People, database: Database, functions_api: Api
) -> None:
    candidate = people.candidate()
    run = finish_all(functions_api, candidate, FULL_STACK)
    refused = export(stack, candidate, run.session_id, format="pdf")
    assert refused.status_code == 409
    assert refused.json()["code"] == "results_not_ready"
    assert refused.json()["counts"]["total"] == 6
    end_grading(database, run.session_id)
    for extension, media_type in MEDIA_TYPES.items():
        response = export(stack, candidate, run.session_id, format=extension)
        assert response.status_code == 200
        assert response.headers["content-type"] == media_type
        name = f'filename="Full Stack Developer {str(run.session_id)[:8]}.{extension}"'
        assert response.headers["content-disposition"].startswith(f"attachment; {name}")
        assert response.headers["cache-control"] == "no-store"


def test_reviewer_exports_what_the_results_function_shows(
    stack: Stack, people: People, database: Database, functions_api: Api
) -> None:
    interview = make_interview(database)
    run = finish_all(functions_api, people.candidate(), interview.interview_id)
    reviewer = people.member(interview.organization_id, "reviewer")
    response = export(stack, reviewer, run.session_id, format="json")
    assert response.json()["view"] == "reviewer"
    assert response.json()["events"]
    text = export(stack, reviewer, run.session_id, format="md").text
    assert "Event trail" in text
    assert "(chosen, correct)" in text
    pdf = export(stack, reviewer, run.session_id).content
    assert "my answer to question 2" in text_of_pdf(pdf)


@pytest.mark.parametrize("extension", MEDIA_TYPES)
def test_candidates_file_contains_no_key(
    stack: Stack, people: People, database: Database, functions_api: Api, extension: str
) -> None:
    interview = make_interview(database)
    candidate = people.candidate()
    run = finish_all(functions_api, candidate, interview.interview_id)
    database.execute(
        "update reprise.interviews set results_visible_to_candidate = true where id = %s",
        interview.interview_id,
    )
    end_grading(database, run.session_id)
    response = export(stack, candidate, run.session_id, format=extension)
    assert response.status_code == 200
    text = READERS[extension](response.content)
    assert "my answer to question 2" in text
    for canary in ("keyword-", "solution-", "correct"):
        assert canary not in text


def test_hidden_results_are_not_exported(stack: Stack, people: People, database: Database, functions_api: Api) -> None:
    interview = make_interview(database)
    database.execute(
        "update reprise.interviews set results_visible_to_candidate = false where id = %s",
        interview.interview_id,
    )
    candidate = people.candidate()
    run = finish_all(functions_api, candidate, interview.interview_id)
    end_grading(database, run.session_id)
    refused = export(stack, candidate, run.session_id)
    assert (refused.status_code, refused.json()["code"]) == (403, "results_hidden")


def test_session_of_another_user_and_a_missing_one_get_the_same_response(
    stack: Stack, people: People, database: Database, functions_api: Api
) -> None:
    interview = make_interview(database)
    run = finish_all(functions_api, people.candidate(), interview.interview_id)
    stranger = people.member(make_interview(database).organization_id, "owner")
    answers = [export(stack, stranger, session_id) for session_id in (run.session_id, uuid4())]
    assert {answer.status_code for answer in answers} == {404}
    assert len({answer.text.replace(answer.json()["request_id"], "") for answer in answers}) == 1


def test_export_without_a_token_or_with_an_unknown_format_is_refused(stack: Stack, people: People) -> None:
    assert export(stack, None, uuid4()).json()["code"] == "not_authenticated"
    wrong = export(stack, people.candidate(), uuid4(), format="exe")
    assert (wrong.status_code, wrong.json()["code"]) == (422, "invalid_request")


def test_every_export_of_a_session_names_its_signed_record(
    stack: Stack, people: People, database: Database, functions_api: Api
) -> None:
    interview = make_interview(database, ["open", "mcq"])
    run = finish_all(functions_api, people.candidate(), interview.interview_id)
    run.submit("another text", position=0).refused(409, "already_answered")
    reviewer = people.member(interview.organization_id)
    response = export(stack, reviewer, run.session_id, format="json")
    exported = response.json()
    statement = verified_elsewhere(exported["record"], published_keys(stack))
    assert [text["receipt"]["sha256"] for text in statement["receipts"]] == [
        *(answer["sha256"] for answer in exported["answers"]),
        *(late["sha256"] for late in exported["late_answers"]),
    ]
    keys = published_keys(stack)["keys"]
    assert verify_record(exported["record"], keys, exported).faults == []
    exported["answers"][0]["answer"] += "."
    assert len(verify_record(exported["record"], keys, exported).faults) == 1
    for extension, read in READERS.items():
        if extension != "json":
            text = "".join(read(export(stack, reviewer, run.session_id, format=extension).content).split())
            assert statement["head"] in text, extension


def test_exported_record_of_a_candidate_verifies_what_they_see(
    stack: Stack, people: People, database: Database, functions_api: Api
) -> None:
    candidate = people.candidate()
    run = finish_all(functions_api, candidate, FULL_STACK)
    end_grading(database, run.session_id)
    exported = export(stack, candidate, run.session_id, format="json").json()
    assert verify_record(exported["record"], published_keys(stack)["keys"], exported).faults == []
    assert len(exported["answers"]) == 6


def test_export_of_a_conversation_has_a_record_without_receipts(
    stack: Stack, people: People, functions_api: Api
) -> None:
    candidate = people.candidate()
    talk = start_talk(functions_api, candidate)
    exported = export(stack, candidate, talk.session_id, format="json").json()
    statement = verified_elsewhere(exported["record"], published_keys(stack))
    assert (statement["session_id"], statement["receipts"]) == (str(talk.session_id), [])
    assert exported["messages"]
