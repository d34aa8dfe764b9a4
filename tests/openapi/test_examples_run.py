"""Every request example of the OpenAPI document works, and gets the documented response."""

from uuid import UUID, uuid4

from local.stack import Stack
from shared import examples
from tests.openapi.contract import CheckedApi
from tests.openapi.request_examples import headers, requests_of
from tests.support.apis import Reply
from tests.support.conversations import start_talk
from tests.support.database import Database
from tests.support.grading_queue import put_others_off
from tests.support.interviews import start
from tests.support.people import People

DEMO_ORGANIZATION = "e0000000-0000-4000-8000-000000000001"
# In an order in which one candidate can send them, with the expected status of each.
STORY = (
    ("/start", "safe_to_repeat", 201),
    ("/heartbeat", "alive", 200),
    ("/heartbeat", "draft", 200),
    ("/submit", "option", 200),
    ("/submit", "time_expired", 200),
    ("/submit", "spoken", 200),
    ("/resume", "live_session", 200),
    ("/resume", "takeover", 200),
    ("/review", "credit_time", 200),
    ("/review", "credit_time_of_many", 200),
    ("/review", "revoke_outage", 200),
    ("/finish", "completed", 200),
    ("/review", "override_score", 200),
    # The session is not a conversation.
    ("/review", "override_criteria", 422),
    ("/review", "retry_evaluation", 200),
    ("/review", "decide", 200),
    ("/review", "decide_many", 200),
    ("/review", "comment", 200),
    ("/review", "submit_scorecard", 200),
    ("/review", "request_second_review", 200),
    ("/review", "regrade_dry_run", 200),
    ("/review", "regrade", 200),
    ("/evaluate", "some", 200),
    ("/evaluate", "all", 200),
    ("/start", "start_over", 201),
    ("/clear-stuck-session", "empty", 200),
    ("/start", "practice", 201),
    ("/cleanup", "empty", 200),
    ("/start", "conversation", 201),
    ("/message", "say", 200),
    ("/notify", "empty", 200),
    ("/organizations", "named", 201),
    ("/invitations", "by_email", 201),
    ("/invitations", "by_link", 201),
    ("/invitations/{invitation_id}", "resend", 200),
    ("/invitations/{invitation_id}", "change", 200),
    ("/invitations/{invitation_id}", "extend", 200),
    ("/invitations/{invitation_id}", "revoke", 200),
    ("/account", "keep", 200),
    ("/questions/import", "csv", 201),
    ("/questions/draft", "a_sentence", 503),
)
# A recruiter sends these requests, not the candidate.
OF_A_RECRUITER = ("/review", "/invitations", "/organizations", "/questions")


def test_every_request_example_gets_a_documented_response(
    stack: Stack, checked_api: CheckedApi, people: People, database: Database
) -> None:
    put_others_off(database)
    requests = requests_of(checked_api.contract.document)
    elsewhere = (
        "/webhooks",
        "/notices",
        "/unsubscribe",
        "/prep-sessions",
        "/shared-prep",
        "/sealed-files",
        "/accept-invitation",
    )
    reported = [key for key in requests if not key[0].startswith(elsewhere)]
    assert sorted(reported) == sorted((path, name) for path, name, _ in STORY)
    person, recruiter = people.candidate(), people.sign_in("recruiter@example.com")
    answers: dict[tuple[str, str], Reply] = {}
    link_id = None
    for path, name, status in STORY:
        sender = recruiter if path.startswith(OF_A_RECRUITER) else person
        answer = checked_api.request(
            "POST",
            path.format(invitation_id=link_id),
            json=requests[path, name],
            headers=headers(stack, path, sender),
        )
        assert answer.status == status, answer.text
        answers[path, name] = answer
        if (path, name) == ("/invitations", "by_link"):
            link_id = answer.body["invitations"][0]["id"]
    # The token of the example is one that was revoked.
    link = requests["/shared-prep", "link"]
    checked_api.request("POST", "/shared-prep", json=link).refused(404, "share_not_found")
    # The token of an invitation is unknown, too.
    for name in ("with_its_link", "ask_for_another"):
        token = requests["/accept-invitation", name]
        accepting = headers(stack, "/accept-invitation", person)
        refused = checked_api.request("POST", "/accept-invitation", json=token, headers=accepting)
        refused.refused(404, "invitation_not_found")
    # The file of the example was made for a key that was thrown away.
    file = requests["/sealed-files", "file"]
    signed_in = headers(stack, "/sealed-files", person)
    refused = checked_api.request("POST", "/sealed-files", json=file, headers=signed_in)
    assert refused.refused(422, "sealed_file_unreadable")["reason"] == "other_key"
    assert answers["/submit", "option"].body["accepted"] is True
    assert answers["/submit", "time_expired"].body["session"]["position"] == 2
    assert answers["/resume", "takeover"].body["lease"]["number"] == 2
    assert answers["/finish", "completed"].body["session"]["status"] == "completed"
    assert answers["/message", "say"].body["reply_status"] == "ready"
    assert answers["/clear-stuck-session", "empty"].body["cleared"] is True
    assert answers["/review", "override_score"].body["answers"][1]["evaluation"]["overridden_score"] == 12.5
    assert answers["/review", "regrade"].body["answers"] == 0
    assert answers["/evaluate", "all"].body["failed"] == 0


def test_repeated_start_example_gets_a_documented_response(
    stack: Stack, checked_api: CheckedApi, people: People
) -> None:
    person = people.candidate()
    request = requests_of(checked_api.contract.document)["/start", "safe_to_repeat"]
    for status in (201, 200):
        checked_api.request("POST", "/start", json=request, headers=headers(stack, "/start", person)).ok(status)


def test_every_query_gets_a_documented_response(stack: Stack, checked_api: CheckedApi, people: People) -> None:
    """Operations without a body: every optional parameter, with a value that its schema allows."""
    person = people.sign_in("recruiter@example.com")
    run = start(checked_api, people.candidate(), UUID(examples.INTERVIEW))
    talk = start_talk(checked_api, person, start_over=True)
    owner = headers(stack, "/prep-sessions", person)
    template = {"template": "backend-engineer"}
    prep = checked_api.request("POST", "/prep-sessions", json=template, headers=owner).ok(201)
    values = {"client_id": str(uuid4()), "limit": 1, "status": "completed", "mode": "timed", "format": "json"}
    values |= {"after": 0, "before": 2**53 - 1}
    values |= {"interview_type": "backend", "domain": "databases"}
    values |= {"session_id": str(run.session_id), "interview_id": examples.INTERVIEW}
    values |= {"prep_session_id": prep["id"]}
    values |= {"sort": "name", "flag": "needs_person", "decision": "none"}
    values |= {"state": "invited", "q": "kim", "organization_id": DEMO_ORGANIZATION}
    link = {"interview_id": examples.INTERVIEW, "link": {"places": 1}}
    [invitation] = checked_api.request("POST", "/invitations", json=link, headers=owner).ok(201)["invitations"]
    asked = set()
    for path, operations in checked_api.contract.document["paths"].items():
        # Those of webhooks and notices are in test_responses_of_a_walkthrough.
        if "get" in operations and not path.startswith(("/webhooks", "/notices")):
            sender = headers(stack, path, person)
            parameters = [p for p in operations["get"].get("parameters", []) if p["in"] == "query"]
            names = [parameter["name"] for parameter in parameters if parameter["required"]]
            # An export needs one of three ids.
            names += ["session_id"] if path == "/export" else []
            names += ["interview_id"] if path == "/invitations" else []
            sender |= {"x-invitation-token": invitation["token"]} if path == "/invitation" else {}
            values["session_id"] = str(talk.session_id if path == "/message" else run.session_id)
            required = {name: values[name] for name in names}
            path = path.format(**values)
            checked_api.request("GET", path, params=required, headers=sender).ok()
            for name in (parameter["name"] for parameter in parameters):
                asked.add(name)
                if name != "cursor":
                    params = required | {name: values[name]}
                    if name == "prep_session_id":
                        del params["session_id"]
                    if path == "/sessions" and name in ("q", "sort", "flag", "decision", "state"):
                        params["interview_id"] = values["interview_id"]
                    if path == "/export" and name == "interview_id":
                        params = {"interview_id": values["interview_id"], "format": "csv"}
                    if name == "organization_id":
                        params.pop("interview_id", None)
                    checked_api.request("GET", path, params=params, headers=sender).ok()
    assert asked == {"cursor", *values}
