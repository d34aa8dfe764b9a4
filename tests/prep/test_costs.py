"""Guards that small bodies cost the database little, and that the rate limit is checked before the work it limits."""

import json
from typing import Any

import httpx
import pytest

from local.stack import Stack
from tests.support.costs import least_seconds, processor_time
from tests.support.data_api import PROFILE
from tests.support.database import Database
from tests.support.people import Person
from tests.support.plain_http import http
from tests.support.prep_apis import FunctionsPrepApi, PrepApi, RpcPrepApi


def new_session(prep: PrepApi, owner: Person) -> str:
    return str(prep.create(owner, name="Costs", mode="general").ok(201)["id"])


def patch_as_written(stack: Stack, owner: Person, session: str, document: str) -> httpx.Response:
    """Send a patch to the Data API as literal text, so that no gateway parses its numbers."""
    headers = {**PROFILE, "apikey": stack.publishable_key, "authorization": f"Bearer {owner.token}"}
    arguments = {"prep_session_id": session, "version": 1, "patch": f'{{"document": {document}}}'}
    return http.post(
        f"{stack.supabase_url}/rest/v1/rpc/patch_prep_session", json=arguments, headers=headers, timeout=60
    )


@pytest.mark.parametrize("number", ["1e131071", "-1e131071", "1e309", "1e-16383", "0e-16383"])
def test_numbers_with_large_exponents_are_refused_before_they_are_expanded(
    number: str, stack: Stack, postgrest_prep: RpcPrepApi, owner: Person
) -> None:
    session = new_session(postgrest_prep, owner)
    document = f'{{"questions": {{"q": {{"n": [{",".join([number] * 4_000)}]}}}}}}'

    def is_refused() -> None:
        answer = patch_as_written(stack, owner, session, document)
        assert (answer.status_code, answer.json()["message"]) == (422, "invalid_request")
        assert "finite double" in answer.json()["hint"]

    # Written out in full, the largest of these would take half a gigabyte.
    assert least_seconds(is_refused, enough=3) < 3
    assert postgrest_prep.read(owner, session).ok()["version"] == 1


@pytest.mark.parametrize("number", ["1.7976931348623157e308", "5e-324", "4.9406564584124654e-324", "0.1", "-7", "1e21"])
def test_every_number_that_a_double_holds_is_stored(
    number: str, stack: Stack, postgrest_prep: RpcPrepApi, owner: Person
) -> None:
    session = new_session(postgrest_prep, owner)
    answer = patch_as_written(stack, owner, session, f'{{"questions": {{"q": {{"n": {number}}}}}}}')
    assert answer.status_code == 200, answer.text
    assert answer.json()["document"]["questions"]["q"]["n"] == float(number)


def test_integers_beyond_a_double_are_refused_by_the_function(function_prep: FunctionsPrepApi, owner: Person) -> None:
    session = new_session(function_prep, owner)
    function_prep.patch(owner, session, 1, document={"questions": {"q": {"n": 10**400}}}).refused(
        422, "invalid_request"
    )


def test_patch_of_many_megabytes_is_refused_at_the_data_api(postgrest_prep: RpcPrepApi, owner: Person) -> None:
    session = new_session(postgrest_prep, owner)
    document = {"a": [None] * 1_000_000}

    def is_refused() -> None:
        postgrest_prep.patch(owner, session, 1, document=document).refused(413, "payload_too_large")

    assert least_seconds(is_refused, enough=5) < 5


def merge_seconds(database: Database, entries: int, value: Any, depth: int = 0) -> float:
    """The processor time to change every entry `depth` objects below the top, the least of three runs."""
    values: tuple[Any, Any] = (
        {f"key {n}": {"a": n} for n in range(entries)},
        dict.fromkeys((f"key {n}" for n in range(entries)), value),
    )
    for _ in range(depth):
        values = ({"part": values[0]}, {"part": values[1]})
    target, patch = map(json.dumps, values)
    times = []
    for _ in range(3):
        with processor_time(database) as spent:
            database.value("select reprise_private.apply_merge_patch(%s::jsonb, %s::jsonb) is null", target, patch)
        times.append(spent.seconds)
    return min(times)


@pytest.mark.everyday(3)
@pytest.mark.parametrize("depth", [0, 1, 3])
@pytest.mark.parametrize("value", [None, 1, {"b": 1}], ids=str)
def test_time_to_merge_grows_linearly_with_the_size(value: Any, depth: int, database: Database) -> None:
    # The input is ten times as large. Removing keys one by one from what is left took a hundred times as long.
    assert merge_seconds(database, 20_000, value, depth) < 30 * merge_seconds(database, 2_000, value, depth)


@pytest.mark.prove
def test_control_aggregating_objects_as_jsonb_is_caught(database: Database) -> None:
    linear: Any = database.value("select pg_get_functiondef('reprise_private.apply_merge_patch'::regproc)")
    with database.connection.transaction(force_rollback=True):
        database.execute(linear.replace("select json_object_agg", "select jsonb_object_agg"))
        assert merge_seconds(database, 20_000, 1, depth=1) > 30 * merge_seconds(database, 2_000, 1, depth=1)


@pytest.mark.prove
def test_control_removing_keys_one_by_one_is_caught(database: Database) -> None:
    linear: Any = database.value("select pg_get_functiondef('reprise_private.apply_merge_patch'::regproc)")
    head, _, _ = linear.partition("  return coalesce((")
    body = "  return p_target - (select array_agg(key) from jsonb_each(p_patch));\nend\n$function$"
    with database.connection.transaction(force_rollback=True):
        database.execute(head + body)
        assert merge_seconds(database, 20_000, None) > 30 * merge_seconds(database, 2_000, None)


def test_patch_may_have_exactly_5000_values_and_a_document_20000(prep: PrepApi, owner: Person) -> None:
    session = new_session(prep, owner)
    # The patch, its document and the part count as values, too.
    most = {f"q{n}": "" for n in range(4_997)}
    prep.patch(owner, session, 1, document={"user_answers": most | {"one more": ""}}).refused(422, "invalid_request")
    assert prep.patch(owner, session, 1, document={"user_answers": most}).ok()["version"] == 2
    # The document holds 2 + 4,997 values. Add 2 for the new part, then fill it up to 20,000.
    for n in range(3):
        prep.patch(owner, session, 2 + n, document={"questions": {f"q{n}": {"n": [1] * 4_990}}}).ok()
    left = 20_000 - (2 + 4_997 + 1 + 3 * (2 + 4_990))
    refused = prep.patch(owner, session, 5, document={"questions": {"full": {"n": [1] * (left - 1)}}})
    assert "20,000" in refused.refused(413, "payload_too_large")["detail"]
    prep.patch(owner, session, 5, document={"questions": {"full": {"n": [1] * (left - 2)}}}).ok()
    prep.patch(owner, session, 6, document={"notes": "x"}).refused(413, "payload_too_large")
    prep.patch(owner, session, 6, document={"questions": {"full": None}, "notes": "x"}).ok()


def used(database: Database, owner: Person) -> int:
    query = "select used from reprise_private.rate_limit_uses where user_id = %s and action = 'prep_save'"
    found = database.rows(query, owner.user_id)
    return int(found[0]["used"]) if found else 0


def test_conflicts_count_as_saves_and_repeats_do_not(prep: PrepApi, owner: Person, database: Database) -> None:
    session = new_session(prep, owner)
    prep.patch(owner, session, 1, document={"notes": "a"}).ok()
    for _ in range(3):
        assert prep.patch(owner, session, 1, document={"notes": "a"}).ok()["version"] == 2
    assert used(database, owner) == 1
    for version in (1, 7):
        prep.patch(owner, session, version, document={"notes": "b"}).refused(412, "version_conflict")
    # A version that never existed cannot make this a repeat.
    prep.patch(owner, session, 7, document={"notes": "a"}).refused(412, "version_conflict")
    assert used(database, owner) == 4


def test_merge_is_refused_once_the_limit_is_reached(prep: PrepApi, owner: Person, database: Database) -> None:
    session = new_session(prep, owner)
    prep.patch(owner, session, 1, document={"notes": "a"}).ok()
    allowed = database.value("select allowed from reprise_private.rate_limits where action = 'prep_save'")
    database.execute(
        "update reprise_private.rate_limit_uses set used = %s where user_id = %s and action = 'prep_save'",
        allowed,
        owner.user_id,
    )
    for version in (1, 2):
        refused = prep.patch(owner, session, version, document={"notes": "b"}).refused(429, "rate_limited")
        assert 0 < refused["retry_after_seconds"] <= 60
    # Repeats are limited, too, because only the merge shows that it is one.
    prep.patch(owner, session, 1, document={"notes": "a"}).refused(429, "rate_limited")
    assert prep.read(owner, session).ok()["document"] == {"notes": "a"}
