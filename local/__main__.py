"""``python -m local``: start everything, say where it is, stay until Ctrl-C."""

import argparse
import os
import signal
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from types import FrameType

from local.environment_file import EnvironmentFile, variables
from local.errors import StackError
from local.keys import read_keys
from local.processes import end_with_parent, forget_database_variables
from local.scheduler import Scheduler
from local.settings import ENV_FILE, OUTSIDE_NAMES, read_outside, read_settings
from local.stack import Stack
from local.supervisor import Supervisor, stop_signals


def main(arguments: Sequence[str]) -> int:
    """Run until asked to stop; returns the exit code."""
    options = _options(arguments)
    if options.stop_with_parent:
        end_with_parent(signal.SIGTERM)
    for number in stop_signals():
        signal.signal(number, _interrupt)
    forget_database_variables()
    try:
        _run(options.env_file, _announcer())
    except StackError as error:
        print(f"reprise: {error}", file=sys.stderr, flush=True)
        return 1
    except KeyboardInterrupt:
        return 130
    return 0


def _run(env_file: Path, announce: Callable[[str], None]) -> None:
    with EnvironmentFile(env_file) as environment_file:
        settings = read_settings(os.environ)
        own = read_keys(settings.data_dir / "keys.json")
        own_secret_key = own.secret_key if own else None
        outside = read_outside(os.environ, own_secret_key)
        if outside is not None:
            announce(f"Using the Supabase at {outside.url}; starting only the functions and the web client")
        else:
            _mention_ignored(announce, own_secret_key)
        stack = Stack(settings, outside=outside, announce=announce)
        values = variables(stack)
        seconds = settings.cleanup_interval(outside is not None)
        schedulers = [
            Scheduler(stack.functions_url, function, stack.scheduler_secret, seconds, announce)
            for function in ("cleanup", "evaluate", "notify")
        ]
        with stack:
            environment_file.write(values)
            announce(f"Ready. Open {stack.web_url} in a browser; Ctrl-C stops everything.")
            _show(values, env_file, stack.logs_dir)
            for scheduler in schedulers:
                scheduler.start()
            Supervisor(stack, announce).run()
            announce("Stopping")
            environment_file.remove()
            for scheduler in schedulers:
                scheduler.stop()
        announce("Stopped; the data stays.")


def _options(arguments: Sequence[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m local", description=__doc__)
    parser.add_argument("--env-file", type=Path, default=ENV_FILE, help="where to write the addresses and keys")
    parser.add_argument(
        "--stop-with-parent",
        action="store_true",
        help="stop when the process that started this one ends (Linux)",
    )
    return parser.parse_args(arguments)


def _mention_ignored(announce: Callable[[str], None], own_secret_key: str | None) -> None:
    given = [name for name in OUTSIDE_NAMES if os.environ.get(name)]
    if given and os.environ.get("SUPABASE_SECRET_KEY") != own_secret_key:
        announce(f"Ignoring {', '.join(given)}: another Supabase needs all of {', '.join(OUTSIDE_NAMES)}")


def _show(values: dict[str, str], env_file: Path, logs_dir: Path) -> None:
    print(flush=True)
    for name, value in values.items():
        print(f"  {name:<25}{value or '-'}", flush=True)
    print(f"\n  The same in {env_file}, logs in {logs_dir}\n", flush=True)


def _announcer() -> Callable[[str], None]:
    started = time.monotonic()

    def announce(line: str) -> None:
        print(f"[{time.monotonic() - started:5.1f} s] {line}", flush=True)

    return announce


def _interrupt(_number: int, _frame: FrameType | None) -> None:
    raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
