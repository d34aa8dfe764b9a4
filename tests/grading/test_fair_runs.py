"""Guards that one account cannot use up a run's shared resources: its time, its turns and the day's tokens.

The model server bills one token per four bytes, plus 400, as for plain text. A day has 1,000,000 tokens, less than the
long answers of one account cost.
"""

import json
from collections import Counter
from collections.abc import Sequence
from uuid import UUID

import pytest

from shared.grading.tally import Tally
from tests.support.database import Database
from tests.support.due_answers import Due
from tests.support.interviews import make_organization
from tests.support.model_behaviours import completion, graded
from tests.support.model_server import Answered, Asked, ModelServer
from tests.support.people import Person
from tests.support.queued_answers import PER_SESSION, flood, flooded

DAY = 1_000_000
LONG = 16_000
# Sessions of 20 answers: 360 in all, as in twelve practice runs of 30.
SESSIONS = 18


def billed(asked: Asked) -> Answered:
    """An honest grade, billed by the length of the text."""
    prompt_tokens = sum(len(message["content"].encode()) for message in asked.body["messages"]) // 4
    usage = {"prompt_tokens": prompt_tokens, "completion_tokens": 400, "total_tokens": prompt_tokens + 400}
    return Answered(completion(json.dumps(graded(asked, 0.5)), usage=usage))


@pytest.fixture
def dear(model_server: ModelServer) -> ModelServer:
    """A model server that bills every byte."""
    model_server.behave(billed)
    return model_server


async def grade(due: Due, model: ModelServer, daily_tokens: int = DAY) -> Tally:
    """One run, with time limits generous enough for a busy machine."""
    return await due.grade(model.url, daily_tokens=daily_tokens, timeout_seconds=50, run_seconds=120)


def spent_by(database: Database, person: Person, kind: str = "user") -> int:
    """The tokens charged on all days to a person's own share, as a user or as a candidate of an organization."""
    return int(
        database.value(
            "select coalesce(sum(tokens), 0) from reprise.model_shares where kind = %s and user_id = %s",
            kind,
            person.user_id,
        )
    )


def statuses(due: Due, session_id: UUID) -> Counter[str]:
    """The number of a session's answers in each status."""
    return Counter(row["status"] for row in due.evaluations(session_id))


def all_graded(due: Due, session_ids: Sequence[UUID]) -> bool:
    """Whether these sessions have all their scores and results."""
    return all(
        statuses(due, session_id).keys() == {"done"} and due.result(session_id)["status"] == "ready"
        for session_id in session_ids
    )


def next_day(database: Database) -> None:
    """Move to the next day: usage counts for yesterday, and jobs that waited for today are due."""
    database.execute("delete from reprise.model_reservations")
    database.execute("update reprise.model_spending set day = day - 1")
    database.execute("update reprise.evaluations set due_at = now() where status = 'queued'")
    database.execute("update reprise.session_results set due_at = now() where status = 'grading'")


async def test_interview_is_graded_in_the_first_run_despite_360_long_practice_answers_of_one_account(
    due: Due, dear: ModelServer
) -> None:
    attacker = due.people.candidate()
    with flooded(due.database, attacker, SESSIONS, length=LONG):
        bystander = due.session(["short_answer", "code", "open", "open"])
        tally = await grade(due, dear)
        assert all_graded(due, [bystander]), statuses(due, bystander)
        # The 360 answers are passed over together, not one by one.
        assert tally.claimed < 200, tally
        assert 0 < spent_by(due.database, attacker) <= DAY * 4 // 100
        waiting = due.database.rows(
            "select distinct status, attempts, error from reprise.evaluations"
            " where user_id = %s and status <> 'done' and due_at > now()",
            attacker.user_id,
        )
        assert [tuple(row.values()) for row in waiting] == [("queued", 0, "budget_user")]
        # The same holds on the next day.
        next_day(due.database)
        another = due.session(["short_answer", "open"])
        await grade(due, dear)
        assert all_graded(due, [another]), statuses(due, another)
        assert 0 < spent_by(due.database, attacker) <= 2 * DAY * 4 // 100
        assert due.held() == 0


@pytest.mark.prove
async def test_control_same_account_uses_several_times_as_much_without_a_share(due: Due, dear: ModelServer) -> None:
    attacker = due.people.candidate()
    due.database.execute("update reprise_private.settings set users_budget_percent = 100, user_budget_percent = 100")
    try:
        with flooded(due.database, attacker, SESSIONS, length=LONG):
            await grade(due, dear)
            assert spent_by(due.database, attacker) > 2 * DAY * 4 // 100
    finally:
        due.database.execute(
            "update reprise_private.settings set users_budget_percent = default, user_budget_percent = default"
        )


@pytest.mark.prove
async def test_many_accounts_together_cannot_use_the_tokens_of_an_interview(due: Due, dear: ModelServer) -> None:
    attackers = [due.people.candidate() for _ in range(12)]
    try:
        for attacker in attackers:
            flood(due.database, attacker, 1, length=LONG)
        bystander = due.session(["short_answer", "code", "open", "open"])
        for _ in range(3):
            # On a busy machine, a run may end before it reaches the summary.
            await grade(due, dear)
            if all_graded(due, [bystander]):
                break
        assert all_graded(due, [bystander]), statuses(due, bystander)
        assert sum(spent_by(due.database, attacker) for attacker in attackers) <= DAY * 40 // 100
    finally:
        for attacker in attackers:
            due.database.execute("delete from reprise.interview_sessions where user_id = %s", attacker.user_id)


@pytest.mark.prove
async def test_candidate_repeating_a_public_interview_cannot_use_the_others_share(due: Due, dear: ModelServer) -> None:
    attacker, other, company = due.people.candidate(), due.people.candidate(), make_organization(due.database)
    with (
        flooded(due.database, attacker, SESSIONS, company, LONG),
        flooded(due.database, other, 1, company),
    ):
        bystander = due.session(["short_answer", "open"])
        await grade(due, dear)
        assert all_graded(due, [bystander])
        # An account's own share is a tenth of the day. Calls in progress reserve it briefly, so some answers wait for
        # the next run.
        for _ in range(3):
            due.let_backoff_pass()
            await grade(due, dear)
        (session,) = due.database.rows("select id from reprise.interview_sessions where user_id = %s", other.user_id)
        assert statuses(due, session["id"]) == {"done": PER_SESSION}
        assert 0 < spent_by(due.database, attacker, "candidate") <= DAY * 10 // 100


@pytest.mark.prove
async def test_endless_regrading_is_paid_from_the_organizations_share(due: Due, dear: ModelServer) -> None:
    company, candidate = make_organization(due.database), due.people.candidate()
    with flooded(due.database, candidate, 1, company, LONG):
        for _ in range(4):
            due.database.execute(
                "select reprise_private.queue_evaluation(a.id, null, %s, 'retry_evaluation: a test') from"
                " reprise.answers a"
                " join reprise.interview_sessions s on s.id = a.session_id where s.user_id = %s",
                candidate.user_id,
                candidate.user_id,
            )
            await grade(due, dear)
        counted = due.database.value("select tokens from reprise.model_shares where kind = 'organization'")
        assert counted <= DAY * 10 // 100
        bystander = due.session(["open"])
        await grade(due, dear)
        assert all_graded(due, [bystander])


async def test_long_answer_over_budget_is_skipped_and_a_short_one_of_the_same_account_is_graded(
    due: Due, dear: ModelServer
) -> None:
    person = due.people.candidate()
    with flooded(due.database, person, 1, length=LONG):
        flood(due.database, person, 1)
        # 20,000 tokens of the share are left: too few for a long answer, enough for one short answer at a time.
        due.database.execute(
            "insert into reprise.model_spending (day, tokens) values ((now() at time zone 'UTC')::date, %s)", DAY // 25
        )
        due.database.execute(
            "insert into reprise.model_shares (day, kind, holder, user_id, tokens)"
            " values ((now() at time zone 'UTC')::date, 'user', %s, %s, %s)",
            person.user_id,
            person.user_id,
            DAY // 25 - 20_000,
        )
        for _ in range(3):
            await grade(due, dear)
            due.let_backoff_pass()
        rows = due.database.rows(
            "select octet_length(a.answer) > 1000 as long, e.status, e.attempts, count(*) from reprise.evaluations e"
            " join reprise.answers a on a.id = e.answer_id where e.user_id = %s group by 1, 2, 3 order by 1",
            person.user_id,
        )
        assert {(row["long"], row["status"], row["attempts"]) for row in rows} >= {(True, "queued", 0)}
        assert sum(row["count"] for row in rows if not row["long"] and row["status"] == "done") >= 3, rows
        assert all(row["status"] == "queued" for row in rows if row["long"])


async def test_run_continues_until_the_days_tokens_are_used_up(due: Due, dear: ModelServer) -> None:
    attacker = due.people.candidate()
    with flooded(due.database, attacker, 2, length=LONG):
        due.database.execute(
            "insert into reprise.model_spending (day, tokens) values ((now() at time zone 'UTC')::date, %s)",
            # Too little for a long answer, which would hold it while it is graded, and enough for a short one.
            DAY - 20_000,
        )
        bystander = due.session(["open"])
        await grade(due, dear)
        assert statuses(due, bystander) == {"done": 1}
        due.database.execute("update reprise.model_spending set tokens = %s", DAY - 100)
        again = due.session(["open"] * 3)
        due.let_backoff_pass()
        tally = await grade(due, dear)
        assert tally.released == tally.claimed <= 45
        assert {(row["status"], row["attempts"]) for row in due.evaluations(again)} == {("queued", 0)}
        # The day's limit is what is used up, so grading continues without a wait when the limit is raised.
        await grade(due, dear, 10 * DAY)
        assert statuses(due, again) == {"done": 3}
