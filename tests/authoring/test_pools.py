"""Pools of an interview, of which each session asks some questions: what is published, and what is counted."""

from typing import Any
from uuid import UUID

from tests.authoring.desk import Desk, Publisher
from tests.support.apis import Api
from tests.support.database import Database
from tests.support.interviews import make_organization, start
from tests.support.people import People
from tests.support.people_apis import PeopleApi


def pool(interview_id: str | UUID, *question_ids: str | UUID, at: int = 0, draw: int = 1) -> list[dict[str, Any]]:
    """Rows that put these questions into one pool."""
    return [
        {"interview_id": str(interview_id), "position": at + n, "question_id": str(one), "pool": 1, "draw_count": draw}
        for n, one in enumerate(question_ids)
    ]


def asked(database: Database, session_id: UUID) -> list[UUID]:
    """The questions of a session, in their order."""
    return [row["question_id"] for row in database.questions(session_id)]


def test_pool_that_cannot_be_drawn_from_is_not_published_and_not_made_in_a_published_interview(
    publisher: Publisher, desk: Desk
) -> None:
    first, second, third, single = (desk.question() for _ in range(4))
    interview_id = desk.draft()
    listed = f"/interview_questions?interview_id=eq.{interview_id}"
    rows = pool(interview_id, first, second, third, at=5, draw=4)
    desk.stored(
        "POST",
        "/interview_questions",
        [*rows, {**rows[0], "position": 0, "question_id": single, "pool": None, "draw_count": None}],
    )
    assert publisher.refused(interview_id) == {("questions[1].draw_count", "draw_exceeds_pool")}
    desk.stored("PATCH", f"{listed}&position=eq.6", {"draw_count": 2})
    desk.stored("PATCH", f"{listed}&position=in.(5,7)", {"draw_count": 3})
    assert publisher.refused(interview_id) == {("questions[1].draw_count", "draws_differ")}
    desk.stored("PATCH", f"{listed}&pool=eq.1", {"draw_count": 2})
    publisher.published(interview_id)

    # Published, it stays so: no question is taken out that the draw needs, and no draw asks for more than there are.
    assert desk.refused("PATCH", f"{listed}&pool=eq.1", {"draw_count": 4}) == {
        ("questions[1].draw_count", "draw_exceeds_pool")
    }
    desk.stored("DELETE", f"{listed}&question_id=eq.{first}")
    assert desk.refused("DELETE", f"{listed}&question_id=eq.{second}") == {
        ("questions[1].draw_count", "draw_exceeds_pool")
    }
    # No column without the other; a pool exists by its questions, so that it cannot be empty.
    for wrong in ({"draw_count": 101}, {"draw_count": None}, {"pool": None}, {"pool": 0}):
        assert "violates check constraint" in desk.write("PATCH", f"{listed}&pool=eq.1", wrong).text
    assert desk.refused("PATCH", f"{listed}&pool=eq.1", {"draw_count": 0}) == {
        ("questions[1].draw_count", "nothing_drawn")
    }
    desk.stored("PATCH", f"{listed}&pool=eq.1", {"pool": None, "draw_count": None})


def test_counts_of_an_interview_follow_what_is_drawn(desk: Desk, api: Api, people: People, database: Database) -> None:
    quick, long_, dear, single = (
        desk.question(time_limit_seconds=30),
        desk.question(time_limit_seconds=300),
        desk.question(points=20),
        desk.question(time_limit_seconds=60),
    )
    interview_id = desk.draft(single, is_public=True)
    desk.stored("POST", "/interview_questions", pool(interview_id, quick, long_, dear, at=1, draw=2))
    published = Publisher(desk, "function").publish(interview_id).ok()["interview"]
    # Their questions differ, so the totals are the most that a draw can ask.
    assert (published["question_count"], published["total_seconds"], published["points"]) == (3, 420, 40)
    invited = desk.functions.call(
        "invitations", desk.recruiter, {"interview_id": interview_id, "link": {"places": 1}}
    ).ok(201)["invitations"][0]
    facts = desk.functions.http.get("/invitation", headers={"x-invitation-token": invited["token"]}).json()
    assert facts["invitation"]["interview"].items() >= {"question_count": 3, "total_seconds": 420}.items()
    database.execute("update reprise.organizations set is_trusted = true where id = %s", desk.organization_id)

    candidate = people.candidate()
    listed = {one["id"]: one for one in PeopleApi(api).interviews(candidate, limit=50)["interviews"]}
    assert listed[interview_id].items() >= {"question_count": 3, "total_seconds": 420}.items()
    run = start(api, candidate, UUID(interview_id))
    drawn = asked(database, run.session_id)
    assert run.view["session"]["question_count"] == len(drawn) == 3
    assert str(drawn[0]) == single
    assert {str(one) for one in drawn[1:]} < {quick, long_, dear}
    limits = {quick: 30, long_: 300, dear: 60, single: 60}
    assert run.view["session"]["time_limits"] == [limits[str(one)] for one in drawn]
    while run.view["question"] is not None:
        run.submit().ok()
    assert run.view["session"]["closed_reason"] == "answered"
    results = api.call("results", desk.recruiter, {"session_id": run.session_id}).ok()
    assert [one["position"] for one in results["answers"]] == [0, 1, 2]
    numbers = api.call("analytics", desk.recruiter, {"interview_id": interview_id}).ok()
    assert {one["question_id"]: one["sessions"] for one in numbers["questions"]} == {str(one): 1 for one in drawn}


def test_only_members_read_the_pools_of_an_interview_and_only_its_authors_change_them(
    desk: Desk, functions_api: Api, people: People
) -> None:
    first, second = desk.question(), desk.question()
    interview_id = desk.draft(is_public=True)
    rows = pool(interview_id, first, second)
    desk.stored("POST", "/interview_questions", rows)
    Publisher(desk, "function").published(interview_id)
    taking = people.candidate()
    start(functions_api, taking, UUID(interview_id))
    reviewer = people.member(desk.organization_id, "reviewer")
    elsewhere = people.member(make_organization(desk.database), "owner")
    path = f"/interview_questions?interview_id=eq.{interview_id}"
    changed = [row | {"draw_count": 2} for row in rows]
    for person, seen in ((taking, 0), (elsewhere, 0), (None, 0), (reviewer, 2)):
        read = desk.data_api.send(person, "GET", f"{path}&select=pool,draw_count,question_id")
        assert len(read.json() if read.is_success else []) == seen
        desk.data_api.send(person, "PATCH", path, {"draw_count": 2})
        merge = {"prefer": "resolution=merge-duplicates"}
        desk.data_api.send(person, "POST", "/interview_questions?on_conflict=interview_id,position", changed, merge)
    stored = "select array_agg(draw_count) from reprise.interview_questions where interview_id = %s"
    assert desk.database.value(stored, interview_id) == [1, 1]
    desk.stored("PATCH", path, {"draw_count": 2})
