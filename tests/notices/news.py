"""An organization whose members are told what happens, and ways to make it happen."""

from dataclasses import dataclass
from uuid import UUID, uuid4

from local.processes import wait_until
from tests.support.database import Database
from tests.support.people import Person


@dataclass(frozen=True)
class News:
    """An organization, its interview, and two of its members."""

    organization_id: UUID
    interview_id: UUID
    owner: Person
    recruiter: Person

    def happen(self, database: Database, kind: str, times: int = 1, actor: Person | None = None) -> None:
        """Append so many events of a kind, about the interview."""
        for _ in range(times):
            database.execute(
                "select reprise_private.append_organization_event(%s, %s, %s, null, %s,"
                " jsonb_build_object('interview_id', %s::uuid))",
                self.organization_id,
                kind,
                uuid4(),
                actor.user_id if actor else None,
                self.interview_id,
            )


def number_events(database: Database) -> None:
    """Return when every event has its place in the order; a call that finds another one at it skips this."""

    def numbered() -> bool:
        database.execute("select reprise_private.number_organization_events()")
        return bool(
            database.value("select not exists (select from reprise_private.organization_events where seq is null)")
        )

    assert wait_until(numbered, 60, every=0.1)


def due(database: Database, news: News) -> None:
    """Let the members of this organization be told now, and nobody else."""
    database.execute(
        "update reprise_private.notice_cursors set due_at = 'infinity' where organization_id <> %s",
        news.organization_id,
    )
    database.execute(
        "update reprise_private.notice_cursors set due_at = now() - interval '1 s'"
        " where organization_id = %s and pace <> 'read'",
        news.organization_id,
    )
