"""The main promise: an interview continues after `kill -9` of every process."""

from hashlib import sha256
from uuid import uuid4

from local.stack import Stack
from tests.support.apis import Api
from tests.support.database import Database
from tests.support.interviews import FULL_STACK, start_and_answer
from tests.support.people import People
from tests.support.stored_answers import owner


def clock(database: Database, session_id: object) -> float:
    """Seconds left for the current question, by the database's clock and the stored deadline."""
    return float(
        database.value(
            "select extract(epoch from q.deadline_at - clock_timestamp())"
            " from reprise.session_questions q join reprise.interview_sessions s"
            " on s.id = q.session_id and s.position = q.position where s.id = %s",
            session_id,
        )
    )


def test_interview_continues_after_kill_nine_of_every_process(stack: Stack, api: Api, people: People) -> None:
    candidate = people.sign_in("candidate@example.com")
    run = start_and_answer(api, candidate, FULL_STACK, answers=3)
    run.heartbeat("half a sent").ok()
    stack.kill()
    assert not any(service.running() for service in stack.services)
    stack.start()

    with owner(stack) as database:
        before = clock(database, run.session_id)
        shown = run.active().ok()["active_session"]
        after = clock(database, run.session_id)
        assert (shown["id"], shown["status"]) == (str(run.session_id), "in_progress")
        assert (shown["question_number"], shown["question_count"]) == (4, 6)
        # The view rounds to milliseconds.
        assert after - 0.001 <= shown["time_remaining_seconds"] <= before + 0.001
        assert after < run.view["question"]["time_limit_seconds"]
        assert shown["time_expired"] is False

        old_client, other_client = run.client_id, uuid4()
        run.resume(client_id=other_client).refused(409, "live_elsewhere")
        taken = run.resume(client_id=other_client, takeover=True).ok()
        assert (taken["lease"]["number"], taken["lease"]["client_id"]) == (2, str(other_client))
        assert taken["question"]["draft"] == "half a sent"
        assert [answer["position"] for answer in taken["answers"]] == [0, 1, 2]

        refusal = run.submit("typed where the crash was").refused(409, "lease_lost")
        assert refusal["kept"] is True
        (kept,) = database.kept(run.session_id)
        assert (kept["answer"], kept["reason"]) == ("typed where the crash was", "lease_lost")
        assert old_client != other_client

        run.lease = 2
        run.submit("said on the other device").ok()
        run.finish().ok()
        assert run.view["session"]["status"] == "completed"
        read_back = run.resume(client_id=other_client).ok()
        assert read_back["answers"] == run.view["answers"]
        assert [answer["source"] for answer in read_back["answers"]] == [
            *["submitted"] * 4,
            *["skipped"] * 2,
        ]
        for answer in read_back["answers"]:
            assert answer["receipt"]["sha256"] == sha256(answer["answer"].encode()).hexdigest()
        stored = [(str(row["id"]), row["answer"]) for row in database.answers(run.session_id)]
        assert stored == [(answer["receipt"]["answer_id"], answer["answer"]) for answer in read_back["answers"]]
        (listed,) = api.call("sessions", candidate, {}).ok()["sessions"]
        assert (listed["id"], listed["closed_reason"]) == (str(run.session_id), "finished")
