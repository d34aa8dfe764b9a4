"""An interview by invitation, and who may invite to it."""

from dataclasses import dataclass
from uuid import UUID

from tests.support.people import Person


@dataclass(frozen=True)
class Hiring:
    """A published interview by invitation, and who may invite to it."""

    interview_id: UUID
    organization_id: UUID
    owner: Person
    recruiter: Person
    reviewer: Person
