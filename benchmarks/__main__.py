"""`make bench`: runs every benchmark on a stack of its own and prints a table.

`--write` puts it into docs/benchmarks.md.
"""

import argparse
import os
import platform
from pathlib import Path
from statistics import median
from typing import Any

import psycopg

from benchmarks.database_time import take_interview
from benchmarks.grading_throughput import AT_ONCE, MODEL_SECONDS, PER_SESSION, measure_grading
from benchmarks.list_pages import PAGE as LATE_PAGE
from benchmarks.list_pages import Pages, prep_session_pages, session_pages
from benchmarks.submit_overhead import measure
from local.processes import forget_database_variables
from local.stack import Stack
from tests.support.apis import FunctionsApi, RpcApi
from tests.support.database import Database
from tests.support.people import People

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"
TIMES = "\N{MULTIPLICATION SIGN}"
MARK = "<!-- results -->"
HEAD = ("| what | measured | against | ratio or limit |", "|---|---|---|---|")


def main() -> None:
    """Run the benchmarks, print the table, and write it with `--write`."""
    forget_database_variables()
    parser = argparse.ArgumentParser(prog="make bench ARGS=...", description=__doc__)
    parser.add_argument("--rounds", type=int, default=100, help="number of interviews of ten questions (default 100)")
    parser.add_argument(
        "--answers", type=int, default=1000, help=f"answers to grade, a multiple of {PER_SESSION} (default 1000)"
    )
    parser.add_argument("--only", choices=["pages"], help="measure only these rows; not with --write")
    parser.add_argument("--write", action="store_true", help="write the results to docs/benchmarks.md")
    options = parser.parse_args()
    if options.only and options.write:
        parser.error("--write puts the whole table there: leave out --only")
    if options.answers < PER_SESSION or options.answers % PER_SESSION:
        parser.error(f"--answers must be a multiple of {PER_SESSION}")
    results = run_pages() if options.only else run(options.rounds, options.answers)
    print(results)
    if options.write:
        text, _, _ = PAGE.read_text().partition(MARK)
        PAGE.write_text(f"{text}{MARK}\n\n{results}\n")


def run(rounds: int, answers: int) -> str:
    """All benchmarks, as a table in Markdown."""
    with (
        Stack() as stack,
        psycopg.connect(stack.database_url, autocommit=True) as connection,
        FunctionsApi(stack) as function,
        RpcApi(stack) as rpc,
    ):
        database = Database(connection)
        people = People(stack, database)
        overhead = measure(function, rpc, people, database, rounds)
        interviews = [take_interview(connection, people.candidate()) for _ in range(21)][1:]
        total = median(interview.milliseconds for interview in interviews)
        grading = measure_grading(stack, database, people, rpc, answers)
        # Measured last: a database with a million extra rows would distort the other results.
        lists = measure_lists(connection, people)
    return "\n".join(
        [
            f"Machine: {machine()}. Samples: {overhead.samples} submits a way, "
            f"{len(interviews)} six-question interviews.",
            "",
            *HEAD,
            f"| one submit through the function, p50 | {overhead.function_p50:.2f} ms "
            f"| bare RPC {overhead.rpc_p50:.2f} ms | **{overhead.ratio:.2f} {TIMES}** (goal ≤ 1.25), "
            f"{overhead.added_ms:+.2f} ms |",
            f"| one submit through the function, p95 | {overhead.function_p95:.2f} ms "
            f"| bare RPC {overhead.rpc_p95:.2f} ms | {overhead.function_p95 / overhead.rpc_p95:.2f} {TIMES} |",
            f"| database time of a six-question interview, {interviews[0].calls} calls | {total:.1f} ms | limit 50 ms "
            f"| **{total / 50:.2f} {TIMES}** |",
            f"| grading {grading.answers:,} answers, {AT_ONCE} calls at once to a model that takes {MODEL_SECONDS} s "
            f"| {grading.seconds:.1f} s | the model alone {grading.limit:.1f} s "
            f"| **{grading.ratio:.2f} {TIMES}** (goal ≤ 1.2) |",
            f"| processor time of one graded answer | {grading.processor_ms_per_answer} "
            f"| all cores in that time {grading.available_ms_per_answer:.1f} ms | {grading.load:.2f} {TIMES} |",
            *lists,
        ]
    )


def run_pages() -> str:
    """Only the rows for long lists."""
    with Stack() as stack, psycopg.connect(stack.database_url, autocommit=True) as connection:
        lists = measure_lists(connection, People(stack, Database(connection)))
    return "\n".join([f"Machine: {machine()}.", "", *HEAD, *lists])


def measure_lists(connection: psycopg.Connection[Any], people: People) -> list[str]:
    """One row for each list."""
    return [
        _list_row("sessions", session_pages(connection, people.candidate())),
        _list_row("prep sessions", prep_session_pages(connection, people.candidate())),
    ]


def _list_row(name: str, pages: Pages) -> str:
    return (
        f"| one page of {pages.rows:,} {name}: page {LATE_PAGE:,}, p50 | {pages.late_ms:.2f} ms "
        f"| page 1 {pages.first_ms:.2f} ms | **{pages.ratio:.2f} {TIMES}** (goal ≤ 1.2) |"
    )


def machine() -> str:
    """The machine that the numbers were measured on."""
    return f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"


if __name__ == "__main__":
    main()
