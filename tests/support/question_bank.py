"""Questions of the public bank under an interview type of their own, and practice runs over them."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid4

from psycopg.types.json import Jsonb

from tests.support.apis import Api
from tests.support.database import Database
from tests.support.interviews import OPTIONS, Run
from tests.support.people import Person

# The number of errors in the pool index, compared with the bank: missing or extra questions, wrong pools, wrong
# counts, and numbers other than 1 to active_count.
TORN = """
with bank as (
  select q.id, q.interview_type, q.domain, q.difficulty
  from reprise.questions q
  where q.is_active and q.organization_id is null
), placed as (
  select p.question_id as id, h.interview_type, h.domain, h.difficulty
  from reprise_private.question_pool_entries p join reprise_private.question_pools h on h.id = p.pool_id
), wrong as (
  (select * from bank except select * from placed) union all (select * from placed except select * from bank)
), uneven as (
  select h.id
  from reprise_private.question_pools h
  left join reprise_private.question_pool_entries p on p.pool_id = h.id
  group by h.id
  having h.active_count <> count(p.number) or coalesce(max(p.number), 0) <> count(p.number)
)
select (select count(*) from wrong) + (select count(*) from uneven)
"""


class Bank:
    """Public questions of one interview type."""

    def __init__(self, database: Database) -> None:
        self.database = database
        self.interview_type = f"type-{uuid4().hex[:12]}"

    def add(
        self, count: int, domain: str = "databases", difficulty: str = "easy", kind: str = "mcq", **columns: Any
    ) -> list[UUID]:
        """Add questions of 10 points and 60 seconds; the right option is b."""
        values = {"time_limit_seconds": 60, "min_seconds": 0, "organization_id": None, "is_active": True} | columns
        ids = []
        for number in range(count):
            question_id = uuid4()
            ids.append(question_id)
            self.database.execute(
                "insert into reprise.questions (id, organization_id, interview_type, domain, difficulty, kind, prompt,"
                " options, points, time_limit_seconds, min_seconds, is_active)"
                " values (%s, %s, %s, %s, %s, %s, %s, %s, 10, %s, %s, %s)",
                question_id,
                values["organization_id"],
                self.interview_type,
                domain,
                difficulty,
                kind,
                f"{domain} {difficulty} {number}",
                Jsonb(OPTIONS) if kind == "mcq" else None,
                values["time_limit_seconds"],
                values["min_seconds"],
                values["is_active"],
            )
            self.database.execute(
                "insert into reprise.question_keys (question_id, correct_option) values (%s, %s)",
                question_id,
                "b" if kind == "mcq" else None,
            )
        return ids

    def pick(
        self, person: Person | UUID, count: int, domain: str | None = None, difficulty: str | None = None
    ) -> list[UUID]:
        """The questions that a start would get."""
        user_id = person if isinstance(person, UUID) else person.user_id
        picked: list[UUID] = self.database.value(
            "select reprise_private.pick_questions(%s, %s, %s, %s, %s)",
            user_id,
            self.interview_type,
            domain,
            difficulty,
            count,
        )
        return picked

    def see(self, user_id: UUID, question_ids: Sequence[UUID], days_ago: float) -> None:
        """A finished practice run in which a user was served these questions, one second apart."""
        session_id = self.database.value(
            "insert into reprise.interview_sessions (user_id, mode, title, question_count, time_limits, grace_seconds,"
            " start_over_allowed, resume_until, interview_type, status, completed_at, closed_at, closed_reason)"
            " values (%s, 'practice', 'Earlier', %s, '{}', 2, true, now(), %s, 'completed', now(), now(), 'answered')"
            " returning id",
            user_id,
            len(question_ids),
            self.interview_type,
        )
        self.database.execute(
            "insert into reprise.session_questions (session_id, position, question_id, kind, prompt, points, served_at,"
            " closed_at) select %s, n - 1, id, 'open', 'seen', 10, now() - %s * interval '1 day' + n * interval '1 s',"
            " now()"
            " from unnest(%s::uuid[]) with ordinality seen (id, n)",
            session_id,
            days_ago,
            list(question_ids),
        )


def practise(api: Api, person: Person, **choice: Any) -> Run:
    """Start practising as a person, up to the first question."""
    run = Run(api, person, uuid4())
    arguments = {"session_id": run.session_id, "client_id": run.client_id, "practice": choice}
    run.view = api.call("start", person, arguments).ok(201)
    return run
