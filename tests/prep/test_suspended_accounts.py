"""Guards that a banned or deleted account, whose token is still valid, creates, generates and shares nothing."""

import pytest

from tests.support.database import Database
from tests.support.people import Person
from tests.support.prep_apis import PrepApi, RpcPrepApi
from tests.support.suspension import SUSPENDED


@pytest.mark.parametrize("way", SUSPENDED)
def test_suspended_account_creates_no_workspace(way: str, prep: PrepApi, owner: Person, database: Database) -> None:
    statement, reason = SUSPENDED[way]
    database.execute(statement, owner.user_id)
    refusal = prep.create(owner, name="Mine", mode="general").refused(401, "not_authenticated")
    assert refusal["reason"] == reason
    assert database.value("select count(*) from reprise.prep_sessions where user_id = %s", owner.user_id) == 0


@pytest.mark.parametrize("way", ["banned", "soft-deleted"])
def test_suspended_account_changes_no_workspace(way: str, prep: PrepApi, owner: Person, database: Database) -> None:
    workspace = prep.create(owner, name="Mine", mode="general").ok(201)
    statement, reason = SUSPENDED[way]
    database.execute(statement, owner.user_id)
    refusal = prep.patch(owner, workspace["id"], workspace["version"], name="Changed").refused(401, "not_authenticated")
    assert refusal["reason"] == reason
    assert prep.read(owner, workspace["id"]).ok()["name"] == "Mine"


@pytest.mark.parametrize("way", ["banned", "soft-deleted"])
def test_suspended_account_shares_and_generates_nothing_but_reads_what_it_has(
    way: str, prep: PrepApi, postgrest_prep: RpcPrepApi, owner: Person, database: Database
) -> None:
    workspace = prep.create(owner, name="Mine", mode="general").ok(201)["id"]
    statement, reason = SUSPENDED[way]
    database.execute(statement, owner.user_id)
    for reply in (
        prep.share(owner, workspace, expires_in_hours=1),
        postgrest_prep.start_generation(owner, workspace, kind="questions"),
    ):
        assert reply.refused(401, "not_authenticated")["reason"] == reason
    assert prep.read(owner, workspace).ok()["name"] == "Mine"
    for table in ("prep_shares", "prep_generations"):
        query = f"select count(*) from reprise.{table} where prep_session_id = %s"
        assert database.value(query, workspace) == 0
