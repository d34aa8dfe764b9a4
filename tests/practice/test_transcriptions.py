"""Guards that a transcription is stored once beside its text, and is shown to everyone who may see the text."""

from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from local.stack import Stack
from tests.support.apis import Api
from tests.support.database import Database, Row
from tests.support.interviews import Interview, Run, make_interview, start
from tests.support.people import People
from tests.support.plain_http import http

SAID = "um, a b-tree, I would say"
SPOKEN: dict[str, Any] = {"text": SAID, "duration_seconds": 12.5}


def spoken(database: Database, session_id: UUID) -> list[Row]:
    """The stored transcriptions of a session."""
    return database.rows(
        "select position, sha256, text, duration_seconds from reprise.transcriptions where session_id = %s"
        " order by position, received_at",
        session_id,
    )


@pytest.fixture
def interview(database: Database) -> Interview:
    """Two open questions with results that candidates may see."""
    made = make_interview(database, ["open", "open"])
    database.execute(
        "update reprise.interviews set results_visible_to_candidate = true where id = %s", made.interview_id
    )
    return made


@pytest.fixture
def run(api: Api, people: People, interview: Interview) -> Run:
    """A session at its first question."""
    return start(api, people.candidate(), interview.interview_id)


def test_transcription_is_shown_with_its_answer_in_results_and_exports(
    run: Run, interview: Interview, people: People, stack: Stack
) -> None:
    reply = run.submit("A B-tree.", transcription=SPOKEN).ok()
    said = {**SPOKEN, "received_at": reply["receipt"]["received_at"]}
    run.submit("Written only.").ok()
    assert [answer["transcription"] for answer in run.resume().ok()["answers"]] == [said, None]
    recruiter = people.member(interview.organization_id)
    for reader in (run.person, recruiter):
        results = run.api.call("results", reader, {"session_id": run.session_id}).ok()
        assert [answer["transcription"] for answer in results["answers"]] == [said, None]
    headers = {"authorization": f"Bearer {recruiter.token}"}
    params = {"session_id": str(run.session_id), "format": "md"}
    file = http.get(f"{stack.functions_url}/export", params=params, headers=headers, timeout=120)
    assert "Spoken, 12.5 s" in file.text
    assert SAID in file.text


def test_repeated_submit_retains_the_first_transcription_and_receipt(run: Run, database: Database) -> None:
    first = run.submit("A B-tree.", transcription=SPOKEN).ok()
    other = {"text": "something else", "duration_seconds": 1}
    for fields in ({}, {"transcription": SPOKEN}, {"transcription": other}):
        again = run.submit("A B-tree.", position=0, **fields).ok()
        assert (again["replayed"], again["receipt"]) == (True, first["receipt"])
    assert [row["text"] for row in spoken(database, run.session_id)] == [SPOKEN["text"]]


def test_transcription_is_stored_with_late_stale_and_second_texts(
    run: Run, interview: Interview, people: People, database: Database
) -> None:
    def said(text: str) -> dict[str, Any]:
        return {"text": text, "duration_seconds": 2}

    database.let_time_pass(run.session_id, 63)
    assert run.submit("too late", transcription=said("said too late")).ok()["late"] is True
    run.submit("in time", transcription=said("said in time")).ok()
    run.submit("second thoughts", position=1, transcription=said("said after the end")).refused(409, "already_answered")
    run.submit("old device", position=0, lease=1, transcription=said("said elsewhere"))
    texts = {
        row["sha256"]: row["answer"] for row in [*database.kept(run.session_id), *database.answers(run.session_id)]
    }
    assert {texts[row["sha256"]]: row["text"] for row in spoken(database, run.session_id)} == {
        "too late": "said too late",
        "in time": "said in time",
        "second thoughts": "said after the end",
        "old device": "said elsewhere",
    }
    recruiter = people.member(interview.organization_id)
    results = run.api.call("results", recruiter, {"session_id": run.session_id}).ok()
    assert {late["answer"]: late["transcription"]["text"] for late in results["late_answers"]} == {
        "too late": "said too late",
        "second thoughts": "said after the end",
        "old device": "said elsewhere",
    }


def test_transcription_of_a_replaced_device_is_stored_with_its_text(run: Run, database: Database) -> None:
    run.resume(client_id=uuid4(), takeover=True).ok()
    assert run.submit("typed here", lease=1, transcription=SPOKEN).refused(409, "lease_lost")["kept"] is True
    assert [row["text"] for row in spoken(database, run.session_id)] == [SPOKEN["text"]]


def test_transcription_without_typed_text_is_stored_with_the_questions_answer(run: Run, database: Database) -> None:
    run.heartbeat("a draft").ok()
    assert run.submit("", time_expired=True, transcription=SPOKEN).ok()["is_answer"] is False
    (answer,) = run.resume().ok()["answers"]
    assert (answer["answer"], answer["source"]) == ("a draft", "draft")
    assert answer["transcription"]["text"] == SPOKEN["text"]
    assert len(spoken(database, run.session_id)) == 1


def test_transcription_of_a_text_that_is_not_stored_is_not_stored(api: Api, people: People, database: Database) -> None:
    hasty = make_interview(database, ["open"], min_seconds=30)
    run = start(api, people.candidate(), hasty.interview_id)
    run.submit("too soon", transcription=SPOKEN).refused(409, "too_fast")
    run.submit("ahead", position=1, transcription=SPOKEN).refused(409, "position_ahead")
    assert spoken(database, run.session_id) == []


WRONG: dict[str, Any] = {
    "a list": [],
    "no text": {"duration_seconds": 1},
    "no duration": {"text": "said"},
    "no time at all": {"text": "said", "duration_seconds": 0},
    "a negative time": {"text": "said", "duration_seconds": -1},
    "more than a day": {"text": "said", "duration_seconds": 86_400.5},
    "a duration that is no number": {"text": "said", "duration_seconds": "long"},
    "a text that is no text": {"text": 1, "duration_seconds": 1},
    "a score": {"text": "said", "duration_seconds": 1, "score": 10},
}


@pytest.mark.everyday(2)
@pytest.mark.parametrize("wrong", WRONG)
def test_invalid_transcription_is_refused_together_with_its_answer(run: Run, database: Database, wrong: str) -> None:
    run.submit("A B-tree.", transcription=WRONG[wrong]).refused(422, "invalid_request")
    assert database.answers(run.session_id) == []


def test_transcription_of_64_kib_is_stored_and_one_byte_more_is_refused(run: Run, database: Database) -> None:
    run.submit("A.", transcription={"text": "ä" * 32_768 + "x", "duration_seconds": 1}).refused(
        413, "payload_too_large"
    )
    run.submit("A.", transcription={"text": "ä" * 32_768, "duration_seconds": 86_400}).ok()
    assert len(spoken(database, run.session_id)[0]["text"].encode()) == 65_536


@pytest.mark.parametrize("role", ["postgres", "service_role"])
def test_transcription_never_changes(run: Run, database: Database, role: str) -> None:
    run.submit("A.", transcription=SPOKEN).ok()
    statement = f"begin; set local role {role}; update reprise.transcriptions set text = 'x'; commit"
    with pytest.raises((psycopg.errors.RestrictViolation, psycopg.errors.InsufficientPrivilege)):
        database.connection.execute(statement.encode())
    database.connection.execute("rollback")
    assert spoken(database, run.session_id)[0]["text"] == SPOKEN["text"]
