"""A test run with every kind of process that tests start. Only `test_run_of_tests` runs it, and kills it."""

import os
import threading
from pathlib import Path

from playwright.sync_api import sync_playwright

from local.stack import Stack
from tests.local.supervised import Supervised
from tests.support.chromium import find_chromium
from tests.support.entry_points import served
from tests.support.outages import frozen


def test_everything_runs_until_it_is_killed(stack: Stack, tmp_path: Path) -> None:
    outside = {
        "SUPABASE_URL": stack.supabase_url,
        "SUPABASE_PUBLISHABLE_KEY": stack.publishable_key,
        "SUPABASE_SECRET_KEY": stack.secret_key,
        "DATABASE_URL": stack.database_url,
    }
    with (
        served(["resume"], stack, tmp_path),
        Supervised(tmp_path / "supervised", outside) as supervised,
        sync_playwright() as playwright,
        playwright.chromium.launch(executable_path=find_chromium(playwright)) as chromium,
    ):
        chromium.new_page()
        supervised.wait_ready()
        # A stopped process does not react to SIGTERM.
        with frozen(stack.functions), frozen(stack.gateway):
            Path(os.environ["REPORT_READY_IN"]).touch()
            threading.Event().wait()
