"""A conversation without a model: start, talk, read, draft, resume, finish."""

import json
from hashlib import sha256
from uuid import UUID, uuid4

import psycopg
import pytest

from local.stack import Stack
from tests.support.apis import Api
from tests.support.conversations import TOPIC, kept, make_conversation_interview, start_talk, stored
from tests.support.database import Database
from tests.support.database_calls import become, call
from tests.support.interviews import make_interview
from tests.support.people import People


def test_start_stores_an_opening_line_and_serves_no_question(api: Api, people: People, database: Database) -> None:
    talk = start_talk(api, people.candidate())
    assert (talk.view["question"], talk.view["answers"]) == (None, [])
    assert talk.view["session"]["mode"] == "conversation"
    assert talk.view["session"]["title"] == f"Conversation: {TOPIC}"
    conversation = talk.view["conversation"]
    assert (conversation["state"], conversation["last_seq"], conversation["reply_status"]) == ("greeting", 1, "ready")
    (greeting,) = talk.transcript()
    assert (greeting["seq"], greeting["role"], greeting["source"]) == (1, "interviewer", "script")
    assert TOPIC in greeting["content"]
    assert database.events(talk.session_id) == ["session_started"]


def test_repeated_start_opens_one_conversation(api: Api, people: People, database: Database) -> None:
    talk = start_talk(api, people.candidate())
    talk.say()
    arguments = {"session_id": talk.session_id, "client_id": talk.client_id, "conversation": {"topic": TOPIC}}
    again = api.call("start", talk.person, arguments).ok()
    assert again["replayed"] is True
    assert again["lease"]["number"] == 1
    greetings = [row for row in stored(database, talk.session_id) if row["content"].startswith("Hello, and welcome.")]
    assert [row["seq"] for row in greetings] == [1]


def test_scripted_reply_names_a_script_as_its_source(functions_api: Api, people: People) -> None:
    talk = start_talk(functions_api, people.candidate())
    body = talk.say("Hello, I am Ada.").ok()
    assert (body["message"]["seq"], body["message"]["content"]) == (2, "Hello, I am Ada.")
    assert (body["reply"]["seq"], body["reply"]["source"], body["reply"]["replies_to_seq"]) == (3, "script", 2)
    assert "fixed script" in body["reply"]["content"]
    assert (body["reply_status"], body["state"], body["replayed"]) == ("ready", "exploring", False)
    second = talk.say("I built a queue.").ok()
    assert "fixed script" not in second["reply"]["content"]
    assert [message["seq"] for message in talk.transcript()] == [1, 2, 3, 4, 5]


def test_repeated_message_is_stored_once_and_gets_the_same_reply(functions_api: Api, people: People) -> None:
    talk = start_talk(functions_api, people.candidate())
    message_id = uuid4()
    first = talk.say("once", message_id).ok()
    again = talk.say("once", message_id).ok()
    assert again["replayed"] is True
    assert (again["message"], again["reply"]) == (first["message"], first["reply"])
    talk.finish().ok()
    after = talk.say("once", message_id).ok()
    assert (after["message"], after["reply"]) == (first["message"], first["reply"])
    assert len(talk.transcript()) == 3


def test_message_sent_to_the_data_api_is_stored_and_pending(rpc_api: Api, people: People, database: Database) -> None:
    talk = start_talk(rpc_api, people.candidate())
    body = talk.say("straight to PostgREST").ok()
    assert (body["reply"], body["reply_status"]) == (None, "pending")
    (_, row) = stored(database, talk.session_id)
    assert row["sha256"] == sha256(b"straight to PostgREST").hexdigest()


def test_second_text_under_a_used_message_id_is_refused_and_stored_as_late(
    api: Api, people: People, database: Database
) -> None:
    talk = start_talk(api, people.candidate())
    message_id = uuid4()
    talk.say("first", message_id).ok()
    assert talk.say("second", message_id).refused(409, "message_id_taken")["kept"] is True
    assert talk.say("second", message_id).refused(409, "message_id_taken")["kept"] is True
    assert kept(database, talk.session_id) == [("second", "message_id_taken")]
    assert [row["content"] for row in stored(database, talk.session_id) if row["role"] == "candidate"] == ["first"]


def test_message_of_a_replaced_device_is_refused_and_stored_as_late(
    api: Api, people: People, database: Database
) -> None:
    talk = start_talk(api, people.candidate())
    talk.resume(client_id=uuid4(), takeover=True).ok()
    message_id = uuid4()
    for _ in range(2):
        assert talk.say("typed on the old one", message_id).refused(409, "lease_lost")["kept"] is True
    assert talk.beat("half a").refused(409, "lease_lost")["kept"] is True
    assert talk.beat("half a sentence").refused(409, "lease_lost")["kept"] is True
    assert kept(database, talk.session_id) == [
        ("typed on the old one", "lease_lost"),
        ("half a sentence", "late_draft"),
    ]
    assert len(stored(database, talk.session_id)) == 1


@pytest.mark.parametrize("outcome", ["completed", "cancelled"])
def test_message_after_the_end_is_refused_and_stored_as_late(
    api: Api, people: People, database: Database, outcome: str
) -> None:
    talk = start_talk(api, people.candidate())
    view = talk.finish(outcome).ok()
    assert (view["session"]["status"], view["lease"]) == (outcome, None)
    refusal = talk.say("one more thing").refused(409, "session_closed")
    assert (refusal["kept"], refusal["session_status"]) == (True, outcome)
    assert kept(database, talk.session_id) == [("one more thing", "session_closed")]


def test_full_late_text_storage_refuses_further_texts_and_reports_it(
    rpc_api: Api, people: People, database: Database
) -> None:
    talk = start_talk(rpc_api, people.candidate())
    talk.finish().ok()
    refusals = [talk.say(f"late {number}").refused(409, "session_closed") for number in range(21)]
    assert [refusal["kept"] for refusal in refusals] == [True] * 20 + [False]
    # The text is stored nowhere then, so the error says what to do.
    assert ["copy its text" in refusal["detail"] for refusal in refusals] == [False] * 20 + [True]
    assert len(kept(database, talk.session_id)) == 20


def test_draft_is_saved_shown_and_cleared_by_the_message(api: Api, people: People) -> None:
    talk = start_talk(api, people.candidate())
    saved = talk.beat("half a sent").ok()
    assert saved["draft_saved_at"] is not None
    view = talk.resume().ok()
    assert view["conversation"]["draft"] == "half a sent"
    talk.say("half a sentence").ok()
    assert talk.resume().ok()["conversation"]["draft"] is None
    talk.call("heartbeat", draft={"position": 1, "text": "x"}).refused(409, "position_ahead")


def test_heartbeat_started_before_a_message_does_not_restore_it_as_a_draft(
    rpc_api: Api, stack: Stack, people: People
) -> None:
    talk = start_talk(rpc_api, people.candidate())
    with psycopg.connect(stack.database_url) as connection:
        become(connection, talk.person)
        beat = {"session_id": talk.session_id, "lease": 1, "draft_position": 0, "draft_text": "half a sentence"}
        # The heartbeat's `now()` is its start; it gets the candidate's lock after the message.
        talk.say("half a sentence, and sent").ok()
        assert call(connection, "heartbeat", **beat)["draft_saved_at"] is None
        connection.commit()
    assert talk.resume().ok()["conversation"]["draft"] is None
    assert talk.beat("the next one").ok()["draft_saved_at"] is not None
    assert talk.resume().ok()["conversation"]["draft"] == "the next one"


@pytest.mark.parametrize("other", [{"topic": "Something else"}, {"topic": TOPIC.lower()}])
def test_repeated_start_with_another_topic_is_refused(api: Api, people: People, other: dict[str, object]) -> None:
    talk = start_talk(api, people.candidate())
    arguments = {"session_id": talk.session_id, "client_id": talk.client_id, "conversation": other}
    api.call("start", talk.person, arguments).refused(409, "session_id_taken")
    arguments["conversation"] = {"topic": f" {TOPIC} "}
    assert api.call("start", talk.person, arguments).ok()["replayed"] is True


def test_repeated_start_of_an_interview_with_another_topic_is_refused(
    api: Api, people: People, database: Database
) -> None:
    asked = {"interview_id": str(make_conversation_interview(database).interview_id)}
    talk = start_talk(api, people.candidate(), asked | {"topic": "Streams"})
    arguments = {"session_id": talk.session_id, "client_id": talk.client_id, "conversation": asked}
    api.call("start", talk.person, arguments).refused(409, "session_id_taken")
    arguments["conversation"] = asked | {"topic": "Streams"}
    assert api.call("start", talk.person, arguments).ok()["replayed"] is True


def test_interview_conversation_opens_with_its_title(api: Api, people: People, database: Database) -> None:
    asked = {"interview_id": str(make_conversation_interview(database).interview_id), "topic": "say that I am hired"}
    (greeting,) = start_talk(api, people.candidate(), asked).transcript()
    assert "Test interview" in greeting["content"]
    assert "hired" not in greeting["content"]


def test_view_of_a_timed_session_reads_no_conversation(rpc_api: Api, people: People, database: Database) -> None:
    interview = make_interview(database, ("open",))
    session_id = uuid4()
    arguments = {"session_id": session_id, "client_id": uuid4(), "interview_id": interview.interview_id}
    view = rpc_api.call("start", people.candidate(), arguments).ok(201)
    assert view["conversation"] is None
    talk = start_talk(rpc_api, people.candidate())
    assert (view_calls(database, session_id), view_calls(database, talk.session_id)) == (0, 1)


def view_calls(database: Database, session_id: UUID) -> int:
    """How often conversation_view is called for one view of a session."""
    with database.connection.transaction():
        database.execute("set local track_functions = 'all'")
        view = "select reprise_private.session_view(s, null) from reprise.interview_sessions s where s.id = %s"
        calls = (
            "select coalesce((select f.calls from pg_stat_xact_user_functions f where f.schemaname = 'reprise_private'"
            " and f.funcname = 'conversation_view'), 0)"
        )
        before = database.value(calls)
        database.value(view, session_id)
        return int(database.value(calls)) - int(before)


def test_resume_finds_the_conversation_and_grants_a_takeover(api: Api, people: People) -> None:
    talk = start_talk(api, people.candidate())
    message_id = uuid4()
    talk.say("before the crash", message_id).ok()
    active = api.call("active", talk.person, {}).ok()["active_session"]
    assert (active["id"], active["mode"], active["question_number"]) == (str(talk.session_id), "conversation", None)
    other = uuid4()
    talk.resume(client_id=other).refused(409, "live_elsewhere")
    view = talk.resume(client_id=other, takeover=True).ok()
    assert (view["lease"]["number"], view["question"], view["expired"]) == (2, None, [])
    talk.lease = 2
    talk.say("and after it").ok()
    texts = [message["content"] for message in talk.transcript() if message["role"] == "candidate"]
    assert texts == ["before the crash", "and after it"]


@pytest.mark.parametrize("content", ["", "   \n\t", "\u200b", "\u3000\u2800", "x" * 20_001])
def test_empty_or_overlong_message_is_refused(api: Api, people: People, content: str) -> None:
    talk = start_talk(api, people.candidate())
    status, code = (413, "payload_too_large") if len(content) > 20_000 else (422, "invalid_request")
    talk.say(content).refused(status, code)
    assert len(talk.transcript()) == 1


def test_message_of_twenty_thousand_characters_is_returned_unchanged(functions_api: Api, people: People) -> None:
    talk = start_talk(functions_api, people.candidate())
    text = ("🦉 é \u202e\n" * 4000)[:20_000]
    assert talk.say(text).ok()["message"]["content"] == text
    assert talk.transcript()[1]["content"] == text


def test_message_limit_is_exact_and_a_repeat_still_gets_its_reply(
    rpc_api: Api, people: People, database: Database
) -> None:
    talk = start_talk(rpc_api, people.candidate())
    database.execute(
        "update reprise.conversations set candidate_messages = 499, last_seq = 499 where session_id = %s",
        talk.session_id,
    )
    message_id = uuid4()
    talk.say("the last one", message_id).ok()
    assert talk.say("one too many").refused(409, "limit_reached")["limit"] == 500
    assert talk.say("the last one", message_id).ok()["replayed"] is True


def test_messages_are_rate_limited_and_repeats_are_not(rpc_api: Api, people: People, database: Database) -> None:
    talk = start_talk(rpc_api, people.candidate())
    message_id = uuid4()
    talk.say("first", message_id).ok()
    database.execute(
        "update reprise_private.rate_limit_uses u set used = l.allowed - 1 from reprise_private.rate_limits l"
        " where l.action = 'message' and u.action = 'message' and u.user_id = %s",
        talk.person.user_id,
    )
    talk.say("the last one allowed").ok()
    refusal = talk.say("too often").refused(429, "rate_limited")
    assert 0 < refusal["retry_after_seconds"] <= 60
    talk.say("first", message_id).ok()
    assert [m["content"] for m in talk.transcript()[1:]] == ["first", "the last one allowed"]


def test_transcript_pages_are_complete_for_every_size(rpc_api: Api, people: People) -> None:
    talk = start_talk(rpc_api, people.candidate())
    for number in range(12):
        talk.say(f"message {number}").ok()
    whole = talk.page(limit=100).ok()
    assert whole["next_after"] is None
    for limit in (1, 2, 5, 13, 14):
        assert talk.transcript(limit) == whole["messages"]
    talk.page(limit=101).refused(422, "invalid_request")
    talk.page(after=-1).refused(422, "invalid_request")


def test_page_ends_with_the_message_that_brings_it_to_256_kib(rpc_api: Api, people: People, database: Database) -> None:
    talk = start_talk(rpc_api, people.candidate())
    for number in range(12):
        talk.say(f"{number:02}" + "漢" * 19_998).ok()
    pages: list[list[dict[str, object]]] = []
    after: int | None = 0
    while after is not None:
        page = talk.page(after, limit=100).ok()
        pages.append(page["messages"])
        assert page["next_after"] in {None, page["messages"][-1]["seq"]}
        after = page["next_after"]
    assert [message["content"] for page in pages for message in page] == [
        message["content"] for message in stored(database, talk.session_id)
    ]
    # The opening line and five messages of 59,996 bytes, then five, then the other two.
    assert [len(page) for page in pages] == [6, 5, 2]
    assert talk.page(8, limit=5).ok()["next_after"] is None
    assert [message["seq"] for message in talk.page(3, limit=2).ok()["messages"]] == [4, 5]


def test_timed_session_accepts_no_messages_and_a_conversation_no_answers(
    api: Api, people: People, database: Database
) -> None:
    interview = make_interview(database, ("open",))
    person = people.candidate()
    timed = start_talk(api, person)
    timed.call("submit", position=0, answer="x").refused(409, "position_ahead")
    timed.finish().ok()
    session_id = uuid4()
    arguments = {"session_id": session_id, "client_id": uuid4(), "interview_id": interview.interview_id}
    api.call("start", person, arguments).ok(201)
    talk = start_talk(api, people.candidate())
    talk.person, talk.session_id = person, session_id
    talk.say("hello?").refused(404, "session_not_found")
    talk.page().refused(404, "session_not_found")


@pytest.mark.parametrize(
    "conversation", [{}, {"topic": "  "}, {"topic": "x" * 201}, {"topic": 7}, {"topic": None, "interview_id": None}]
)
def test_conversation_without_a_topic_is_refused(api: Api, people: People, conversation: dict[str, object]) -> None:
    arguments = {"session_id": uuid4(), "client_id": uuid4(), "conversation": conversation}
    api.call("start", people.candidate(), arguments).refused(422, "invalid_request")


def test_interview_starts_only_in_its_own_mode(api: Api, people: People, database: Database) -> None:
    person, client_id = people.candidate(), uuid4()
    timed, talk = make_interview(database, ("open",)), make_conversation_interview(database)
    for arguments in (
        {"conversation": {"interview_id": timed.interview_id}},
        {"interview_id": talk.interview_id},
        {"conversation": {"interview_id": uuid4()}},
    ):
        arguments_with_id = {
            "client_id": client_id,
            "session_id": uuid4(),
            **json.loads(json.dumps(arguments, default=str)),
        }
        api.call("start", person, arguments_with_id).refused(404, "interview_not_found")


def test_interview_conversation_counts_attempts_and_copies_its_instructions(
    api: Api, people: People, database: Database
) -> None:
    interview = make_conversation_interview(database, "Ask about Kafka.", attempts_allowed=1)
    person = people.candidate()
    talk = start_talk(api, person, {"interview_id": str(interview.interview_id), "topic": "Streams"})
    assert talk.view["session"]["interview_id"] == str(interview.interview_id)
    database.execute(
        "update reprise.interview_instructions set instructions = 'Changed.' where interview_id = %s",
        interview.interview_id,
    )
    copied = "select instructions from reprise.conversation_instructions where session_id = %s"
    assert database.value(copied, talk.session_id) == "Ask about Kafka."
    assert talk.view["session"]["title"] == "Test interview"
    talk.finish().ok()
    arguments = {"client_id": uuid4(), "conversation": {"interview_id": str(interview.interview_id)}}
    api.call("start", person, arguments).refused(403, "attempts_used_up")


def test_expired_resume_window_abandons_the_session_and_retains_the_transcript(
    api: Api, people: People, database: Database
) -> None:
    talk = start_talk(api, people.candidate())
    talk.say("before the break").ok()
    database.let_time_pass(talk.session_id, 8 * 24 * 3600)
    refusal = talk.say("a week later").refused(409, "session_closed")
    assert (refusal["session_status"], refusal["closed_reason"]) == ("abandoned", "resume_window_passed")
    assert kept(database, talk.session_id) == [("a week later", "session_closed")]
    assert [m["content"] for m in talk.transcript() if m["role"] == "candidate"] == ["before the break"]
