"""Guards that an account which Supabase Auth has banned or deleted starts nothing, although its token is still valid.

Answers of what runs already are stored. Workspaces are covered in tests/prep/test_suspended_accounts.py.
"""

from typing import Any
from uuid import uuid4

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


def test_account_whose_ban_is_over_may_start(api: Api, people: People, database: Database) -> None:
    person = people.candidate()
    database.execute("update auth.users set banned_until = now() - interval '1 second' where id = %s", person.user_id)
    start(api, person, make_interview(database, ("open",)).interview_id)
