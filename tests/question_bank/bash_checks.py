"""What the Bash samples of the bank must do, by the name of the question."""

import fcntl
import subprocess
from collections.abc import Callable
from pathlib import Path

DEPLOY_TOOLS = {
    "current_version": "cat version",
    "activate": 'echo "$1" >> log; [[ $1 != broken ]] && echo "$1" > version',
    "curl": "[[ $(cat version) == good ]]",
    "sleep": ":",
}


def deploy(folder: Path, sample: str) -> None:
    tools = folder / "bin"
    tools.mkdir()
    for name, body in DEPLOY_TOOLS.items():
        (tools / name).write_text(f"#!/bin/bash\n{body}\n")
        (tools / name).chmod(0o755)
    (folder / "deploy.sh").write_text(sample)

    def run(*arguments: str) -> tuple[int, str, str]:
        (folder / "version").write_text("v1\n")
        (folder / "log").write_text("")
        done = subprocess.run(
            ["/bin/bash", "deploy.sh", *arguments],
            cwd=folder,
            env={"PATH": f"{tools}:/usr/bin:/bin"},
            capture_output=True,
            check=False,
        )
        return done.returncode, (folder / "version").read_text().strip(), (folder / "log").read_text()

    assert run("good", "http://x", "5") == (0, "good", "good\n")
    assert run("bad", "http://x", "2") == (1, "v1", "bad\nv1\n")
    assert run("broken", "http://x", "2") == (1, "v1", "broken\nv1\n")
    for arguments in (("bad", "http://x", "abc"), ("bad", "http://x", "10s"), ("bad", "http://x", "0"), ("bad",)):
        assert run(*arguments) == (2, "v1", "")


def with_lock(folder: Path, sample: str) -> None:
    lock = folder / "a lock"

    def run(command: str) -> tuple[int, str]:
        program = f"{sample}\nset -u\n{command}"
        done = subprocess.run(
            ["/bin/bash", "-c", program, "bash", str(lock)], capture_output=True, text=True, check=False
        )
        return done.returncode, done.stdout + done.stderr

    assert run("""with_lock "$1" 1 printf '<%s>' 'a  b' '$HOME'""") == (0, "<a  b><$HOME>")
    assert run("""with_lock "$1" 1 bash -c 'exit 7'; exit $?""")[0] == 7
    with lock.open("a") as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        status, text = run("""with_lock "$1" 0 echo never""")
        assert (status, "never" in text, "still locked" in text) == (75, False, True)
    # A child that runs on does not hold the lock.
    child = """with_lock "$1" 0 bash -c 'sleep 60 >/dev/null 2>&1 & echo $! > "$0.pid"' "$1" """
    assert run(f"""{child}\nwith_lock "$1" 0 echo again\nkill "$(<"$1.pid")" """) == (0, "again\n")


CHECKS: dict[str, Callable[[Path, str], None]] = {"b4-24": deploy, "b4-49": with_lock}
