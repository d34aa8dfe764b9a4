"""An organization whose events are delivered, and ways to make some."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from tests.support.database import Database
from tests.support.people import Person


@dataclass(frozen=True)
class Organization:
    """An organization, its interview, and two of its members."""

    organization_id: UUID
    interview_id: UUID
    owner: Person
    recruiter: Person

    def append(self, database: Database, about: list[UUID], kinds: tuple[str, ...]) -> None:
        """Append events of these kinds about each, in turns: first the first of each, then the second of each."""
        for kind in kinds:
            database.execute(
                "select reprise_private.append_organization_event(%s, %s, o, null, null,"
                " jsonb_build_object('user_id', o)) from unnest(%s::uuid[]) o",
                self.organization_id,
                kind,
                about,
            )


def some_ids(count: int) -> list[UUID]:
    """Ids of things that events can be about."""
    return [uuid4() for _ in range(count)]
