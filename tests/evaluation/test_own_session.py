"""Guards that a member who takes an interview of their own organization does not review themselves."""

from tests.support.database import Database
from tests.support.doors import Door
from tests.support.interviews import finish_all, make_interview
from tests.support.people import People


def test_nobody_reviews_a_session_of_their_own(door: Door, people: People, database: Database) -> None:
    interview = make_interview(database, ["mcq"])
    member = people.member(interview.organization_id)
    run = finish_all(door, member, interview.interview_id)
    arguments = {
        "session_id": run.session_id,
        "action": "override_score",
        "reason": "I did well",
        "position": 0,
        "score": 0,
    }
    door.call("review", member, arguments).refused(403, "not_allowed")
    colleague = people.member(interview.organization_id)
    door.call("review", colleague, arguments).ok()
