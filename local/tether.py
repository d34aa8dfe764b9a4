"""Becomes another program that the kernel signals when our parent dies (Linux).

``python tether.py <signal> <parent pid> <program> <arguments…>``. It is a separate program, because running a function
between fork and exec is not safe once the parent has threads.
"""

import ctypes
import os
import sys

PR_SET_PDEATHSIG = 1

if __name__ == "__main__":
    number, parent, *command = sys.argv[1:]
    ctypes.CDLL(None).prctl(PR_SET_PDEATHSIG, int(number))
    if os.getppid() != int(parent):
        sys.exit(f"the stack ended while {command[0]} was being started")
    try:
        os.execvp(command[0], command)
    except OSError as error:
        sys.exit(f"{command[0]} cannot be started: {error.strerror}")
