"""The installer reports whatever is missing or fails in one clear sentence, and repeats no work."""

import os
import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from local.processes import exists, wait_until
from local.settings import ROOT

FILES = ("requirements.txt", "requirements-dev.txt", "package.json")
FILES_TO_COPY = (*FILES, "package-lock.json", ".npmrc", "local/install.py")
NODE = "#!/bin/sh\necho v20.11.0\n"
NPM = """#!/bin/sh
echo run >> "$RECORD"
mkdir -p node_modules
"""


class Checkout:
    """A fresh clone with stand-in programs on its PATH; needs no network."""

    def __init__(self, folder: Path) -> None:
        self.root = folder / "clone"
        self.programs = folder / "bin"
        self.programs.mkdir()
        self.record = folder / "record"
        for name in FILES_TO_COPY:
            target = self.root / name
            target.parent.mkdir(parents=True, exist_ok=True)
            shutil.copy(ROOT / name, target)
        self.program("node", NODE)
        self.program("npm", NPM)
        for name in ("sh", "mkdir", "chmod"):
            (self.programs / name).symlink_to(shutil.which(name) or name)
        # Stands in for the system's Python: `-m venv` and `pip install` only count their calls.
        self.python = folder / "python3"
        self.python.write_text(
            f"""#!/bin/sh
if [ "$2" = venv ]; then
  echo venv >> "$RECORD"; mkdir -p "$4/bin"
  printf '#!/bin/sh\\necho pip >> "$RECORD"\\n' > "$4/bin/python"; chmod +x "$4/bin/python"
  exit 0
fi
exec {sys.executable} "$@"
"""
        )
        self.python.chmod(0o755)

    def program(self, name: str, text: str | None) -> None:
        """Put a program on the PATH, or remove it."""
        path = self.programs / name
        path.unlink(missing_ok=True)
        if text is not None:
            path.write_text(text)
            path.chmod(0o755)

    def install(self, before: str = "") -> subprocess.CompletedProcess[str]:
        """Run the installer with the stand-in Python."""
        code = (
            "import runpy, sys\n"
            f"sys.executable = {str(self.python)!r}\n"
            f"{before}\n"
            f"runpy.run_path({str(self.root / 'local/install.py')!r}, run_name='__main__')\n"
        )
        return subprocess.run(
            [sys.executable, "-c", code],
            env={"PATH": str(self.programs), "RECORD": str(self.record)},
            capture_output=True,
            text=True,
            check=False,
        )

    def install_twice_at_once(self) -> None:
        """Run the installer twice at the same time."""
        with ThreadPoolExecutor(2) as pool:
            for result in pool.map(lambda _: self.install(), range(2)):
                assert result.returncode == 0, result.stderr

    def steps(self) -> list[str]:
        """The steps that have been run so far."""
        return self.record.read_text().split() if self.record.exists() else []


@pytest.fixture
def checkout(tmp_path: Path) -> Checkout:
    return Checkout(tmp_path)


def refusal(result: subprocess.CompletedProcess[str]) -> str:
    assert result.returncode == 1
    assert "Traceback" not in result.stderr
    assert result.stderr.startswith("reprise: ")
    return result.stderr


def test_install_runs_once_and_again_when_a_dependency_list_changes(checkout: Checkout) -> None:
    first = checkout.install()
    assert first.returncode == 0, first.stderr
    assert "Python environment" in first.stdout
    assert "Python packages" in first.stdout
    assert "Node packages" in first.stdout
    assert checkout.steps() == ["venv", "pip", "run"]
    second = checkout.install()
    assert (second.returncode, second.stdout, second.stderr) == (0, "", "")
    assert checkout.steps() == ["venv", "pip", "run"]
    for name in FILES_TO_COPY:
        os.utime(checkout.root / name)
    checkout.install()
    assert checkout.steps() == ["venv", "pip", "run"]
    with (checkout.root / "package-lock.json").open("a") as lock:
        lock.write("\n")
    checkout.install()
    assert checkout.steps() == ["venv", "pip", "run", "run"]
    with (checkout.root / "requirements-dev.txt").open("a") as requirements:
        requirements.write("\n")
    checkout.install()
    assert checkout.steps() == ["venv", "pip", "run", "run", "venv", "pip"]


def test_two_concurrent_first_runs_install_once(checkout: Checkout) -> None:
    checkout.install_twice_at_once()
    assert checkout.steps() == ["venv", "pip", "run"]


def test_missing_node_is_reported_in_one_sentence(checkout: Checkout) -> None:
    checkout.program("node", None)
    assert "Node.js is not installed; install Node 20" in refusal(checkout.install())


def test_old_node_is_reported_in_one_sentence(checkout: Checkout) -> None:
    checkout.program("node", "#!/bin/sh\necho v18.19.1\n")
    assert "Node 18.19.1 is too old; install Node 20" in refusal(checkout.install())


def test_broken_node_is_reported_in_one_sentence(checkout: Checkout) -> None:
    checkout.program("node", "#!/bin/sh\nexit 127\n")
    assert "does not run; install Node 20" in refusal(checkout.install())


def test_missing_npm_is_reported_in_one_sentence(checkout: Checkout) -> None:
    checkout.program("npm", None)
    assert "npm is not installed" in refusal(checkout.install())


def test_old_python_is_reported_in_one_sentence(checkout: Checkout) -> None:
    result = checkout.install(
        "import platform\nsys.version_info = (3, 9, 2)\nplatform.python_version = lambda: '3.9.2'"
    )
    assert "Python 3.9.2 is too old; install Python 3.11" in refusal(result)
    assert checkout.steps() == []


def test_failing_npm_shows_its_last_lines_and_is_retried(checkout: Checkout) -> None:
    checkout.program("npm", "#!/bin/sh\necho first line\necho no space left on device\nexit 7\n")
    sentence = refusal(checkout.install())
    assert "npm ci failed" in sentence
    assert "no space left on device" in sentence
    assert str(checkout.root / ".local" / "install.log") in sentence
    checkout.program("npm", NPM)
    assert checkout.install().returncode == 0
    assert checkout.steps() == ["venv", "pip", "run"]


def test_failing_pip_shows_its_last_lines(checkout: Checkout) -> None:
    text = checkout.python.read_text()
    checkout.python.write_text(text.replace('echo pip >> "$RECORD"', "echo no matching distribution; exit 1"))
    sentence = refusal(checkout.install())
    assert "Installing the Python packages failed" in sentence
    assert "no matching distribution" in sentence


def test_missing_python_is_reported_by_make_in_one_sentence() -> None:
    result = subprocess.run(
        ["make", "install", "PYTHON=/nowhere/python3"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert result.returncode != 0
    assert "/nowhere/python3 is not installed; install Python 3.11" in result.stderr


def test_env_file_of_a_killed_stack_is_deleted_first(tmp_path: Path) -> None:
    env_file = tmp_path / ".local" / "env"
    env_file.parent.mkdir()
    owner = env_file.with_name("owner")
    ended = subprocess.Popen(["true"])
    ended.wait()
    for pid, stays in ((os.getpid(), True), (ended.pid, False)):
        env_file.write_text("FUNCTIONS_URL=x\n")
        owner.write_text(f"{pid}\n")
        subprocess.run(["make", "-f", ROOT / "Makefile", "forget"], cwd=tmp_path, check=True)
        assert env_file.exists() is stays


def test_env_file_of_a_zombie_process_is_deleted(tmp_path: Path) -> None:
    env_file = tmp_path / ".local" / "env"
    env_file.parent.mkdir()
    env_file.write_text("FUNCTIONS_URL=x\n")
    with subprocess.Popen(["true"]) as zombie:
        assert wait_until(lambda: not exists(zombie.pid), 60)
        env_file.with_name("owner").write_text(f"{zombie.pid}\n")
        subprocess.run(["make", "-f", ROOT / "Makefile", "forget"], cwd=tmp_path, check=True)
    assert not env_file.exists()
