"""Runs a module as ``python -m`` does; what it forks ends when it ends, however that happens (Linux).

``python -P tied_module.py <module> <arguments…>``. A worker of gunicorn does not notice that the process which watches
over it was killed with SIGKILL, and serves on for ever.
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
            # It died between the fork and here.
            os._exit(1)

    os.register_at_fork(
        before=lambda: parents.append(os.getpid()), after_in_parent=parents.pop, after_in_child=end_with_parent
    )


if __name__ == "__main__":
    if sys.platform == "linux":
        tie_what_is_forked()
    del sys.argv[0]
    runpy.run_module(sys.argv[0], run_name="__main__", alter_sys=True)
