"""Guards that late texts are stored only for leases that existed and questions that were served."""

from tests.support.apis import Api
from tests.support.database import Database
from tests.support.interviews import make_interview, start
from tests.support.people import People


def test_text_for_an_invented_lease_or_unserved_question_is_not_stored(
    api: Api, people: People, database: Database
) -> None:
    run = start(api, people.candidate(), make_interview(database, ["open"] * 3).interview_id)
    for lease in range(100, 125):
        assert run.heartbeat("flood", position=2, lease=lease).refused(409, "lease_lost")["kept"] is False
        assert run.submit("flood", position=0, lease=lease).refused(409, "lease_lost")["kept"] is False
    assert database.kept(run.session_id) == []


def test_late_drafts_of_many_devices_are_bounded(api: Api, people: People, database: Database) -> None:
    run = start(api, people.candidate(), make_interview(database, ["open"] * 3).interview_id)
    for lease in range(2, 30):
        run.api.call(
            "resume",
            run.person,
            {
                "session_id": run.session_id,
                "client_id": f"00000000-0000-4000-8000-{lease:012d}",
                "takeover": True,
            },
        ).ok()
        run.heartbeat(f"draft of device {lease - 1}", position=0, lease=lease - 1)
    kept = database.kept(run.session_id)
    assert len(kept) == database.value("select late_texts_per_question from reprise_private.settings")
    assert {row["reason"] for row in kept} == {"late_draft"}


def test_draft_of_one_device_never_replaces_that_of_another(api: Api, people: People, database: Database) -> None:
    run = start(api, people.candidate(), make_interview(database, ["open"] * 3).interview_id)
    run.submit("the answer").ok()
    run.heartbeat("the same words", position=0).ok()
    run.resume(client_id="00000000-0000-4000-8000-000000000002", takeover=True).ok()
    run.heartbeat("the same words", position=0, lease=2).ok()
    run.heartbeat("newer words", position=0, lease=1)
    assert sorted((row["lease_number"], row["answer"]) for row in database.kept(run.session_id)) == [
        (1, "newer words"),
        (2, "the same words"),
    ]
