"""`make evaluate`: grade until no job is due, and print the tally of each run."""

import asyncio
import json
import sys
from dataclasses import asdict

from shared import logs
from shared.grading.run import grade_what_is_due
from shared.problems import Problem
from shared.settings import Settings, SettingsError, get_settings


async def _grade_all(settings: Settings) -> None:
    while True:
        tally = asdict(await grade_what_is_due(settings))
        sys.stdout.write(json.dumps(tally) + "\n")
        if not (tally["graded"] or tally["needs_review"] or tally["summaries"]):
            return


def main() -> int:
    """Run with the settings of the environment; returns the exit code."""
    try:
        settings = get_settings()
        logs.configure(settings)
        asyncio.run(_grade_all(settings))
    except SettingsError as error:
        sys.stderr.write(f"reprise: {error}\n")
        return 1
    except Problem as problem:
        sys.stderr.write(f"reprise: {problem.detail} ({problem.cause or problem.code})\n")
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


if __name__ == "__main__":
    sys.exit(main())
