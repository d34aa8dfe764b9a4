"""Texts of sealed files reach the reviewers with who uploaded them, once, and never become the answer by themselves."""

from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.support.apis import Api
from tests.support.database import Database
from tests.support.interviews import Interview, Run, invite, make_interview, make_organization, start
from tests.support.people import People, Person
from tests.support.sealed_files import CLAIMED, upload

UNSENT = [(0, "written without a network")]


@pytest.fixture
def interview(database: Database) -> Interview:
    """An interview of an organization of its own."""
    return make_interview(database, ["open", "open", "open"])


@pytest.fixture
def candidate(people: People) -> Person:
    """A new user."""
    return people.candidate()


@pytest.fixture
def run(api: Api, candidate: Person, interview: Interview) -> Run:
    """A session whose first question is open."""
    return start(api, candidate, interview.interview_id)


@pytest.fixture
def expired(run: Run, database: Database) -> Run:
    """A session whose first question has closed without a text."""
    database.let_time_pass(run.session_id, 90)
    run.resume().ok()
    return run


def kept(database: Database, session_id: UUID) -> list[dict[str, Any]]:
    """The late texts with their provenance."""
    return database.rows(
        "select position, answer, reason, uploaded_by, client_submitted_at, accepted_at, late_by"
        " from reprise.late_answers where session_id = %s order by position, received_at, answer",
        session_id,
    )


@pytest.mark.parametrize("uploader", ["candidate", "recruiter", "reviewer"])
def test_uploaded_text_is_stored_with_its_uploader_and_the_devices_claim(
    expired: Run, interview: Interview, people: People, database: Database, uploader: str
) -> None:
    person = expired.person if uploader == "candidate" else people.member(interview.organization_id, uploader)
    body = upload(expired.api, person, expired.session_id, UNSENT).ok()
    assert (body["stored"], body["already_stored"], body["accepted"], body["open"]) == (1, 0, 0, 0)
    assert body["session_id"] == str(expired.session_id)
    [text] = kept(database, expired.session_id)
    assert (text["position"], text["answer"], text["reason"]) == (0, UNSENT[0][1], "sealed_file")
    assert text["uploaded_by"] == person.user_id
    assert text["client_submitted_at"].isoformat() == CLAIMED.replace("Z", "000+00:00")
    # Late by the server's clock, whatever the device says.
    assert text["late_by"].total_seconds() > 20
    [event] = database.rows(
        "select actor, detail from reprise.session_events where session_id = %s and event = 'text_kept'",
        expired.session_id,
    )
    assert event["actor"] == person.user_id
    assert event["detail"]["reason"] == "sealed_file"


def test_second_upload_changes_nothing(expired: Run, interview: Interview, people: People, database: Database) -> None:
    upload(expired.api, expired.person, expired.session_id, UNSENT).ok()
    before = kept(database, expired.session_id), events(database, expired.session_id)
    for person in (expired.person, people.member(interview.organization_id)):
        body = upload(expired.api, person, expired.session_id, UNSENT).ok()
        assert (body["stored"], body["already_stored"]) == (0, 1)
    assert (kept(database, expired.session_id), events(database, expired.session_id)) == before


def events(database: Database, session_id: UUID) -> int:
    """The number of events of a session, with repeats."""
    number: int = database.value(
        "select coalesce(sum(1 + repeats), 0) from reprise.session_events where session_id = %s", session_id
    )
    return number


def test_text_that_is_the_answer_or_a_late_text_already_is_not_stored_again(run: Run, database: Database) -> None:
    run.submit("the answer").ok()
    run.submit("another text", position=0).refused(409, "already_answered")
    body = upload(run.api, run.person, run.session_id, [(0, "the answer"), (0, "another text"), (0, "a third")]).ok()
    assert (body["stored"], body["already_stored"]) == (1, 2)
    assert [text["answer"] for text in kept(database, run.session_id)] == ["another text", "a third"]


def test_text_for_an_open_question_is_only_stored_and_can_still_be_submitted(run: Run, database: Database) -> None:
    body = upload(run.api, run.person, run.session_id, UNSENT).ok()
    assert (body["stored"], body["accepted"], body["open"]) == (1, 0, 1)
    assert database.answers(run.session_id) == []
    assert run.submit(UNSENT[0][1]).ok()["accepted"] is True


def test_uploaded_text_counts_only_after_a_reviewer_accepts_it(
    expired: Run, interview: Interview, people: People, database: Database
) -> None:
    upload(expired.api, expired.person, expired.session_id, UNSENT).ok()
    database.let_time_pass(expired.session_id, 100_000)
    reviewer = people.member(interview.organization_id, "reviewer")
    results = expired.api.call("results", reviewer, {"session_id": expired.session_id}).ok()
    [late] = results["late_answers"]
    assert (late["reason"], late["uploaded_by"]) == ("sealed_file", str(expired.person.user_id))
    assert late["client_submitted_at"] == CLAIMED.replace("Z", "000Z")
    assert results["answers"][0]["answer"] == ""
    arguments = {"session_id": expired.session_id, "action": "accept_late", "late_answer_id": late["id"]}
    after = expired.api.call("review", reviewer, arguments | {"reason": "The network was down."}).ok()
    assert after["late_answers"][0]["accepted_at"] is not None
    assert after["answers"][0]["evaluation"]["late_answer_id"] == late["id"]


def test_others_get_the_same_error_as_for_an_unknown_session(run: Run, people: People, database: Database) -> None:
    stranger = people.candidate()
    colleague_elsewhere = people.member(make_organization(database))
    unknown = upload(run.api, stranger, uuid4(), UNSENT).refused(404, "session_not_found")
    for person in (stranger, colleague_elsewhere):
        refused = upload(run.api, person, run.session_id, UNSENT).refused(404, "session_not_found")
        assert refused | {"request_id": ""} == unknown | {"request_id": ""}
    assert kept(database, run.session_id) == []


def test_member_who_left_the_organization_cannot_upload(
    run: Run, interview: Interview, people: People, database: Database
) -> None:
    member = people.member(interview.organization_id)
    database.execute("delete from reprise.organization_members where user_id = %s", member.user_id)
    upload(run.api, member, run.session_id, UNSENT).refused(404, "session_not_found")


def test_question_that_was_never_served_takes_no_text_and_the_whole_file_is_refused(
    run: Run, database: Database
) -> None:
    upload(run.api, run.person, run.session_id, [*UNSENT, (1, "not seen yet")]).refused(422, "invalid_request")
    upload(run.api, run.person, run.session_id, [(77, "not there")]).refused(422, "invalid_request")
    assert kept(database, run.session_id) == []


def test_sealed_texts_have_places_of_their_own_and_no_more_of_them_are_stored(
    expired: Run, interview: Interview, people: People, database: Database
) -> None:
    limit = database.value("select late_texts_per_question from reprise_private.settings")
    member = people.member(interview.organization_id)
    texts = [(0, f"text {number}") for number in range(limit)]
    assert upload(expired.api, member, expired.session_id, texts).ok()["stored"] == limit
    refused = upload(expired.api, member, expired.session_id, [(0, "one more")]).refused(409, "limit_reached")
    assert (refused["reason"], refused["limit"]) == ("sealed_texts", limit)
    # What is stored can be uploaded again, and the candidate's own late texts still have their places.
    assert upload(expired.api, member, expired.session_id, texts[:2]).ok()["already_stored"] == 2
    assert expired.submit("late", position=0).ok()["kept"] is True


def test_each_new_text_is_a_use_of_the_uploaders_own_limit(
    expired: Run, interview: Interview, people: People, database: Database
) -> None:
    member = people.member(interview.organization_id)
    texts = [(0, f"text {number}") for number in range(3)]
    for _ in range(2):
        upload(expired.api, member, expired.session_id, texts).ok()
    used = (
        "select coalesce(sum(used), 0) from reprise_private.rate_limit_uses"
        " where action = 'sealed_text' and user_id = %s"
    )
    assert database.value(used, member.user_id) == 3
    assert database.value(used, expired.person.user_id) == 0
    database.execute(
        "update reprise_private.rate_limit_uses set used = (select allowed from reprise_private.rate_limits"
        " where action = 'sealed_text') where action = 'sealed_text' and user_id = %s",
        member.user_id,
    )
    upload(expired.api, member, expired.session_id, [(0, "one more")]).refused(429, "rate_limited")
    assert upload(expired.api, member, expired.session_id, texts).ok()["already_stored"] == 3


def test_bytes_of_uploaded_texts_count_for_the_candidate(expired: Run, database: Database) -> None:
    of_all = "select coalesce(sum(in_all), 0) from reprise_private.stored_bytes where user_id = %s"
    before = database.value(of_all, expired.person.user_id)
    upload(expired.api, expired.person, expired.session_id, [(0, "é" * 1000)]).ok()
    assert database.value(of_all, expired.person.user_id) == before + 2000


def test_candidate_without_room_cannot_store_more_by_files_once_a_public_interview_is_over(
    expired: Run, interview: Interview, people: People, database: Database
) -> None:
    invited = people.candidate()
    invite(database, interview, invited)
    other = start(expired.api, invited, interview.interview_id)
    for run in (expired, other):
        run.finish("completed").ok()
        database.execute(
            "insert into reprise_private.stored_bytes (user_id, day, of_day, in_all)"
            " select %s, reprise_private.utc_day(), t.stored_bytes_per_day, t.stored_bytes_per_day"
            " from reprise_private.settings t"
            " on conflict (user_id) do update set of_day = excluded.of_day, day = excluded.day",
            run.person.user_id,
        )
    refused = upload(expired.api, expired.person, expired.session_id, UNSENT).refused(429, "rate_limited")
    assert refused["reason"] == "storage"
    assert upload(expired.api, invited, other.session_id, UNSENT).ok()["stored"] == 1


def test_uploader_who_deletes_their_account_is_forgotten_and_the_text_stays(
    expired: Run, interview: Interview, people: People, database: Database
) -> None:
    member = people.member(interview.organization_id, "reviewer")
    upload(expired.api, member, expired.session_id, UNSENT).ok()
    database.execute("delete from auth.users where id = %s", member.user_id)
    database.execute("select reprise_private.forget_person(%s)", member.user_id)
    [text] = kept(database, expired.session_id)
    assert (text["answer"], text["uploaded_by"]) == (UNSENT[0][1], UUID(int=0))


ENTRY = {"position": 0, "text": "a text"}
WRONG: dict[str, tuple[Any, int, str]] = {
    "no list": ({}, 422, "invalid_request"),
    "null": (None, 422, "invalid_request"),
    "nothing": ([], 422, "invalid_request"),
    "too many": ([ENTRY] * 101, 422, "invalid_request"),
    "a text alone": (["a text"], 422, "invalid_request"),
    "null among them": ([None], 422, "invalid_request"),
    "an empty text": ([ENTRY | {"text": ""}], 422, "invalid_request"),
    "no text": ([{"position": 0}], 422, "invalid_request"),
    "another type of text": ([ENTRY | {"text": ["nested"]}], 422, "invalid_request"),
    "no position": ([{"text": "a text"}], 422, "invalid_request"),
    "a negative position": ([ENTRY | {"position": -1}], 422, "invalid_request"),
    "half a position": ([ENTRY | {"position": 0.5}], 422, "invalid_request"),
    "a huge position": ([ENTRY | {"position": 10**30}], 422, "invalid_request"),
    "a position as text": ([ENTRY | {"position": "0"}], 422, "invalid_request"),
    "a time of another type": ([ENTRY | {"client_submitted_at": 7}], 422, "invalid_request"),
    "an endless time": ([ENTRY | {"client_submitted_at": "infinity"}], 422, "invalid_request"),
    "an ancient time": ([ENTRY | {"client_submitted_at": "4713-01-01 00:00:00 BC"}], 422, "invalid_request"),
    "a long text": ([ENTRY | {"text": "x" * 65_537}], 413, "payload_too_large"),
}


@pytest.mark.parametrize(("texts", "status", "code"), WRONG.values(), ids=WRONG)
def test_data_api_refuses_lists_that_no_file_could_hold(
    rpc_api: Api, candidate: Person, interview: Interview, database: Database, texts: Any, status: int, code: str
) -> None:
    run = start(rpc_api, candidate, interview.interview_id)
    arguments = {"session_id": run.session_id, "texts": texts}
    rpc_api.call("sealed-files", candidate, arguments).refused(status, code)
    assert kept(database, run.session_id) == []
    assert rpc_api.call("sealed-files", candidate, arguments | {"texts": [ENTRY]}).ok()["stored"] == 1


def test_time_that_is_none_is_refused(rpc_api: Api, candidate: Person, interview: Interview) -> None:
    run = start(rpc_api, candidate, interview.interview_id)
    texts = [ENTRY | {"client_submitted_at": "yesterday-ish"}]
    assert rpc_api.call("sealed-files", candidate, {"session_id": run.session_id, "texts": texts}).status == 400


def test_data_api_takes_no_uploader_from_the_caller(rpc_api: Api, candidate: Person, interview: Interview) -> None:
    run = start(rpc_api, candidate, interview.interview_id)
    arguments = {"session_id": run.session_id, "uploaded_by": uuid4(), "texts": [ENTRY]}
    assert rpc_api.call("sealed-files", candidate, arguments).status == 404


def test_text_that_a_member_uploads_uses_up_neither_the_candidates_bytes_nor_their_places(
    expired: Run, interview: Interview, people: People, database: Database
) -> None:
    def stored() -> int:
        rows = database.rows(
            "select in_all from reprise_private.stored_bytes where user_id = %s", expired.person.user_id
        )
        return sum(row["in_all"] for row in rows)

    limit = int(database.value("select late_texts_per_question from reprise_private.settings"))
    before = stored()
    member = people.member(interview.organization_id)
    upload(expired.api, member, expired.session_id, [(0, f"of a member {number}") for number in range(limit)]).ok()
    assert stored() == before
    upload(expired.api, member, expired.session_id, [(0, "one more")]).refused(409, "limit_reached")
    assert upload(expired.api, expired.person, expired.session_id, UNSENT).ok()["stored"] == 1
    assert stored() == before + len(UNSENT[0][1])
    database.execute("delete from reprise.interview_sessions where id = %s", expired.session_id)
    assert stored() == 0


def test_repeated_uploads_of_a_member_are_counted(
    expired: Run, interview: Interview, people: People, database: Database
) -> None:
    member = people.member(interview.organization_id)
    for _ in range(3):
        upload(expired.api, member, expired.session_id, UNSENT).ok()
    used = database.value(
        "select used from reprise_private.rate_limit_uses where user_id = %s and action = 'review'", member.user_id
    )
    assert used == 3
