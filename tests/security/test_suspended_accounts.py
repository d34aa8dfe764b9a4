"""Guards that an account which Supabase Auth has banned or deleted starts nothing, although its token is still valid.

Answers of what runs already are stored. Workspaces are covered in tests/prep/test_suspended_accounts.py.
"""

from typing import Any
from uuid import uuid4

import psycopg
import pytest

from tests.support.apis import Api
from tests.support.conversations import start_talk
from tests.support.database import Database
from tests.support.interviews import make_interview, start
from tests.support.people import People
from tests.support.question_bank import Bank
from tests.support.suspension import SUSPENDED
from tests.support.table_fingerprints import snapshot


@pytest.mark.parametrize("way", SUSPENDED)
def test_suspended_account_starts_nothing(way: str, api: Api, people: People, database: Database) -> None:
    person = people.candidate()
    bank = Bank(database)
    bank.add(1)
    arguments: list[dict[str, Any]] = [
        {"interview_id": make_interview(database, ("open",)).interview_id},
        {"practice": {"interview_type": bank.interview_type, "question_count": 1}},
        {"conversation": {"topic": "Locks"}},
    ]
    statement, reason = SUSPENDED[way]
    database.execute(statement, person.user_id)
    before = snapshot(database)
    for each in arguments:
        reply = api.call("start", person, {"client_id": uuid4(), "session_id": uuid4()} | each)
        assert reply.refused(401, "not_authenticated")["reason"] == reason
    assert snapshot(database) == before


@pytest.mark.parametrize("way", ["banned", "soft-deleted"])
def test_suspended_account_still_stores_the_answers_of_what_runs(
    way: str, api: Api, people: People, database: Database
) -> None:
    run = start(api, people.candidate(), make_interview(database, ("open", "open")).interview_id)
    talk = start_talk(api, people.candidate())
    statement, _ = SUSPENDED[way]
    for person in (run.person, talk.person):
        database.execute(statement, person.user_id)
    assert run.submit("an honest answer").ok()["accepted"] is True
    assert talk.say("an honest message").ok()["message"]["content"] == "an honest message"


@pytest.mark.parametrize("way", ["banned", "soft-deleted"])
def test_message_of_a_suspended_account_stays_pending_and_its_reply_costs_nothing(
    way: str, api: Api, people: People, database: Database
) -> None:
    talk = start_talk(api, people.candidate())
    statement, _ = SUSPENDED[way]
    database.execute(statement, talk.person.user_id)
    message_id = uuid4()
    body = talk.say("an honest message", message_id).ok()
    assert (body["message"]["content"], body["reply"], body["reply_status"]) == ("an honest message", None, "pending")
    claim = "select reprise.claim_reply(%s, %s, 8000)"
    with pytest.raises(psycopg.Error, match="not_authenticated"):
        database.value(claim, talk.session_id, message_id)
    for table in ("reply_claims where session_id = %s", "rate_limit_uses where action = 'reply' and user_id = %s"):
        key = talk.session_id if "session_id" in table else talk.person.user_id
        assert database.value(f"select count(*) from reprise_private.{table}", key) == 0
    database.execute("update auth.users set banned_until = null, deleted_at = null where id = %s", talk.person.user_id)
    assert database.value(claim, talk.session_id, message_id)["token"] is not None


@pytest.mark.parametrize("way", ["banned", "soft-deleted"])
def test_suspended_member_reviews_and_regrades_nothing(way: str, api: Api, people: People, database: Database) -> None:
    interview = make_interview(database, ("mcq",))
    run = start(api, people.candidate(), interview.interview_id)
    run.submit("b").ok()
    recruiter = people.member(interview.organization_id)
    statement, reason = SUSPENDED[way]
    database.execute(statement, recruiter.user_id)
    database.execute(
        "update reprise.question_keys set correct_option = 'c' where question_id = %s", interview.question_ids[0]
    )
    before = snapshot(database)
    for arguments in (
        {"session_id": run.session_id, "action": "override_score", "reason": "Mine.", "position": 0, "score": 10},
        {"session_id": run.session_id, "action": "retry_evaluation", "reason": "Mine.", "position": 0},
        {"interview_id": interview.interview_id, "action": "regrade", "reason": "Mine."},
    ):
        assert api.call("review", recruiter, arguments).refused(401, "not_authenticated")["reason"] == reason
    assert snapshot(database) == before


def test_account_whose_ban_is_over_may_start(api: Api, people: People, database: Database) -> None:
    person = people.candidate()
    database.execute("update auth.users set banned_until = now() - interval '1 second' where id = %s", person.user_id)
    start(api, person, make_interview(database, ("open",)).interview_id)
