"""Targets for the runs of the nemesis; they are broken all the time, so no other test uses them."""

import os
from collections.abc import Iterator

import pytest

from local.settings import read_tested_outside
from tests.faults.nemesis.target import Target, open_target


@pytest.fixture(scope="session")
def own_target() -> Iterator[Target]:
    """The embedded stack, on a small disk if possible, even if the other tests run against another Supabase."""
    with open_target(None) as opened:
        yield opened


@pytest.fixture(scope="session")
def target(request: pytest.FixtureRequest) -> Iterator[Target]:
    """The Supabase that the environment allows, or `own_target`."""
    outside = read_tested_outside(os.environ)
    if outside is None:
        yield request.getfixturevalue("own_target")
        return
    with open_target(outside) as opened:
        yield opened
