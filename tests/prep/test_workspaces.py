"""Guards that only its owner can create, read, list, change and delete a workspace, through both APIs."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.support.database import Database
from tests.support.people import People, Person
from tests.support.prep_apis import FunctionsPrepApi, PrepApi


def test_workspace_is_created_read_changed_and_deleted(prep: PrepApi, owner: Person) -> None:
    made = prep.create(owner, name="  Microsoft DBA Prep\n", mode="job", job_id="ms-1", skill="SQL").ok(201)
    assert (made["name"], made["mode"], made["job_id"], made["skill"]) == ("Microsoft DBA Prep", "job", "ms-1", "SQL")
    assert (made["version"], made["document"], made["replayed"]) == (1, {}, False)
    document = {"user_answers": {"q1": "é\U0001f600"}, "practice_status": {"q1": "needs_practice"}, "notes": "n"}
    changed = prep.patch(owner, made["id"], 1, name="Renamed", job_id=None, document=document).ok()
    assert (changed["version"], changed["name"], changed["job_id"], changed["skill"]) == (2, "Renamed", None, "SQL")
    fewer = prep.patch(owner, made["id"], 2, document={"user_answers": {"q1": None}, "notes": None}).ok()
    assert fewer["document"] == {"user_answers": {}, "practice_status": {"q1": "needs_practice"}}
    assert prep.read(owner, made["id"]).ok() | {"server_time": 0} == fewer | {"server_time": 0}
    for _ in range(2):
        prep.delete(owner, made["id"]).ok(204)
    prep.read(owner, made["id"]).refused(404, "prep_session_not_found")
    prep.patch(owner, made["id"], 3, name="x").refused(404, "prep_session_not_found")


def test_create_repeated_with_its_id_creates_one_workspace(prep: PrepApi, owner: Person) -> None:
    minted = str(uuid4())
    made = prep.create(owner, name="A", mode="general", prep_session_id=minted).ok(201)
    again = prep.create(owner, name="A", mode="general", prep_session_id=minted).ok(200)
    assert (again["id"], again["replayed"], made["id"]) == (minted, True, minted)
    assert len(prep.page(owner).ok()["prep_sessions"]) == 1


def test_workspace_with_the_id_of_another_users_workspace_is_a_workspace_of_its_own(
    prep: PrepApi, owner: Person, people: People
) -> None:
    taken, unused = str(uuid4()), str(uuid4())
    prep.create(owner, name="A", mode="general", prep_session_id=taken).ok(201)
    document = {"notes": "secret"}
    prep.patch(owner, taken, 1, document=document).ok()
    other = people.candidate()
    made = [prep.create(other, name="B", mode="general", prep_session_id=each).ok(201) for each in (taken, unused)]
    times = {"id": 0, "created_at": 0, "updated_at": 0, "server_time": 0}
    assert made[0] | times == made[1] | times
    assert [each["id"] for each in made] == [taken, unused]
    assert prep.create(other, name="B", mode="general", prep_session_id=taken).ok(200)["replayed"] is True
    # Every call finds the caller's own workspace under the id.
    share = prep.share(other, taken, expires_in_hours=1).ok(201)["share"]
    assert [line["id"] for line in prep.shares(other, taken).ok()["shares"]] == [share["id"]]
    assert prep.shares(owner, taken).ok()["shares"] == []
    prep.revoke(owner, taken, share["id"]).ok(204)
    assert len(prep.shares(other, taken).ok()["shares"]) == 1
    prep.revoke(other, taken, share["id"]).ok(204)
    assert prep.shares(other, taken).ok()["shares"] == []
    assert prep.patch(other, taken, 1, name="C").ok()["name"] == "C"
    first = prep.page(other, limit=1).ok()
    second = prep.page(other, limit=1, cursor=first["next_cursor"]).ok()
    assert [line["id"] for page in (first, second) for line in page["prep_sessions"]] == [unused, taken]
    prep.delete(other, taken).ok(204)
    prep.read(other, taken).refused(404, "prep_session_not_found")
    assert (prep.read(owner, taken).ok()["name"], prep.read(owner, taken).ok()["document"]) == ("A", document)


@pytest.mark.everyday(2)
@pytest.mark.parametrize(
    "fields",
    [
        {"mode": "job"},
        {"name": "", "mode": "job"},
        {"name": " \t", "mode": "job"},
        {"name": "x" * 201, "mode": "job"},
        {"name": "x"},
        {"name": "x", "mode": "exam"},
        {"name": "x", "mode": "job", "job_id": ""},
        {"name": "x", "mode": "job", "skill": "x" * 201},
    ],
)
def test_workspace_without_a_valid_name_or_mode_is_refused(
    fields: dict[str, Any], prep: PrepApi, owner: Person
) -> None:
    prep.create(owner, **fields).refused(422, "invalid_request")
    assert prep.page(owner).ok()["prep_sessions"] == []


def test_name_may_have_200_characters_of_any_script(prep: PrepApi, owner: Person) -> None:
    assert prep.create(owner, name="\U0001f600" * 200, mode="general").ok(201)["name"] == "\U0001f600" * 200


@pytest.mark.everyday(2)
@pytest.mark.parametrize(
    "changes",
    [
        {"document": None},
        {"document": {"unknown": {}}},
        {"document": {"questions": []}},
        {"document": {"questions": {"q1": "not an object"}}},
        {"document": {"questions": {"": {}}}},
        {"document": {"questions": {"x" * 101: {}}}},
        {"document": {"user_answers": {"q1": {}}}},
        {"document": {"practice_status": {"q1": "perfect"}}},
        {"document": {"notes": {"a": "b"}}},
        {"document": {"questions": {"q1": {"a": [[[[[[[[1]]]]]]]]}}}},
        {"document": {"questions": {"q1": {"a": {"b": {"c": {"d": {"e": {"f": {"g": {"h": 1}}}}}}}}}}},
        {"name": None},
        {"name": ""},
        {"mode": "job"},
        {"version": 7},
    ],
)
def test_invalid_change_of_a_workspace_is_refused_and_changes_nothing(
    changes: dict[str, Any], prep: PrepApi, owner: Person
) -> None:
    made = prep.create(owner, name="A", mode="skill").ok(201)
    if prep.name == "postgrest" and "version" in changes:
        changes = {"updated": 7}
    if prep.name == "function" and "version" in changes:
        changes = {"user_id": 7}
    prep.patch(owner, made["id"], 1, **changes).refused(422, "invalid_request")
    assert prep.read(owner, made["id"]).ok()["version"] == 1


def test_workspace_of_another_user_and_a_missing_one_get_the_same_response(
    prep: PrepApi, owner: Person, people: People
) -> None:
    made = prep.create(owner, name="Mine", mode="general").ok(201)
    other = people.candidate()
    for session in (made["id"], str(UUID(int=5))):
        answers = [prep.read(other, session), prep.patch(other, session, 1, name="Theirs"), prep.share(other, session)]
        assert {(answer.status, answer.code) for answer in answers} == {(404, "prep_session_not_found")}
        assert prep.shares(other, session).code == "prep_session_not_found"
        prep.delete(other, session).ok(204)
    assert prep.read(owner, made["id"]).ok()["name"] == "Mine"
    assert prep.page(other).ok()["prep_sessions"] == []


def test_pages_omit_and_repeat_nothing_while_others_are_saved(prep: PrepApi, owner: Person) -> None:
    made = [prep.create(owner, name=f"Session {n}", mode="general").ok(201)["id"] for n in range(7)]
    seen: list[str] = []
    cursor: str | None = None
    while True:
        page = prep.page(owner, limit=3, **({"cursor": cursor} if cursor else {})).ok()
        seen += [line["id"] for line in page["prep_sessions"]]
        assert all("document" not in line for line in page["prep_sessions"])
        cursor = page["next_cursor"]
        if cursor is None:
            break
        prep.patch(owner, made[0], prep.read(owner, made[0]).ok()["version"], document={"notes": cursor}).ok()
    assert seen == made[::-1]


@pytest.mark.parametrize("wrong", [{"limit": 0}, {"limit": 101}, {"cursor": "x"}, {"cursor": "1.2"}])
def test_invalid_page_is_refused(wrong: dict[str, Any], prep: PrepApi, owner: Person) -> None:
    prep.page(owner, **wrong).refused(422, "invalid_request")


def test_template_is_copied_and_not_changed(
    prep: PrepApi, function_prep: FunctionsPrepApi, owner: Person, database: Database
) -> None:
    listed = function_prep.request("GET", "/templates", owner).json()["templates"]
    assert len([line for line in listed if line["question_count"] >= 5]) >= 5
    template = database.row("select * from reprise.prep_templates where id = %s", listed[0]["id"])
    made = prep.create(owner, template=template["id"]).ok(201)
    copied = (made["name"], made["mode"], made["skill"], made["document"], made["template"])
    assert copied == tuple(template[name] for name in ("name", "mode", "skill", "document", "id"))
    own = prep.create(owner, template=template["id"], name="My own", mode="general").ok(201)
    assert (own["name"], own["mode"], own["document"]) == ("My own", "general", template["document"])
    prep.patch(owner, made["id"], 1, document={"questions": None}).ok()
    assert database.row("select * from reprise.prep_templates where id = %s", template["id"]) == template
    prep.create(owner, template="no-such-role").refused(404, "prep_template_not_found")
