"""An interview becomes a draft again only while nobody has started it. At the Data API, where authors change it."""

import threading
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from local.processes import wait_until
from local.stack import Stack
from tests.authoring.desk import Desk, Publisher
from tests.support.apis import Api
from tests.support.database import Database
from tests.support.database_calls import become
from tests.support.interviews import make_organization, start
from tests.support.people import People

DRAFT = {"status": "draft"}


def test_published_interview_becomes_a_draft_again_only_while_no_session_has_begun(
    desk: Desk, functions_api: Api, people: People
) -> None:
    interview_id = desk.draft(desk.question(), is_public=True)
    row = f"/interviews?id=eq.{interview_id}"
    publisher = Publisher(desk, "function")
    publisher.published(interview_id)
    # Those who may not write it change nothing.
    for person in (
        people.candidate(),
        people.member(desk.organization_id, "reviewer"),
        people.member(make_organization(desk.database)),
        None,
    ):
        desk.data_api.send(person, "PATCH", row, DRAFT)
        assert desk.status(interview_id) == "published"
    desk.stored("PATCH", row, DRAFT)
    candidate = people.candidate()
    arguments = {"session_id": uuid4(), "client_id": uuid4(), "interview_id": interview_id}
    functions_api.call("start", candidate, arguments).refused(404, "interview_not_found")
    publisher.published(interview_id)
    start(functions_api, candidate, UUID(interview_id)).finish("cancelled").ok()
    desk.write("PATCH", row, DRAFT).refused(409, "interview_has_sessions")
    desk.stored("PATCH", row, {"status": "archived"})
    desk.write("PATCH", row, DRAFT).refused(409, "interview_has_sessions")
    assert desk.status(interview_id) == "archived"


@pytest.mark.parametrize("first", ["start", "unpublish"])
def test_start_and_unpublish_at_once_never_leave_a_session_of_a_draft(
    desk: Desk, stack: Stack, database: Database, people: People, first: str
) -> None:
    """Whichever comes second waits for the first, sees it, and is refused."""
    interview_id = desk.draft(desk.question(), is_public=True)
    Publisher(desk, "function").published(interview_id)
    candidate = people.candidate()
    outcomes: list[str] = []

    def run(connection: psycopg.Connection[Any], step: str) -> None:
        if step == "unpublish":
            become(connection, desk.recruiter)
            connection.execute("update reprise.interviews set status = 'draft' where id = %s", (interview_id,))
            return
        become(connection, candidate)
        # Not through the RPC, whose lock_timeout may be shorter than a pause of a busy machine.
        row = connection.execute(
            "select reprise_private.start_session(%s, %s, %s, false, null, null)", (uuid4(), uuid4(), interview_id)
        ).fetchone()
        assert row is not None
        outcomes.append(row[0].get("problem", {}).get("code", "started"))

    def run_second() -> None:
        try:
            with psycopg.connect(stack.database_url) as two:
                run(two, "unpublish" if first == "start" else "start")
        except psycopg.Error as error:
            outcomes.append(error.diag.message_primary or "")

    second = threading.Thread(target=run_second)
    with psycopg.connect(stack.database_url) as one:
        run(one, first)
        second.start()
        waits = "select count(*) from pg_stat_activity where %s = any (pg_blocking_pids(pid))"
        assert wait_until(lambda: database.value(waits, one.info.backend_pid) == 1, 60)
        one.commit()
        second.join(timeout=60)
    started = first == "start"
    assert outcomes == (["started", "interview_has_sessions"] if started else ["interview_not_found"])
    assert desk.status(interview_id) == ("published" if started else "draft")
    count = "select count(*) from reprise.interview_sessions where interview_id = %s"
    assert database.value(count, interview_id) == int(started)
