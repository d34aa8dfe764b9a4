"""A timed interview from the first question to the last, through each API."""

from uuid import uuid4

from tests.support.apis import Api
from tests.support.database import Database
from tests.support.interviews import finish_all, make_interview, start, start_and_answer
from tests.support.people import People


def test_interview_answered_in_order_completes_with_every_answer(api: Api, people: People, database: Database) -> None:
    interview = make_interview(database)
    run = finish_all(api, people.candidate(), interview.interview_id)
    assert run.view["completed"] is True
    assert run.view["question"] is None
    assert run.view["session"]["status"] == "completed"
    assert run.view["session"]["closed_reason"] == "answered"
    stored = database.answers(run.session_id)
    assert [row["source"] for row in stored] == ["submitted"] * 4
    assert [row["answer"] for row in stored] == [answer["answer"] for answer in run.resume().ok()["answers"]]
    assert database.live_row(run.person.user_id) is None
    assert database.events(run.session_id) == ["session_started", *["answer_submitted"] * 4, "session_completed"]


def test_repeated_start_with_its_session_id_returns_the_same_session(
    api: Api, people: People, database: Database
) -> None:
    interview = make_interview(database)
    run = start(api, people.candidate(), interview.interview_id)
    again = api.call(
        "start",
        run.person,
        {"session_id": run.session_id, "client_id": run.client_id, "interview_id": interview.interview_id},
    ).ok(200)
    assert again["replayed"] is True
    assert again["question"]["served_at"] == run.view["question"]["served_at"]
    assert again["lease"]["number"] == 1


def test_another_device_resumes_at_the_servers_position_and_the_old_one_is_notified(
    api: Api, people: People, database: Database
) -> None:
    run = start_and_answer(api, people.candidate(), make_interview(database).interview_id, answers=2)
    run.heartbeat("half a thought").ok()
    other = uuid4()
    run.resume(client_id=other).refused(409, "live_elsewhere")
    taken = run.resume(client_id=other, takeover=True).ok()
    assert (taken["lease"]["number"], taken["question"]["position"]) == (2, 2)
    assert taken["question"]["draft"] == "half a thought"
    refusal = run.submit("typed on the old device").refused(409, "lease_lost")
    assert refusal["kept"] is True
    (kept,) = database.kept(run.session_id)
    assert (kept["answer"], kept["reason"]) == ("typed on the old device", "lease_lost")
