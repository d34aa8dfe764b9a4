"""How much one hostile account slows down others, attack by attack and all together.

`.venv/bin/python -m benchmarks.hostile_account` starts a stack of its own with a model server. Two candidates at a time
take the seed's interview, are graded and download their results, while one account attacks over 16 connections. A quiet
phase precedes each attack; the last phase runs all attacks together. Functions, gateway, PostgreSQL, model server and
both kinds of callers share the machine.
"""

import argparse
from collections import Counter
from collections.abc import Sequence

import uvloop

from local.processes import forget_database_variables
from tests.support.hostile_account import Attack
from tests.support.hostile_attacks import ATTACKS
from tests.support.hostile_run import Arena, Phase, arena, p95

HEAD = (
    "| attack | its calls | p95 of others' calls / quiet, ms | ratio | p95 of exports / quiet, s | refused | lost "
    "| graded after, s |",
    "|---|---|---|---|---|---|---|---|",
)


def row(phase: Phase, quiet: Sequence[Phase]) -> str:
    """One attack's row in Markdown, beside the quiet phases around it."""
    seen = phase.observed
    calm = p95([seconds for other in quiet for seconds in other.observed.calls])
    exports = [seconds for other in quiet for seconds in other.observed.exports]
    return (
        f"| {phase.name} | {sum(phase.replies.values()):,} | {p95(seen.calls) * 1000:,.0f} / {calm * 1000:,.0f} "
        f"| **{p95(seen.calls) / calm:.1f} \N{MULTIPLICATION SIGN}** | {p95(seen.exports):.1f} / {p95(exports):.1f} "
        f"| {seen.refused.total()} of {len(seen.calls) + len(seen.exports)} | {len(phase.lost)} "
        f"| {max(seen.graded):.0f} |"
    )


async def measure(field: Arena, attacks: Sequence[type[Attack]], options: argparse.Namespace) -> None:
    """Alternate quiet phases and attacks, and print each row as soon as the quiet phase after it has ended."""
    await field.phase("warm-up", [], options.quiet / 2)
    before = await field.phase("quiet", [], options.quiet)
    phases: list[tuple[str, Sequence[type[Attack]], float]] = []
    if options.seconds:
        phases = [(kind.name, [kind], options.seconds) for kind in attacks]
    if options.together:
        phases.append(("all together", attacks, options.together))
    for name, kinds, seconds in phases:
        attacked = await field.phase(name, kinds, seconds)
        after = await field.phase("quiet", [], options.quiet)
        print(row(attacked, [before, after]), flush=True)
        if options.verbose:
            print("   ", dict(Counter(attacked.replies).most_common(14)))
        for what, times in attacked.observed.refused.items():
            print(f"    refused {times} times: {what}")
        for what in attacked.lost:
            print(f"    {what}")
        before = after


def main() -> None:
    """Measure the attacks named by --only, or all of them."""
    forget_database_variables()
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hostile_account", description=__doc__)
    parser.add_argument("--seconds", type=float, default=30, help="seconds of each attack alone; 0 for none")
    parser.add_argument("--together", type=float, default=300, help="seconds of all attacks together; 0 for none")
    parser.add_argument("--quiet", type=float, default=20, help="seconds of each quiet phase")
    parser.add_argument("--only", nargs="+", default=[], help="words in the names of the attacks to run")
    parser.add_argument("--functions-only", action="store_true", help="leave out attacks on the Data API")
    parser.add_argument("--verbose", action="store_true", help="also print what the attacks were answered")
    options = parser.parse_args()
    attacks = [
        kind
        for kind in ATTACKS
        if (not options.only or any(word in kind.name for word in options.only))
        and not (options.functions_only and kind.direct)
    ]
    print("\n".join(HEAD))
    with arena() as field:
        uvloop.run(measure(field, attacks, options))


if __name__ == "__main__":
    main()
