"""Finished conversations of an interview with criteria, and what people read of their assessment."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from psycopg.types.json import Jsonb

from shared.grading.tally import Tally
from tests.support.apis import Reply
from tests.support.conversations import Talk, make_conversation_interview, start_talk
from tests.support.due_answers import Due
from tests.support.interviews import Interview
from tests.support.model_server import ModelServer
from tests.support.people import Person

SAID = (
    "I rebuilt our billing queue with PostgreSQL and skip locked, because two workers had taken the same invoice.",
    "We measured first: a hundred and twenty jobs a second were lost to lock waits before the change.",
    "I do not know how it behaves on a replica; I would try that with a restored backup before I promise anything.",
)
CRITERIA: list[dict[str, Any]] = [
    {
        "id": "locks",
        "title": "Locks",
        "description": "Names skip locked or advisory locks: quokka lantern.",
        "points": 12,
    },
    {"id": "numbers", "title": "Numbers", "description": "Tells what was measured: marzipan violet.", "points": 8},
]
# Words of the descriptions, which no candidate may read.
HIDDEN = ("quokka", "marzipan", "advisory locks", "Tells what was measured")


@dataclass
class Finished:
    """A finished conversation, and a recruiter who may review it; of practice there is none."""

    talk: Talk
    recruiter: Person | None
    interview: Interview | None

    @property
    def session_id(self) -> UUID:
        """The session."""
        return self.talk.session_id

    @property
    def interview_id(self) -> UUID:
        """The interview."""
        assert self.interview is not None
        return self.interview.interview_id


class Assessed:
    """Holds conversations at one API, and has them assessed."""

    def __init__(self, due: Due, model_server: ModelServer) -> None:
        self.due = due
        self.database = due.database
        self.api = due.api
        self.model_server = model_server

    def converse(
        self,
        said: Sequence[str] = SAID,
        *,
        criteria: Sequence[dict[str, Any]] = CRITERIA,
        visible: bool = False,
        outcome: str | None = "completed",
    ) -> Finished:
        """A conversation of an interview with these criteria; without any, the defaults apply."""
        interview = make_conversation_interview(
            self.database, "Care about Kafka.", results_visible_to_candidate=visible
        )
        if criteria:
            self.write_criteria(interview.interview_id, criteria)
        return self.take(interview, self.due.people.candidate(), said, outcome)

    def take(
        self, interview: Interview, person: Person, said: Sequence[str] = SAID, outcome: str | None = "completed"
    ) -> Finished:
        """A conversation of this person; with `outcome` None it goes on."""
        talk = start_talk(self.api, person, {"interview_id": str(interview.interview_id)})
        self._finish(talk, said, outcome)
        return Finished(talk, self.due.people.member(interview.organization_id), interview)

    def practise(self, said: Sequence[str] = SAID) -> Finished:
        """A completed conversation without an interview."""
        talk = start_talk(self.api, self.due.people.candidate())
        self._finish(talk, said, "completed")
        return Finished(talk, None, None)

    def write_criteria(self, interview_id: UUID, criteria: Sequence[dict[str, Any]]) -> None:
        """Set the criteria of an interview."""
        self.database.execute(
            "insert into reprise.interview_criteria (interview_id, criteria) values (%s, %s)"
            " on conflict (interview_id) do update set criteria = excluded.criteria",
            interview_id,
            Jsonb(criteria),
        )

    async def grade(self, **changes: Any) -> Tally:
        """One grader run with the model server, or with `api_key` None without."""
        return await self.due.grade(self.model_server.url, **changes)

    def read(self, finished: Finished, person: Person | None = None) -> dict[str, Any]:
        """The results, by default as the recruiter gets them."""
        reader = person or finished.recruiter or finished.talk.person
        return self.api.call("results", reader, {"session_id": finished.session_id}).ok()

    def review(self, finished: Finished, action: str, person: Person | None = None, **arguments: Any) -> Reply:
        """A reviewer's action on the session."""
        body = {"session_id": finished.session_id, "action": action, "reason": "I read it.", **arguments}
        return self.api.call("review", person or finished.recruiter, body)

    @staticmethod
    def _finish(talk: Talk, said: Sequence[str], outcome: str | None) -> None:
        for content in said:
            talk.say(content).ok()
        if outcome is not None:
            talk.finish(outcome).ok()
