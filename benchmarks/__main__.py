"""`make bench`: runs every benchmark on a stack of its own and prints a table.

`--write` puts it into docs/benchmarks.md.
"""

import argparse
import os
import platform
from pathlib import Path
from statistics import median

import psycopg

from benchmarks.database_time import take_interview
from benchmarks.grading_throughput import AT_ONCE, MODEL_SECONDS, PER_SESSION, measure_grading
from benchmarks.submit_overhead import measure
from local.processes import forget_database_variables
from local.stack import Stack
from tests.support.database import Database
from tests.support.doors import FunctionDoor, PostgrestDoor
from tests.support.people import People

PAGE = Path(__file__).parent.parent / "docs" / "benchmarks.md"
TIMES = "\N{MULTIPLICATION SIGN}"
MARK = "<!-- results -->"


def main() -> None:
    """Run, print, and write if asked to."""
    forget_database_variables()
    parser = argparse.ArgumentParser(prog="make bench ARGS=...", description=__doc__)
    parser.add_argument("--rounds", type=int, default=100, help="interviews of ten questions (default 100)")
    parser.add_argument(
        "--answers", type=int, default=1000, help=f"answers to grade, a multiple of {PER_SESSION} (default 1000)"
    )
    parser.add_argument("--write", action="store_true", help="put the results into docs/benchmarks.md")
    options = parser.parse_args()
    if options.answers < PER_SESSION or options.answers % PER_SESSION:
        parser.error(f"--answers must be a multiple of {PER_SESSION}")
    results = run(options.rounds, options.answers)
    print(results)
    if options.write:
        text, _, _ = PAGE.read_text().partition(MARK)
        PAGE.write_text(f"{text}{MARK}\n\n{results}\n")


def run(rounds: int, answers: int) -> str:
    """All benchmarks, as a table in Markdown."""
    with (
        Stack() as stack,
        psycopg.connect(stack.database_url, autocommit=True) as connection,
        FunctionDoor(stack) as function,
        PostgrestDoor(stack) as rpc,
    ):
        database = Database(connection)
        people = People(stack, database)
        overhead = measure(function, rpc, people, database, rounds)
        interviews = [take_interview(connection, people.candidate()) for _ in range(21)][1:]
        total = median(interview.milliseconds for interview in interviews)
        grading = measure_grading(stack, database, people, rpc, answers)
    machine = f"{os.cpu_count()} cores, {platform.system()} {platform.machine()}, Python {platform.python_version()}"
    return "\n".join(
        [
            f"Machine: {machine}. Samples: {overhead.samples} submits a way, "
            f"{len(interviews)} six-question interviews.",
            "",
            "| what | measured | against | ratio or limit |",
            "|---|---|---|---|",
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
        ]
    )


if __name__ == "__main__":
    main()
