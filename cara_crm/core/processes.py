"""Processes that belong together end together."""

import ctypes
import multiprocessing
import os
import signal
import sys

PARENT_DEATH_SIGNAL = 1  # PR_SET_PDEATHSIG of prctl(2)


def end_with_parent() -> None:
    """To be called in a child: SIGTERM comes when its parent ends, even by SIGKILL (Linux; elsewhere nothing)."""
    if sys.platform != "linux":
        return
    ctypes.CDLL(None).prctl(PARENT_DEATH_SIGNAL, signal.SIGTERM)
    parent = multiprocessing.parent_process()
    if parent is not None and os.getppid() != parent.pid:  # it ended before its end could be asked for
        os.kill(os.getpid(), signal.SIGTERM)
