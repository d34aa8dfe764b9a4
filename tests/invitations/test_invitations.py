"""An invitation leads from an address or a link to the right to take an interview, and its state says how far."""

from typing import cast

import pytest

from tests.invitations.hiring import Hiring
from tests.support.apis import Api, FunctionsApi, RpcApi
from tests.support.database import Database
from tests.support.interviews import finish_all, invite, make_interview, start
from tests.support.people import People, Person
from tests.support.people_apis import PeopleApi, address, confirm, in_days, person_of, show


def test_invited_address_without_an_account_gets_the_interview_when_it_signs_up(
    calls: PeopleApi, api: Api, hiring: Hiring, people: People, database: Database
) -> None:
    email = address()
    terms = {"extra_time_percent": 25, "attempts_allowed": 2, "note": "We look forward to it."}
    made = calls.invite(
        hiring.recruiter, interview_id=hiring.interview_id, emails=[f" {email.upper()} ", "kim at home"], **terms
    ).ok(201)
    [invitation], problems = made["invitations"], made["problems"]
    assert problems == [{"email": "kim at home", "code": "invalid_address"}]
    assert (invitation["email"], invitation["state"], invitation["delivery"]) == (email, "invited", "copy_link")

    candidate = people.candidate()
    database.execute("update auth.users set email = %s where id = %s", email, candidate.user_id)
    assert calls.item(candidate, hiring.interview_id) is None, "not before the address is confirmed"
    confirm(database, candidate)
    item = calls.item(candidate, hiring.interview_id)
    assert item is not None
    assert item["organization"] == "Test organization"
    assert (item["kind"], item["question_count"], item["total_seconds"]) == ("timed", 2, 120)
    assert (item["attempts_left"], item["extra_time_percent"], item["state"]) == (2, 25, "open")
    assert item["expires_at"] == invitation["expires_at"]
    assert calls.states(hiring.reviewer, hiring.interview_id) == {invitation["id"]: "invited"}

    run = start(api, candidate, hiring.interview_id)
    assert run.view["session"]["extra_time_percent"] == 25
    item = calls.item(candidate, hiring.interview_id)
    assert item is not None
    assert (item["state"], item["session_id"], item["attempts_left"]) == ("in_progress", str(run.session_id), 1)
    assert calls.states(hiring.reviewer, hiring.interview_id) == {invitation["id"]: "started"}
    run.finish().ok()
    assert calls.states(hiring.reviewer, hiring.interview_id) == {invitation["id"]: "completed"}
    database.execute(
        "update reprise.interview_invitations set attempts_allowed = 1 where user_id = %s", candidate.user_id
    )
    item = calls.item(candidate, hiring.interview_id)
    assert item is not None
    assert (item["state"], item["attempts_left"]) == ("taken", 0)


def test_link_shows_what_it_is_for_before_signing_up_and_every_place_is_a_candidate_of_its_own(
    calls: PeopleApi, functions_api: Api, hiring: Hiring, people: People
) -> None:
    functions = cast(FunctionsApi, functions_api)
    link = calls.invite_one(hiring.recruiter, hiring.interview_id, places=2, note="Line one\nline two")
    shown = show(functions, link["token"]).ok()["invitation"]
    assert (shown["organization"], shown["email"], shown["places_left"]) == ("Test organization", None, 2)
    assert shown["interview"]["total_seconds"] == 120
    assert (shown["note"], shown["attempts_allowed"]) == ("Line one\nline two", 1)
    first, second, third = people.candidate(), people.candidate(), people.candidate()
    accepted = calls.accept(first, link["token"]).ok()
    assert accepted["interview"]["id"] == str(hiring.interview_id)
    again = calls.accept(first, link["token"]).ok()
    assert again["interview"] == accepted["interview"], "accepting twice is the same answer"
    calls.accept(second, link["token"]).ok()
    refused = calls.accept(third, link["token"]).refused(409, "no_places_left")
    assert (refused["organization"], refused["requested"]) == ("Test organization", False)
    page = calls.invitations(hiring.recruiter, interview_id=hiring.interview_id).ok()["invitations"]
    [of_link] = [item for item in page if item["places"]]
    places = [item for item in page if item["link_id"] == link["id"]]
    assert (of_link["places_taken"], of_link["state"], len(places)) == (2, "opened", 2)
    assert {item["person"]["user_id"] for item in places} == {str(first.user_id), str(second.user_id)}
    calls.change(hiring.recruiter, places[0]["id"], "revoke").ok()
    calls.accept(third, link["token"]).ok()
    [revoked] = [person for person in (first, second) if str(person.user_id) == places[0]["person"]["user_id"]]
    calls.accept(revoked, link["token"]).refused(404, "invitation_not_found")


def test_same_address_again_returns_the_same_invitation_and_both_links_work(
    calls: PeopleApi, hiring: Hiring, people: People, database: Database
) -> None:
    email = address()
    one = calls.invite_one(hiring.recruiter, hiring.interview_id, email)
    both = calls.invite(hiring.owner, interview_id=hiring.interview_id, emails=[email, email.upper()]).ok(201)
    [two] = both["invitations"]
    assert (two["id"], two["expires_at"]) == (one["id"], one["expires_at"])
    assert two["token"] != one["token"]
    stored = database.rows("select * from reprise_private.invitation_tokens where invitation_id = %s", one["id"])
    assert len(stored) == 2
    assert one["token"] not in str(stored), "only its hash is stored"
    candidate = person_of(people, database, email)
    assert (
        calls.accept(candidate, one["token"]).ok()["interview"]
        == calls.accept(candidate, two["token"]).ok()["interview"]
    )


def test_expired_invitation_is_refused_asked_for_again_extended_and_accepted(
    calls: PeopleApi, functions_api: Api, hiring: Hiring, people: People, database: Database
) -> None:
    email = address()
    invitation = calls.invite_one(hiring.recruiter, hiring.interview_id, email)
    database.execute(
        "update reprise.invitations set expires_at = now() - interval '1 second' where id = %s", invitation["id"]
    )
    assert calls.states(hiring.recruiter, hiring.interview_id) == {invitation["id"]: "expired"}
    token = invitation["token"]
    expired = show(cast(FunctionsApi, functions_api), token).refused(410, "invitation_expired")
    assert expired["organization"] == "Test organization"
    candidate = person_of(people, database, email)
    assert calls.item(candidate, hiring.interview_id) is None
    assert calls.accept(candidate, token).refused(410, "invitation_expired")["requested"] is False
    assert calls.accept(candidate, token, request_new=True).refused(410, "invitation_expired")["requested"] is True
    [listed] = calls.invitations(hiring.recruiter, interview_id=hiring.interview_id, state="expired").ok()[
        "invitations"
    ]
    assert listed["asked_by"]["user_id"] == str(candidate.user_id)
    assert listed["asked_at"] is not None
    calls.change(hiring.recruiter, invitation["id"], "resend").refused(409, "invitation_closed")
    until = in_days(60)
    extended = calls.change(hiring.recruiter, invitation["id"], "extend", expires_at=until).ok()["invitation"]
    assert (extended["state"], extended["asked_at"]) == ("invited", None)
    assert calls.accept(candidate, token).ok()["interview"]["expires_at"] == until


def test_inviter_sees_the_person_of_an_address_only_when_they_have_accepted_or_begun(
    calls: PeopleApi, api: Api, functions_api: Api, rpc_api: Api, hiring: Hiring, people: People, database: Database
) -> None:
    def rows() -> list[str]:
        """What the owner reads at the Data API."""
        http, headers = cast(RpcApi, rpc_api).http, cast(RpcApi, rpc_api).headers(hiring.owner)
        tables = ("invitations?select=*&order=id", "interview_invitations?select=*", "audit_events?select=*&order=id")
        return [http.get(f"/{table}", headers=headers).raise_for_status().text for table in tables]

    accepts, begins = (person_of(people, database, address()) for _ in range(2))
    database.execute(
        'update auth.users set raw_user_meta_data = \'{"full_name": "Kim Lee"}\' where id = %s', accepts.user_id
    )
    of = {
        person.user_id: calls.invite_one(hiring.recruiter, hiring.interview_id, person.email)
        for person in (accepts, begins)
    }
    before = calls.invitations(hiring.recruiter, interview_id=hiring.interview_id).ok()["invitations"]
    stored = rows()
    for person in (accepts, begins):
        item = calls.item(person, hiring.interview_id)
        assert item is not None
        assert (item["invited"], item["state"], item["attempts_left"]) == (True, "open", 1)
    assert rows() == stored, "listing writes nothing that a member can read"
    assert calls.invitations(hiring.recruiter, interview_id=hiring.interview_id).ok()["invitations"] == before
    assert all((item["state"], item["person"], item["accepted_at"]) == ("invited", None, None) for item in before)
    assert calls.invitations(hiring.recruiter, interview_id=hiring.interview_id, q="Kim Lee").ok()["invitations"] == []
    token = calls.change(hiring.recruiter, of[accepts.user_id]["id"], "resend").ok()["token"]
    show(cast(FunctionsApi, functions_api), token).ok()
    page = calls.invitations(hiring.recruiter, interview_id=hiring.interview_id).ok()["invitations"]
    assert [item["person"] for item in page] == [None, None], "the inviter can open the link"
    calls.accept(accepts, token).ok()
    start(api, begins, hiring.interview_id)
    page = calls.invitations(hiring.recruiter, interview_id=hiring.interview_id).ok()["invitations"]
    assert {item["person"]["user_id"]: item["state"] for item in page} == {
        str(accepts.user_id): "opened",
        str(begins.user_id): "started",
    }
    calls.change(hiring.recruiter, of[accepts.user_id]["id"], "resend").refused(409, "invitation_closed")


def test_invitations_that_cannot_be_accepted_do_not_keep_others_from_being_accepted(
    calls: PeopleApi, hiring: Hiring, people: People, database: Database
) -> None:
    candidate = person_of(people, database, address())
    database.execute(
        "with closed as (insert into reprise.interviews (organization_id, title, status)"
        " select %s, 'Closed', 'archived' from generate_series(1, 60) returning id)"
        " insert into reprise.invitations (organization_id, interview_id, email, expires_at, created_at)"
        " select %s, id, %s, now() + interval '1 day', now() - interval '1 day' from closed",
        hiring.organization_id,
        hiring.organization_id,
        candidate.email,
    )
    calls.invite_one(hiring.recruiter, hiring.interview_id, candidate.email)
    assert calls.item(candidate, hiring.interview_id) is not None


def end(database: Database, invitation_id: str) -> None:
    """An invitation, its places, and what they gave are over."""
    database.execute(
        "with ended as (update reprise.invitations set expires_at = now() - interval '1 second'"
        " where %s in (id, link_id) returning interview_id, user_id)"
        " update reprise.interview_invitations r set expires_at = now() - interval '1 second' from ended e"
        " where (r.interview_id, r.user_id) = (e.interview_id, e.user_id)",
        invitation_id,
    )


@pytest.mark.parametrize("by_link", [False, True])
def test_accepted_invitation_that_ended_unused_is_asked_for_again_and_invited_again(
    by_link: bool, calls: PeopleApi, hiring: Hiring, people: People, database: Database
) -> None:
    candidate = person_of(people, database, address())
    email = None if by_link else candidate.email
    invitation = calls.invite_one(hiring.recruiter, hiring.interview_id, email)
    calls.accept(candidate, invitation["token"]).ok()
    end(database, invitation["id"])
    calls.accept(candidate, invitation["token"]).refused(410, "invitation_expired")
    asked = calls.accept(candidate, invitation["token"], request_new=True).refused(410, "invitation_expired")
    assert asked["requested"] is True
    page = calls.invitations(hiring.recruiter, interview_id=hiring.interview_id).ok()["invitations"]
    assert [item["asked_by"]["email"] for item in page if item["asked_at"]] == [candidate.email]
    again = calls.invite_one(hiring.recruiter, hiring.interview_id, candidate.email)
    assert again["id"] != invitation["id"]
    assert calls.accept(candidate, again["token"]).ok()["interview"]["state"] == "open"
    if not by_link:
        assert calls.states(hiring.recruiter, hiring.interview_id)[invitation["id"]] == "revoked"


def test_extending_leaves_the_terms_that_the_right_was_given_at_the_data_api(
    calls: PeopleApi, hiring: Hiring, people: People, database: Database
) -> None:
    candidate = person_of(people, database, address())
    invitation = calls.invite_one(hiring.recruiter, hiring.interview_id, candidate.email)
    calls.accept(candidate, invitation["token"]).ok()
    database.execute(
        "update reprise.interview_invitations set attempts_allowed = 3, extra_time_percent = 50 where user_id = %s",
        candidate.user_id,
    )
    until = in_days(60)
    calls.change(hiring.recruiter, invitation["id"], "extend", expires_at=until).ok()
    calls.change(hiring.recruiter, invitation["id"], "change", extra_time_percent=75).ok()
    item = calls.item(candidate, hiring.interview_id)
    assert item is not None
    assert (item["expires_at"], item["attempts_left"], item["extra_time_percent"]) == (until, 3, 75)
    # The invitation ends; the right does not, because a recruiter gave it a later end.
    end(database, invitation["id"])
    database.execute(
        "update reprise.interview_invitations set expires_at = now() + interval '1 day' where user_id = %s",
        candidate.user_id,
    )
    assert calls.accept(candidate, invitation["token"]).ok()["interview"]["state"] == "open"


def test_link_of_somebody_who_takes_the_interview_shows_it_after_its_end(
    calls: PeopleApi, api: Api, functions_api: Api, hiring: Hiring, people: People, database: Database
) -> None:
    candidate = person_of(people, database, address())
    invitation = calls.invite_one(hiring.recruiter, hiring.interview_id, candidate.email)
    calls.accept(candidate, invitation["token"]).ok()
    run = start(api, candidate, hiring.interview_id)
    end(database, invitation["id"])
    for _ in range(2):
        shown = show(cast(FunctionsApi, functions_api), invitation["token"]).ok()["invitation"]
        assert shown["accepted"] is True
        assert calls.accept(candidate, invitation["token"]).ok()["interview"] is not None
        run.finish().ok()


def test_terms_change_until_a_session_has_begun_and_reach_the_right_that_was_given(
    calls: PeopleApi, api: Api, hiring: Hiring, people: People, database: Database
) -> None:
    email = address()
    invitation = calls.invite_one(hiring.recruiter, hiring.interview_id, email)
    candidate = person_of(people, database, email)
    calls.accept(candidate, invitation["token"]).ok()
    changed = calls.change(
        hiring.recruiter, invitation["id"], "change", extra_time_percent=50, attempts_allowed=None
    ).ok()
    assert (changed["invitation"]["extra_time_percent"], changed["invitation"]["attempts_allowed"]) == (50, None)
    item = calls.item(candidate, hiring.interview_id)
    assert item is not None
    assert (item["extra_time_percent"], item["attempts_left"]) == (50, None)
    run = start(api, candidate, hiring.interview_id)
    assert run.view["session"]["extra_time_percent"] == 50
    for action, terms in (("change", {"extra_time_percent": 0}), ("revoke", {})):
        refused = calls.change(hiring.recruiter, invitation["id"], action, **terms).refused(409, "invitation_closed")
        assert refused["reason"] == "started"
    run.submit().ok()


def test_changes_of_a_link_reach_those_who_took_a_place_and_have_not_begun(
    calls: PeopleApi, api: Api, hiring: Hiring, people: People
) -> None:
    link = calls.invite_one(hiring.recruiter, hiring.interview_id, places=2, attempts_allowed=2)
    waits, begins = people.candidate(), people.candidate()
    for person in (waits, begins):
        calls.accept(person, link["token"]).ok()
    run = start(api, begins, hiring.interview_id)
    until = in_days(60)
    calls.change(hiring.recruiter, link["id"], "extend", expires_at=until).ok()
    calls.change(hiring.recruiter, link["id"], "change", extra_time_percent=50).ok()

    def terms(person: Person) -> tuple[str, int]:
        item = calls.item(person, hiring.interview_id)
        assert item is not None
        return item["expires_at"], item["extra_time_percent"]

    assert (terms(waits), terms(begins)) == ((until, 50), (until, 0))
    calls.change(hiring.recruiter, link["id"], "revoke").ok()
    assert calls.item(waits, hiring.interview_id) is None
    assert terms(begins) == (until, 0)
    assert sorted(calls.states(hiring.recruiter, hiring.interview_id).values()) == ["revoked", "revoked", "started"]
    run.finish("cancelled").ok()
    start(api, begins, hiring.interview_id)


def test_revoking_takes_the_right_back_and_a_withdrawn_right_is_not_regained_by_accepting_again(
    calls: PeopleApi, api: Api, hiring: Hiring, people: People, database: Database
) -> None:
    candidates = [person_of(people, database, address()) for _ in range(2)]
    invitations = [calls.invite_one(hiring.recruiter, hiring.interview_id, person.email) for person in candidates]
    for person, invitation in zip(candidates, invitations, strict=True):
        calls.accept(person, invitation["token"]).ok()
    revoked = calls.change(hiring.recruiter, invitations[0]["id"], "revoke").ok()["invitation"]
    assert revoked["state"] == "revoked"
    assert calls.change(hiring.recruiter, invitations[0]["id"], "revoke").ok()["invitation"]["state"] == "revoked"
    calls.accept(candidates[0], invitations[0]["token"]).refused(404, "invitation_not_found")
    database.execute("delete from reprise.interview_invitations where user_id = %s", candidates[1].user_id)
    assert calls.accept(candidates[1], invitations[1]["token"]).ok()["interview"] is None
    for person in candidates:
        assert calls.item(person, hiring.interview_id) is None
    assert set(calls.states(hiring.recruiter, hiring.interview_id).values()) == {"revoked"}
    new = calls.invite_one(hiring.recruiter, hiring.interview_id, candidates[1].email)
    assert new["id"] != invitations[1]["id"], "invited again after the right was withdrawn"
    assert calls.item(candidates[1], hiring.interview_id) is not None


def test_revoking_one_of_two_invitations_leaves_the_right_of_the_other(
    function_calls: PeopleApi, hiring: Hiring, people: People, database: Database
) -> None:
    candidate = person_of(people, database, address())
    by_mail = function_calls.invite_one(hiring.recruiter, hiring.interview_id, candidate.email)
    link = function_calls.invite_one(hiring.recruiter, hiring.interview_id)
    for token in (by_mail["token"], link["token"]):
        function_calls.accept(candidate, token).ok()
    function_calls.change(hiring.recruiter, by_mail["id"], "revoke").ok()
    assert function_calls.item(candidate, hiring.interview_id) is not None
    function_calls.change(hiring.recruiter, link["id"], "revoke").ok()
    assert function_calls.item(candidate, hiring.interview_id) is None


def test_revoking_an_invitation_leaves_no_right_for_another_one_that_has_expired(
    function_calls: PeopleApi, hiring: Hiring, people: People, database: Database
) -> None:
    candidate = person_of(people, database, address())
    by_mail = function_calls.invite_one(hiring.recruiter, hiring.interview_id, candidate.email)
    link = function_calls.invite_one(hiring.recruiter, hiring.interview_id)
    for token in (by_mail["token"], link["token"]):
        function_calls.accept(candidate, token).ok()
    database.execute("update reprise.invitations set expires_at = now() where %s in (id, link_id)", link["id"])
    function_calls.change(hiring.recruiter, by_mail["id"], "revoke").ok()
    assert function_calls.item(candidate, hiring.interview_id) is None


def test_right_given_by_hand_is_neither_replaced_nor_revoked_by_an_invitation(
    function_calls: PeopleApi, hiring: Hiring, people: People, database: Database
) -> None:
    interview = make_interview(database, ("open",), organization_id=hiring.organization_id, is_public=False)
    candidate = person_of(people, database, address())
    invite(database, interview, candidate, extra_time_percent=75)
    invitation = function_calls.invite_one(hiring.recruiter, interview.interview_id, candidate.email)
    assert function_calls.accept(candidate, invitation["token"]).ok()["interview"]["extra_time_percent"] == 75
    function_calls.change(hiring.recruiter, invitation["id"], "revoke").ok()
    assert function_calls.item(candidate, interview.interview_id) is not None


@pytest.mark.parametrize("filter_", [{"state": "opened"}, {"q": "MISS"}], ids=["state", "q"])
def test_list_of_invitations_is_filtered_and_paged_without_repeats(
    calls: PeopleApi, functions_api: Api, hiring: Hiring, filter_: dict[str, str]
) -> None:
    emails = [f"{'miss' if number % 2 else 'hit'}.{address()}" for number in range(6)]
    made = calls.invite(hiring.recruiter, interview_id=hiring.interview_id, emails=emails).ok(201)["invitations"]
    show(cast(FunctionsApi, functions_api), made[2]["token"]).ok()
    seen: list[str] = []
    cursor: dict[str, str] = {}
    while True:
        page = calls.invitations(hiring.reviewer, interview_id=hiring.interview_id, limit=2, **cursor).ok()
        seen += [item["id"] for item in page["invitations"]]
        if page["next_cursor"] is None:
            break
        cursor = {"cursor": page["next_cursor"]}
    assert sorted(seen) == sorted(item["id"] for item in made)
    found = calls.invitations(hiring.reviewer, interview_id=hiring.interview_id, **filter_).ok()["invitations"]
    misses = [item["email"] for item in made if item["email"].startswith("miss")]
    wanted = misses if "q" in filter_ else [made[2]["email"]]
    assert sorted(item["email"] for item in found) == sorted(wanted)


@pytest.mark.parametrize("ended", ["expired", "archived"])
def test_interview_whose_invitation_has_ended_stays_listed_for_those_with_a_session_of_it(
    calls: PeopleApi, hiring: Hiring, api: Api, people: People, database: Database, ended: str
) -> None:
    idle, finished = people.candidate(), people.candidate()
    interview = make_interview(database, ("open",), is_public=False, attempts_allowed=None)
    for person in (idle, finished):
        invite(database, interview, person)
    run = finish_all(api, finished, interview.interview_id)
    if ended == "archived":
        database.execute("update reprise.interviews set status = 'archived' where id = %s", interview.interview_id)
    else:
        database.execute(
            "update reprise.interview_invitations set expires_at = now() where interview_id = %s",
            interview.interview_id,
        )
    assert calls.item(idle, interview.interview_id) is None
    item = calls.item(finished, interview.interview_id)
    assert item is not None
    assert (item["state"], item["session_id"]) == ("taken", str(run.session_id))


def test_interviews_are_listed_page_by_page_with_invitations_first(
    calls: PeopleApi, hiring: Hiring, api: Api, people: People, database: Database
) -> None:
    candidate = people.candidate()
    public = make_interview(database, ("open",), attempts_allowed=1)
    for _ in range(3):
        interview = make_interview(database, ("open",), is_public=False)
        invite(database, interview, candidate)
    finish_all(api, candidate, public.interview_id)
    first = calls.interviews(candidate, limit=2)
    second = calls.interviews(candidate, limit=2, cursor=first["next_cursor"])
    listed = first["interviews"] + second["interviews"]
    assert [item["invited"] for item in listed] == [True, True, True, False]
    assert len({item["id"] for item in listed}) == 4
    item = calls.item(candidate, public.interview_id)
    assert item is not None
    assert (item["state"], item["attempts_left"]) == ("taken", 0)
