"""Guards that a completed session is announced once on its organization's channel, where only members may listen."""

from collections.abc import Iterator
from uuid import UUID

import pytest

from local.stack import Stack
from tests.evaluation.stub_project import REALTIME, Project, project
from tests.support.database import Row
from tests.support.database_calls import become
from tests.support.interviews import make_organization
from tests.support.people import Person


@pytest.fixture(scope="module")
def hosted(stack: Stack) -> Iterator[Project]:
    """A project with Realtime."""
    with project(stack, REALTIME) as made:
        yield made


def sent(hosted: Project, session_id: UUID) -> list[Row]:
    """The messages sent about a session."""
    statement = "select topic, event, private, payload from realtime.messages where payload ->> 'session_id' = %s"
    return hosted.database.rows(statement, str(session_id))


def may_join(hosted: Project, person: Person, topic: str, extension: str = "broadcast") -> bool:
    """Whether Realtime would let a person join: insert a message on the channel, read it as that person, roll back."""
    connection = hosted.database.connection
    with connection.transaction(force_rollback=True):
        insert = "insert into realtime.messages (topic, extension, payload) values (%s, %s, '{}') returning id"
        message = hosted.database.value(insert, topic, extension)
        connection.execute("select set_config('realtime.topic', %s, true)", (topic,))
        become(connection, person)
        return bool(hosted.database.rows("select id from realtime.messages where id = %s", message))


def test_completed_session_is_announced_once_on_its_organizations_channel(hosted: Project) -> None:
    interview = hosted.interview("mcq", "mcq")
    candidate, session_id = hosted.start(interview)
    hosted.submit(candidate, session_id, 0, "b")
    assert sent(hosted, session_id) == []
    hosted.submit(candidate, session_id, 1, "b")
    hosted.submit(candidate, session_id, 1, "b")
    hosted.call(candidate, "finish_session", session_id=session_id, lease=1, outcome="completed")
    (message,) = sent(hosted, session_id)
    assert (message["topic"], message["event"]) == (f"organization:{interview.organization_id}", "session_completed")
    assert message["private"] is True
    assert message["payload"].keys() == {"session_id", "interview_id", "completed_at"}
    assert message["payload"]["interview_id"] == str(interview.interview_id)
    assert "notification_failed" not in hosted.database.events(session_id)


def test_cancelled_session_is_not_announced(hosted: Project) -> None:
    candidate, session_id = hosted.start(hosted.interview("mcq"))
    hosted.call(candidate, "finish_session", session_id=session_id, lease=1, outcome="cancelled")
    assert sent(hosted, session_id) == []


@pytest.mark.parametrize("role", ["owner", "recruiter", "reviewer"])
def test_member_can_subscribe_only_to_their_organizations_channel(hosted: Project, role: str) -> None:
    ours, theirs = make_organization(hosted.database), make_organization(hosted.database)
    hosted.member(ours, "owner")  # An organization must keep one owner.
    member = hosted.member(ours, role)
    assert may_join(hosted, member, f"organization:{ours}")
    for topic in (f"organization:{theirs}", f"organization:{ours}0", "organization:", f"room:{ours}"):
        assert not may_join(hosted, member, topic)
    assert not may_join(hosted, member, f"organization:{ours}", extension="presence")
    hosted.database.execute("delete from reprise.organization_members where user_id = %s", member.user_id)
    assert not may_join(hosted, member, f"organization:{ours}")


def test_candidate_cannot_subscribe_to_the_channel_of_an_organization(hosted: Project) -> None:
    interview = hosted.interview("mcq")
    candidate, _ = hosted.complete(interview, ("b",))
    assert not may_join(hosted, candidate, f"organization:{interview.organization_id}")


def test_member_cannot_send_on_the_channel(hosted: Project) -> None:
    rows = hosted.database.rows("select cmd, roles::text from pg_policies where schemaname = 'realtime'")
    assert rows == [{"cmd": "SELECT", "roles": "{authenticated}"}]


def test_project_without_realtime_is_migrated_and_completes_sessions(stack: Stack) -> None:
    with project(stack) as plain:
        _, session_id = plain.complete(plain.interview("mcq"), ("b",))
        assert "notification_failed" not in plain.database.events(session_id)
