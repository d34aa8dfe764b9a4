"""Guards what is accepted, what is refused, and that no refusal loses a text."""

from uuid import uuid4

import pytest

from tests.support.apis import Api
from tests.support.database import Database
from tests.support.interviews import make_interview, start, start_and_answer
from tests.support.people import People

LARGEST = "ü" * 32768


def test_position_ahead_is_refused_with_the_current_position(api: Api, people: People, database: Database) -> None:
    run = start_and_answer(api, people.candidate(), make_interview(database).interview_id, 1)
    for position in (2, 3, 4, 999):
        refusal = run.submit("early bird", position=position).refused(409, "position_ahead")
        assert refusal["position"] == 1
    assert len(database.answers(run.session_id)) == 1
    assert database.kept(run.session_id) == []


def test_different_text_for_an_answered_question_is_stored_as_late(
    api: Api, people: People, database: Database
) -> None:
    run = start(api, people.candidate(), make_interview(database, ["open"] * 2).interview_id)
    first = run.submit("first").ok()
    for _ in range(2):
        refusal = run.submit("second", position=0).refused(409, "already_answered")
        assert refusal["receipt"] == first["receipt"]
        assert refusal["kept"] is True
    assert [row["answer"] for row in database.answers(run.session_id)] == ["first"]
    kept = [(row["answer"], row["reason"]) for row in database.kept(run.session_id)]
    assert kept == [("second", "already_answered")]


def test_answer_before_the_minimum_time_becomes_the_draft_and_can_be_sent_again(
    api: Api, people: People, database: Database
) -> None:
    interview = make_interview(database, ["open"] * 2, min_seconds=5)
    run = start(api, people.candidate(), interview.interview_id)
    refusal = run.submit("pasted").refused(409, "too_fast")
    assert 0 < refusal["retry_after_seconds"] <= 5
    assert run.resume().ok()["question"]["draft"] == "pasted"
    database.let_time_pass(run.session_id, 5)
    assert run.submit("pasted").ok()["accepted"] is True


def test_empty_answer_before_the_minimum_time_does_not_delete_the_draft(
    api: Api, people: People, database: Database
) -> None:
    interview = make_interview(database, ["open"] * 2, min_seconds=5)
    run = start(api, people.candidate(), interview.interview_id)
    run.heartbeat("half a thought").ok()
    run.submit("", time_expired=True).refused(409, "too_fast")
    assert database.questions(run.session_id)[0]["draft"] == "half a thought"


def test_multiple_choice_accepts_only_the_id_of_an_option(api: Api, people: People, database: Database) -> None:
    run = start(api, people.candidate(), make_interview(database, ["mcq"] * 2).interview_id)
    for text in ("d", "B", "b ", "Beta", '["b"]', "null"):
        run.submit(text).refused(422, "invalid_request")
    assert run.submit("b").ok()["accepted"] is True
    assert run.submit("", time_expired=True).ok()["accepted"] is True
    assert [row["answer"] for row in database.answers(run.session_id)] == ["b", ""]


@pytest.mark.parametrize("kind", ["mcq", "short_answer", "code", "open"])
def test_empty_answer_is_refused_unless_the_time_has_expired(
    api: Api, people: People, database: Database, kind: str
) -> None:
    run = start(api, people.candidate(), make_interview(database, [kind] * 2).interview_id)
    run.submit("").refused(422, "invalid_request")
    run.submit("", time_expired=False).refused(422, "invalid_request")
    assert run.submit("", time_expired=True).ok()["accepted"] is True
    assert database.answers(run.session_id)[0]["source"] == "submitted"


def test_answer_of_64_kib_is_stored_and_one_byte_more_is_refused(api: Api, people: People, database: Database) -> None:
    run = start(api, people.candidate(), make_interview(database, ["open"] * 2).interview_id)
    run.submit(LARGEST + "x").refused(413, "payload_too_large")
    run.heartbeat(LARGEST + "x").refused(413, "payload_too_large")
    run.heartbeat(LARGEST).ok()
    assert run.submit(LARGEST).ok()["accepted"] is True
    assert database.answers(run.session_id)[0]["answer"] == LARGEST
    assert run.submit(LARGEST, position=0).ok()["replayed"] is True


def test_response_to_a_submit_does_not_grow_with_earlier_answers(api: Api, people: People, database: Database) -> None:
    run = start(api, people.candidate(), make_interview(database, ["open"] * 3).interview_id)
    first, second = run.submit(LARGEST).ok(), run.submit("short").ok()
    assert "answers" not in second
    assert len(str(second)) < len(str(first)) + 100 < 3000
    assert [answer["answer"] for answer in run.resume().ok()["answers"]] == [LARGEST, "short"]


@pytest.mark.parametrize("text", ["the draft", "later", ""])
def test_response_says_whether_the_text_is_the_answer(api: Api, people: People, database: Database, text: str) -> None:
    run = start(api, people.candidate(), make_interview(database, ["open"] * 3).interview_id)
    run.heartbeat("the draft").ok()
    database.let_time_pass(run.session_id, 63)
    late = run.submit(text, time_expired=True).ok()
    assert (late["late"], late["is_answer"]) == (True, text == "the draft")
    assert run.submit("in time").ok()["is_answer"] is True
    run.heartbeat("the draft").ok()
    # An empty text stands for the draft that the server has.
    last = run.submit(text, time_expired=True).ok()
    assert (last["accepted"], last["is_answer"]) == (True, text != "")


@pytest.mark.parametrize(
    "text", ["  spaces stay  ", "\r\nlines\r\n", "e\u0301 is not \u00e9", "🙂", "\\u0041", "'); --"]
)
def test_text_is_returned_exactly_as_sent(api: Api, people: People, database: Database, text: str) -> None:
    run = start(api, people.candidate(), make_interview(database, ["open"] * 2).interview_id)
    run.heartbeat(text).ok()
    assert run.resume().ok()["question"]["draft"] == text
    run.submit(text).ok()
    assert run.resume().ok()["answers"][0]["answer"] == text
    assert database.answers(run.session_id)[0]["answer"] == text


def test_session_of_another_user_and_a_missing_one_are_refused_identically(
    api: Api, people: People, database: Database
) -> None:
    run = start(api, people.candidate(), make_interview(database).interview_id)
    stranger = people.candidate()
    arguments = {"position": 0, "answer": "b", "lease": 1}
    texts = set()
    for session_id in (run.session_id, uuid4()):
        reply = api.call("submit", stranger, arguments | {"session_id": session_id})
        body = reply.refused(404, "session_not_found")
        body.pop("request_id", None)
        texts.add(str(body))
    assert len(texts) == 1
    assert database.answers(run.session_id) == []


@pytest.mark.parametrize("outcome", ["completed", "cancelled"])
def test_text_for_a_closed_session_is_stored_as_late(
    api: Api, people: People, database: Database, outcome: str
) -> None:
    run = start(api, people.candidate(), make_interview(database, ["open"] * 2).interview_id)
    run.finish(outcome).ok()
    refusal = run.submit("one more thing", position=0).refused(409, "session_closed")
    assert (refusal["session_status"], refusal["kept"]) == (outcome, True)
    (kept,) = database.kept(run.session_id)
    assert (kept["answer"], kept["reason"]) == ("one more thing", "session_closed")
    assert kept["late_by"].total_seconds() == 0
