"""The time to pick practice questions out of 100,000, in milliseconds on a direct connection.

`python -m benchmarks.practice_pick` starts its own stack and prints a table.
"""

from collections.abc import Iterator
from statistics import median, quantiles
from time import perf_counter
from typing import Any
from uuid import UUID, uuid4

import psycopg

from local.processes import forget_database_variables
from local.stack import Stack

QUESTIONS = 100_000
SAMPLES = 500
# How many questions to pick, their domain and difficulty, and how many the user has seen.
CASES = ((10, None, None, 0), (10, "domain 3", None, 200), (50, None, None, 200), (10, None, None, 5_000))


def fill(connection: psycopg.Connection[Any]) -> None:
    """Insert questions into 30 pools of one interview type."""
    connection.execute(
        "insert into reprise.questions (interview_type, domain, difficulty, kind, prompt, points, time_limit_seconds)"
        " select 'large', 'domain ' || n %% 10, (array['easy', 'medium', 'hard'])[1 + n %% 3], 'open', 'Why?', 10, 60"
        " from generate_series(1, %s) n",
        (QUESTIONS,),
    )


def somebody_who_has_seen(connection: psycopg.Connection[Any], count: int) -> UUID:
    """A new user who has seen `count` questions, in runs of 50."""
    user_id = uuid4()
    connection.execute("insert into auth.users (id) values (%s)", (user_id,))
    for _ in range(count // 50):
        connection.execute(
            "with session as (insert into reprise.interview_sessions (user_id, mode, title,"
            " question_count, time_limits,"
            " grace_seconds, start_over_allowed, resume_until, interview_type, status, completed_at, closed_at,"
            " closed_reason) values (%(user)s, 'practice', 'Earlier', 50, '{}', 2, true, now(), 'large', 'completed',"
            " now(), now(), 'answered') returning id)"
            " insert into reprise.session_questions (session_id, position, question_id, kind, prompt,"
            " points, served_at,"
            " closed_at) select session.id, n - 1, q, 'open', 'Why?', 10, now(), now() from session,"
            " unnest(reprise_private.pick_questions(%(user)s, 'large', null, null, 50)) with ordinality picked (q, n)",
            {"user": user_id},
        )
    return user_id


def measure(connection: psycopg.Connection[Any]) -> Iterator[str]:
    """One row of the table for each case."""
    for count, domain, difficulty, seen in CASES:
        user_id = somebody_who_has_seen(connection, seen)
        times = []
        for _ in range(SAMPLES):
            started = perf_counter()
            connection.execute(
                "select reprise_private.pick_questions(%s, 'large', %s, %s, %s)", (user_id, domain, difficulty, count)
            ).fetchone()
            times.append((perf_counter() - started) * 1000)
        yield (
            f"| {count} of {'one domain' if domain else 'all'} | {seen:,} | {median(times):.2f} ms |"
            f" {quantiles(times, n=20)[-1]:.2f} ms |"
        )


def main() -> None:
    """Fill the database, measure, and print."""
    forget_database_variables()
    with Stack() as stack, psycopg.connect(stack.database_url, autocommit=True) as connection:
        fill(connection)
        print("| questions picked | seen before | p50 | p95 |\n|---|---|---|---|")
        for line in measure(connection):
            print(line)


if __name__ == "__main__":
    main()
