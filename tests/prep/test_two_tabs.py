"""Guards that no text is lost when one workspace is edited in two tabs, or in eight."""

from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any
from uuid import uuid4

import pytest

from tests.support.database import Database
from tests.support.limits import limited_actions, limits_changed
from tests.support.people import Person
from tests.support.prep_apis import PrepApi
from tests.support.race import rounds, together


def test_second_tab_gets_the_current_document_and_merges(prep: PrepApi, owner: Person) -> None:
    session = prep.create(owner, name="A", mode="general").ok(201)["id"]
    seen_by_both = prep.patch(owner, session, 1, document={"user_answers": {"q1": "draft"}, "notes": "n"}).ok()
    first = prep.patch(owner, session, 2, document={"user_answers": {"q1": "first tab", "q2": "also first"}}).ok()
    refused = prep.patch(owner, session, 2, document={"user_answers": {"q1": "second tab"}, "notes": "second"})
    current = refused.refused(412, "version_conflict")["prep_session"]
    assert (current["version"], current["document"]) == (first["version"], first["document"])
    assert seen_by_both["document"]["user_answers"] == {"q1": "draft"}
    # The tab keeps what only it changed. For what both changed it asks its user, who keeps both here.
    both = current["document"]["user_answers"]["q1"] + " / second tab"
    merged = prep.patch(owner, session, current["version"], document={"user_answers": {"q1": both}, "notes": "second"})
    answers = {"q1": "first tab / second tab", "q2": "also first"}
    assert merged.ok()["document"] == {"user_answers": answers, "notes": "second"}


def test_change_repeated_after_a_lost_response_converges(prep: PrepApi, owner: Person, database: Database) -> None:
    session = prep.create(owner, name="A", mode="general").ok(201)["id"]
    change = {"document": {"notes": "typed once", "user_answers": {"q1": "a"}}}
    stored = prep.patch(owner, session, 1, **change).ok()
    again = prep.patch(owner, session, 1, **change).ok()
    assert (again["version"], again["updated_at"]) == (2, stored["updated_at"])
    # Others have saved meanwhile; the repeat returns their changes, too.
    prep.patch(owner, session, 2, document={"user_answers": {"q2": "theirs"}}).ok()
    later = prep.patch(owner, session, 1, **change).ok()
    assert (later["version"], later["document"]["user_answers"]) == (3, {"q1": "a", "q2": "theirs"})
    prep.patch(owner, session, 3, document={"notes": "changed"}).ok()
    prep.patch(owner, session, 1, **change).refused(412, "version_conflict")
    used = "select used from reprise_private.rate_limit_uses where user_id = %s and action = 'prep_save'"
    assert database.value(used, owner.user_id) == 4, "three changes and a conflict; no repeat"


def save_until_stored(prep: PrepApi, owner: Person, session: str, text: str, version: int) -> None:
    """Append a line to the notes as a careful client does: merge after a conflict, and send again."""
    notes = ""
    for _ in range(50):
        answer = prep.patch(owner, session, version, document={"notes": notes + text + "\n"})
        if answer.status == 200:
            return
        current = answer.refused(412, "version_conflict")["prep_session"]
        version, notes = current["version"], current["document"].get("notes", "")
    raise AssertionError("never stored")


def lost_texts(prep: PrepApi, owner: Person, threads: ThreadPoolExecutor) -> set[str]:
    """The texts that are missing after eight tabs saved the same field at once."""
    session = prep.create(owner, name="A", mode="general").ok(201)["id"]
    texts = [f"tab {n} {uuid4()}" for n in range(8)]
    together([partial(save_until_stored, prep, owner, session, text, 1) for text in texts], threads)
    return set(texts) - set(prep.read(owner, session).ok()["document"]["notes"].splitlines())


def test_eight_tabs_saving_the_same_field_concurrently_lose_nothing(
    prep: PrepApi, owner: Person, threads: ThreadPoolExecutor, database: Database
) -> None:
    saves = [action for action in limited_actions(database) if action.startswith("prep")]
    with limits_changed(database, 1_000_000, saves):
        for _ in rounds(2, full=100):
            assert lost_texts(prep, owner, threads) == set()


@pytest.mark.prove
def test_control_same_race_loses_texts_without_the_version(
    postgrest_prep: PrepApi, owner: Person, threads: ThreadPoolExecutor, database: Database
) -> None:
    function = "reprise_private.patch_prep_session"
    careful: Any = database.value("select pg_get_functiondef(%s::regproc)", function)
    careless = careful.replace("p_version <> v_old.version", "false")
    assert careless != careful
    database.execute(careless)
    try:
        assert lost_texts(postgrest_prep, owner, threads)
    finally:
        database.execute(careful)
