"""The client library as `npm pack` makes it, and the applications of `examples/` that install it."""

import shutil
import subprocess
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx

from local.ports import HOST, ReservedPort
from local.processes import Child, inherited_environ, wait_until
from local.settings import ROOT

PACKAGE = ROOT / "web" / "client"
EXAMPLES = ROOT / "examples"
_QUIET = {"NEXT_TELEMETRY_DISABLED": "1", "npm_config_update_notifier": "false", "npm_config_fund": "false"}


def run(folder: Path, *command: str) -> str:
    """Run a command in a folder; returns its output. Fails with the output if the command fails."""
    done = subprocess.run(
        command,
        cwd=folder,
        env=inherited_environ() | _QUIET,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    assert not done.returncode, f"{' '.join(command)}: {done.stdout}"
    return done.stdout


def pack(folder: Path) -> Path:
    """Pack a copy of the library with its types; returns the tarball in the folder."""
    copy = folder / "client"
    shutil.copytree(PACKAGE, copy, ignore=shutil.ignore_patterns("types", "node_modules"))
    (folder / "node_modules").symlink_to(ROOT / "node_modules")
    run(copy, "npm", "run", "--silent", "types")
    run(copy, "npm", "pack", "--ignore-scripts", "--pack-destination", str(folder))
    shutil.rmtree(copy)
    (folder / "node_modules").unlink()
    (tarball,) = folder.glob("*.tgz")
    return tarball


def install(example: str, tarball: Path) -> Path:
    """Copy an example beside the tarball and install its packages; returns its folder."""
    folder = tarball.parent / example
    shutil.copytree(EXAMPLES / example, folder, ignore=shutil.ignore_patterns("node_modules", "dist", ".next"))
    run(folder, "npm", "install", "--no-audit", "--ignore-scripts", "--no-package-lock")
    return folder


@contextmanager
def serve(folder: Path, command: Sequence[str] = ()) -> Iterator[str]:
    """Serve an application on a free port; yields its address. Without a command, the files of the folder."""
    with ReservedPort(0, "none") as port:
        files = [sys.executable, "-m", "http.server", "PORT", "--bind", HOST]
        child = Child(
            name="The application",
            command=[str(port.number) if word == "PORT" else word for word in command or files],
            log=folder.parent / f"{folder.name}.log",
            cwd=folder,
            environ=inherited_environ() | _QUIET,
        )
        url = f"http://{HOST}:{port.number}"
        child.start()
        try:
            assert wait_until(lambda: _answers(url), 120), child.log.read_text()
            yield url
        finally:
            child.stop()


def write_settings(folder: Path, prefix: str, settings: Mapping[str, str]) -> None:
    """Write `.env.local` with these settings."""
    (folder / ".env.local").write_text("".join(f"{prefix}{name}={value}\n" for name, value in settings.items()))


def _answers(url: str) -> bool:
    try:
        return httpx.get(url, timeout=10, trust_env=False).status_code < 500
    except httpx.TransportError:
        return False
