"""Guards that a candidate cannot fill the audit trail: repeats are counted in one row, and rows are bounded."""

from uuid import uuid4

from psycopg.types.json import Jsonb

from tests.support.apis import Api
from tests.support.conversations import start_talk
from tests.support.database import Database, Row
from tests.support.interviews import Run, make_interview, start
from tests.support.people import People


def trail(database: Database, run: Run) -> list[Row]:
    """The stored events of a session."""
    return database.rows("select * from reprise.session_events where session_id = %s order by id", run.session_id)


def begin(api: Api, people: People, database: Database, questions: int = 2) -> Run:
    """A timed session at its first question."""
    return start(api, people.candidate(), make_interview(database, ["open"] * questions).interview_id)


def test_repeated_resumes_of_one_device_are_one_event_that_counts_them(
    api: Api, people: People, database: Database
) -> None:
    run = begin(api, people, database)
    for number in range(40):
        run.resume(takeover=number % 2 == 0).ok()
    started, resumed = trail(database, run)
    assert (started["event"], started["repeats"], started["last_at"]) == ("session_started", 0, None)
    assert (resumed["event"], resumed["repeats"]) == ("session_resumed", 39)
    assert resumed["last_at"] > resumed["at"]
    assert resumed["detail"] == {"client_id": str(run.client_id), "lease": 1, "takeover": False}


def test_takeover_is_an_event_of_its_own(api: Api, people: People, database: Database) -> None:
    run = begin(api, people, database)
    other = uuid4()
    run.resume().ok()
    run.resume(client_id=other, takeover=True).ok()
    run.resume(client_id=other, takeover=True).ok()
    run.resume(takeover=True).ok()
    resumes = [(row["detail"]["lease"], row["detail"]["takeover"], row["repeats"]) for row in trail(database, run)[1:]]
    assert resumes == [(1, False, 0), (2, True, 0), (2, False, 0), (3, True, 0)]


def test_clearing_and_coming_back_again_and_again_adds_two_events(api: Api, people: People, database: Database) -> None:
    interview = make_interview(database, ["open"] * 2, start_over_allowed=False)
    run = start(api, people.candidate(), interview.interview_id)
    for _ in range(30):
        assert run.clear().ok()["cleared"] is True
        run.heartbeat().ok()
    repeats = {row["event"]: row["repeats"] for row in trail(database, run)}
    assert repeats == {"session_started": 0, "live_marker_cleared": 29, "live_marker_restored": 29}


def test_replaced_late_drafts_are_one_event_that_counts_them(api: Api, people: People, database: Database) -> None:
    run = begin(api, people, database)
    run.submit("the answer").ok()
    for number in range(20):
        run.heartbeat(f"still typing {number}", position=0).ok()
    [kept] = [row for row in trail(database, run) if row["event"] == "text_kept"]
    assert kept["repeats"] == 19
    assert kept["detail"] == {"position": 0, "reason": "late_draft", "lease": 1}
    assert [row["answer"] for row in database.kept(run.session_id)] == ["still typing 19"]
    talk = start_talk(api, people.candidate())
    talk.resume(client_id=uuid4(), takeover=True).ok()
    for number in range(20):
        talk.beat(f"still typing {number}").refused(409, "lease_lost")
    assert database.events(talk.session_id).count("message_kept") == 1


def test_full_audit_trail_counts_what_a_candidate_repeats_and_still_records_the_rest(
    api: Api, people: People, database: Database
) -> None:
    run = begin(api, people, database)
    limit = database.value("select events_per_session from reprise_private.settings")
    database.execute(
        "insert into reprise.session_events (session_id, event) select %s, 'filler' from generate_series(1, %s)",
        run.session_id,
        limit - 1,
    )
    for _ in range(10):
        run.resume(client_id=uuid4(), takeover=True).ok()
    run.lease = run.view["lease"]["number"]
    for _ in range(2):
        run.submit().ok()
    tail = trail(database, run)[limit:]
    assert [(row["event"], row["repeats"]) for row in tail] == [
        ("events_truncated", 9),
        ("answer_submitted", 0),
        ("answer_submitted", 0),
        ("session_completed", 0),
    ]
    assert (tail[0]["actor"], tail[0]["detail"]) == (None, {"limit": limit})


def test_event_written_by_hand_starts_without_repeats(people: People, database: Database, rpc_api: Api) -> None:
    run = begin(rpc_api, people, database)
    database.execute(
        "insert into reprise.session_events (session_id, event, detail) values (%s, 'extra_time_given', %s)",
        run.session_id,
        Jsonb({"percent": 25}),
    )
    assert (trail(database, run)[-1]["repeats"], trail(database, run)[-1]["last_at"]) == (0, None)
