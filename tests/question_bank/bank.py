"""The questions of supabase/question_bank.sql, as the database has them."""

from dataclasses import dataclass
from functools import cached_property
from typing import Any

from tests.support.database import Database

# The ids of the bank are written in the file; questions of tests have random ones.
ROWS = """
select q.id, q.interview_type, q.domain, q.difficulty, q.kind, q.prompt, q.options, q.points, q.time_limit_seconds,
  k.correct_option, k.keywords, k.keywords_needed, k.sample_solution, k.criteria, k.explanation, k.sources
from reprise.questions q
join reprise.question_keys k on k.question_id = q.id
where q.organization_id is null and q.id::text ~ '^b[1-9]000000-0000-4000-8000-'
order by q.id
"""


@dataclass(frozen=True)
class Question:
    """A question of the public bank with its key."""

    row: dict[str, Any]

    def __getattr__(self, name: str) -> Any:
        return self.row[name]

    @property
    def name(self) -> str:
        """A short name for messages: `b1-07 javascript`."""
        return f"{str(self.row['id'])[:2]}-{str(self.row['id'])[-2:]} {self.row['domain']}"

    @cached_property
    def options_by_id(self) -> dict[str, str]:
        return {option["id"]: option["text"] for option in self.row["options"] or []}

    @property
    def right(self) -> str:
        """The text of the right option, or nothing for the other kinds."""
        return self.options_by_id.get(self.row["correct_option"], "")

    @property
    def text(self) -> str:
        """What tells this question from others: the prompt, and what is right."""
        return f"{self.row['prompt']} {self.right}"


def questions_of(database: Database) -> list[Question]:
    """Every question of the bank, in the order of the ids."""
    return [Question(dict(row)) for row in database.rows(ROWS)]
