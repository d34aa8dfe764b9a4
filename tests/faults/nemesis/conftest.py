"""A target of its own for the runs of the nemesis: it is broken all the time."""

import os
from collections.abc import Iterator

import pytest

from local.settings import read_tested_outside
from tests.faults.nemesis.target import Target, open_target


@pytest.fixture(scope="session")
def target() -> Iterator[Target]:
    """The embedded stack on a small disk if possible, or the Supabase that the environment allows."""
    with open_target(read_tested_outside(os.environ)) as opened:
        yield opened
