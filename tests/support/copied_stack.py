"""Stacks that start from a copy of one database, because creating it costs more than everything else in a start.

``tests/local/test_run.py`` starts one from nothing, as ``make run`` does.
"""

import fcntl
import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from local import schema
from local.data_directory import take_directory
from local.gateway import Gateway
from local.keys import read_or_make_keys
from local.ports import ReservedPort
from local.postgres import Postgres
from local.processes import exists
from local.settings import ROOT, Settings
from local.stack import Stack

# Names the folder of the run's template; inherited by the workers of xdist.
_FOLDER = "REPRISE_TEMPLATE"
_COPIED = ("keys.json", "postgres")
_PREFIX = "reprise-template-"


class Template:
    """The run's side: a folder for the template, which its first stack fills. A run within a run uses the outer one."""

    def __init__(self) -> None:
        _delete_leftovers()
        self._folder = "" if _FOLDER in os.environ else tempfile.mkdtemp(prefix=f"{_PREFIX}{os.getpid()}-")
        if self._folder:
            os.environ[_FOLDER] = self._folder

    def delete(self) -> None:
        """Delete the folder, if it is this run's."""
        if self._folder:
            del os.environ[_FOLDER]
            shutil.rmtree(self._folder)


def _delete_leftovers() -> None:
    """Delete the folders of runs that were killed."""
    for folder in Path(tempfile.gettempdir()).glob(f"{_PREFIX}*"):
        if not exists(int(folder.name.removeprefix(_PREFIX).partition("-")[0])):
            # Another run may delete it at this moment.
            shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def copied_stack(functions_environ: Mapping[str, str] | None = None) -> Iterator[Stack]:
    """A running stack with the seed, like `Stack()`; outside a test run, it is one."""
    if _FOLDER not in os.environ:
        with Stack(functions_environ=functions_environ) as running:
            yield running
        return
    with tempfile.TemporaryDirectory(prefix="reprise-", ignore_cleanup_errors=True) as folder:
        copy_database(Path(folder))
        settings = Settings(Path(folder), 0, 0, 0, 0, cleanup_every_seconds=0)
        with Stack(settings, functions_environ=functions_environ) as running:
            yield running


def copy_database(data_dir: Path) -> None:
    """Put the run's database with its keys into the data directory of a stack that has not started yet."""
    if _FOLDER not in os.environ:
        return
    template = Path(os.environ[_FOLDER])
    with take_directory(data_dir), (template / "lock").open("a") as lock:
        # The first of several workers creates it, and the others wait.
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not (template / "ready").exists():
            _create(template)
            (template / "ready").touch()
        # Not `shutil`, which does not keep the owner: PostgreSQL refuses the files of another user.
        subprocess.run(["cp", "-Rp", *(str(template / name) for name in _COPIED), str(data_dir)], check=True)


def _create(template: Path) -> None:
    keys = read_or_make_keys(template / "keys.json")
    with (
        ReservedPort(0, "none") as port,
        Postgres(ROOT, template / "postgres", template / "database.log", port.number, keys.database_password) as server,
    ):
        gateway = Gateway(ROOT, template, template / "gateway.log", 0, keys, server.url)
        schema.migrate(server.url, gateway, ROOT)
        schema.seed(server.url, ROOT)
