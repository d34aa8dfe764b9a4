"""Recruiters see the open work of an interview before they open it."""

from typing import Any
from uuid import UUID, uuid4

from tests.support.apis import Api
from tests.support.data_api import DataApi
from tests.support.database import Database
from tests.support.interviews import finish_all, make_interview, start
from tests.support.people import People, Person


def count(data_api: DataApi, person: Person, *interview_ids: UUID) -> Any:
    """Call count_open_work."""
    body = {"interview_ids": [str(interview_id) for interview_id in interview_ids]}
    return data_api.send(person, "POST", "/rpc/count_open_work", body).json()


def test_open_work_counts_sessions_in_progress_and_sessions_that_need_a_person(
    data_api: DataApi, rpc_api: Api, people: People, database: Database
) -> None:
    interview, quiet = make_interview(database, ["open", "open"]), make_interview(database, ["open"])
    reviewer = people.member(interview.organization_id, "reviewer")
    done = [finish_all(rpc_api, people.candidate(), interview.interview_id) for _ in range(3)]
    start(rpc_api, people.candidate(), interview.interview_id)
    start(rpc_api, reviewer, interview.interview_id)
    database.execute(
        "update reprise.evaluations set status = 'needs_review', finished_at = now() where session_id = %s",
        done[0].session_id,
    )
    database.execute(
        "update reprise.evaluations set status = 'failed', finished_at = now() where session_id = %s and position = 1",
        done[1].session_id,
    )
    counted = count(data_api, reviewer, interview.interview_id, quiet.interview_id, uuid4())["interviews"]
    # Neither the reviewer's own session nor another organization's interview.
    assert counted == [{"interview_id": str(interview.interview_id), "in_progress": 1, "needs_review": 2}]
    database.execute(
        "update reprise.evaluations set overridden_score = 1, overridden_by = %s, override_reason = 'Read',"
        " overridden_at = now() where session_id = %s",
        reviewer.user_id,
        done[0].session_id,
    )
    assert count(data_api, reviewer, interview.interview_id)["interviews"][0]["needs_review"] == 1
    assert count(data_api, people.candidate(), interview.interview_id)["interviews"] == []
    assert count(data_api, reviewer, *[uuid4() for _ in range(101)])["message"] == "invalid_request"
