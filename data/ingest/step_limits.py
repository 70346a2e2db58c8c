"""How much of the machine one step of an upload may use: a file that asks too much ends itself, not the server."""

from __future__ import annotations

import os
import resource
from contextlib import suppress

MOST_MEMORY = 8_000_000_000
"""Bytes of address space, most of it only reserved by the libraries."""
MOST_WORK_S = {"proposal": 600, "check": 7200, "publish": 7200}
"""Step -> seconds of processor time; waiting for another import does not count."""
_LOWER_PRIORITY = 10


def limit_step(pid: int, step: str) -> None:
    """Limits a process that just started; visitors go first.

    Args:
        pid: Of the process.
        step: proposal, check or publish.
    """
    with suppress(ProcessLookupError):  # it has ended already
        resource.prlimit(pid, resource.RLIMIT_AS, (MOST_MEMORY, MOST_MEMORY))
        resource.prlimit(pid, resource.RLIMIT_CPU, (MOST_WORK_S[step], MOST_WORK_S[step] + 5))
        os.setpriority(os.PRIO_PROCESS, pid, _LOWER_PRIORITY)
