"""Guards the storage of texts that could not be accepted: each one once, up to a limit, and never falsely reported."""

from collections.abc import Iterator
from uuid import uuid4

import pytest

from tests.support.apis import Api
from tests.support.database import Database
from tests.support.interviews import Run, make_interview, start
from tests.support.people import People

LIMIT = 3


@pytest.fixture
def _small_late_text_limit(database: Database) -> Iterator[None]:
    before = database.value("select late_texts_per_question from reprise_private.settings")
    database.execute("update reprise_private.settings set late_texts_per_question = %s", LIMIT)
    yield
    database.execute("update reprise_private.settings set late_texts_per_question = %s", before)


@pytest.fixture
def answered(api: Api, people: People, database: Database) -> Run:
    """A session in which two of three questions are answered."""
    run = start(api, people.candidate(), make_interview(database, ["open"] * 3).interview_id)
    run.submit("first").ok()
    run.submit("second").ok()
    return run


def test_same_late_text_for_the_same_reason_is_stored_once(answered: Run, database: Database) -> None:
    for _ in range(3):
        assert answered.submit("other", position=0).refused(409, "already_answered")["kept"] is True
    answered.resume(client_id=uuid4(), takeover=True).ok()
    for _ in range(3):
        assert answered.submit("other", position=0).refused(409, "lease_lost")["kept"] is True
    kept = [(row["position"], row["answer"], row["reason"]) for row in database.kept(answered.session_id)]
    assert kept == [(0, "other", "already_answered"), (0, "other", "lease_lost")]


@pytest.mark.usefixtures("_small_late_text_limit")
def test_full_late_text_storage_reports_that_nothing_was_stored(answered: Run, database: Database) -> None:
    reported = [
        answered.submit(f"text {number}", position=0).refused(409, "already_answered")["kept"]
        for number in range(LIMIT + 2)
    ]
    assert reported == [True] * LIMIT + [False] * 2
    # Stored texts stay stored, and the limit counts for each question separately.
    assert answered.submit("text 0", position=0).refused(409, "already_answered")["kept"] is True
    assert answered.submit("text 0", position=1).refused(409, "already_answered")["kept"] is True
    kept = [row["answer"] for row in database.kept(answered.session_id) if row["position"] == 0]
    assert kept == ["text 0", "text 1", "text 2"]


@pytest.mark.usefixtures("_small_late_text_limit")
def test_late_submit_to_full_storage_gets_no_receipt(api: Api, people: People, database: Database) -> None:
    run = start(api, people.candidate(), make_interview(database, ["open"] * 3).interview_id)
    database.let_time_pass(run.session_id, 90)
    for number in range(LIMIT):
        body = run.submit(f"late {number}", position=0).ok()
        assert (body["kept"], body["late"], body["accepted"]) == (True, True, False)
        assert body["receipt"]["sha256"] != ""
    body = run.submit("too many", position=0).ok()
    assert (body["kept"], body["receipt"], body["accepted"]) == (False, None, False)


def test_text_equal_to_the_answer_is_not_stored_again(answered: Run, database: Database) -> None:
    answered.resume(client_id=uuid4(), takeover=True).ok()
    assert answered.heartbeat("first", position=0).refused(409, "lease_lost")["kept"] is True
    assert database.kept(answered.session_id) == []


def test_text_for_a_missing_position_is_never_reported_as_stored(answered: Run, database: Database) -> None:
    answered.finish().ok()
    assert answered.submit("nowhere", position=57).refused(409, "session_closed")["kept"] is False
    assert database.kept(answered.session_id) == []


def test_late_text_is_write_once(answered: Run, database: Database) -> None:
    answered.submit("other", position=0).refused(409, "already_answered")
    (kept,) = database.kept(answered.session_id)
    for column in ("answer", "position", "session_id", "sha256"):
        with pytest.raises(Exception, match="never changed"):
            database.connection.execute(
                f"update reprise.late_answers set {column} = {column} where id = %s", (kept["id"],)
            )
    assert database.kept(answered.session_id) == [kept]
