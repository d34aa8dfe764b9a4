"""GET /health counts e-mails of invitations and messages that wait."""

from local.stack import Stack
from tests.invitations.hiring import Hiring
from tests.support.apis import Api
from tests.support.conversations import start_talk
from tests.support.database import Database
from tests.support.people import People
from tests.support.people_apis import PeopleApi, address
from tests.support.plain_http import http

STATES = ("queued", "failed", "uncertain")


def test_health_counts_emails_and_messages_that_wait(
    function_calls: PeopleApi, rpc_api: Api, hiring: Hiring, people: People, database: Database, stack: Stack
) -> None:
    emails = [address() for _ in range(4)]
    made = function_calls.invite(hiring.recruiter, interview_id=hiring.interview_id, emails=emails).ok(201)
    talk = start_talk(rpc_api, people.candidate())
    talk.say("Nobody asks for the reply to this message.").ok()
    answered = start_talk(rpc_api, people.candidate())
    # One snapshot, undone at the end: rows of other tests neither change the counts nor are changed.
    with database.connection.transaction(force_rollback=True):
        database.execute("set transaction isolation level repeatable read")
        before = database.value("select reprise_private.get_health(false)")
        database.execute("delete from reprise.active_interview_sessions where session_id = %s", answered.session_id)
        assert database.value("select reprise_private.get_health(false)")["replies"] == before["replies"]
        database.execute("delete from reprise.active_interview_sessions where session_id = %s", talk.session_id)
        for item, status in zip(made["invitations"], ("queued", "failed", "failed", "uncertain"), strict=True):
            database.execute(
                "insert into reprise_private.invitation_mails (invitation_id, status, due_at, finished_at)"
                " values (%s, %s, now() - interval '90 days', case when %s <> 'queued' then now() end)",
                item["id"],
                status,
                status,
            )
        after = database.value("select reprise_private.get_health(false)")
        counts = {name: after["notifications"][name] - before["notifications"][name] for name in STATES}
        assert counts == {"queued": 1, "failed": 2, "uncertain": 1}
        assert after["notifications"]["oldest_queued_seconds"] >= 90 * 86_400
        assert before["replies"]["pending"] - after["replies"]["pending"] == 1
        assert before["replies"]["oldest_seconds"] >= 0
    body = http.get(
        f"{stack.functions_url}/health", headers={"authorization": f"Bearer {stack.scheduler_secret}"}
    ).json()
    assert body["model"] == "none"
    assert body["notifications"].keys() == {*STATES, "oldest_queued_seconds"}
    assert body["replies"].keys() == {"pending", "oldest_seconds"}
