"""Runs a module like ``python -m``; every process it forks ends with it, however it ends (Linux).

``python -P tied_module.py <module> <arguments…>``. Without this, a gunicorn worker whose supervisor is killed with
SIGKILL does not notice, and serves forever.
"""

import ctypes
import os
import runpy
import signal
import sys

PR_SET_PDEATHSIG = 1


def tie_what_is_forked() -> None:
    """Have the kernel kill every process that we fork from now on when we die."""
    prctl = ctypes.CDLL(None).prctl
    parents: list[int] = []

    def end_with_parent() -> None:
        prctl(PR_SET_PDEATHSIG, int(signal.SIGKILL))
        if os.getppid() != parents.pop():
            # The parent died between the fork and this line.
            os._exit(1)

    os.register_at_fork(
        before=lambda: parents.append(os.getpid()), after_in_parent=parents.pop, after_in_child=end_with_parent
    )


if __name__ == "__main__":
    if sys.platform == "linux":
        tie_what_is_forked()
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
