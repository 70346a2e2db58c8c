"""How busy the machine was with other things: figures of a busy machine say little about the product."""

from __future__ import annotations

import os
import resource
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Self

STAT = Path("/proc/stat")
IDLE = (3, 4)
"""Fields of the first line that are no work: idle, and waiting for a disk. Stolen time (of a neighbour) is work."""
GUEST = 8
"""From this field on, time is counted a second time."""


@dataclass(frozen=True)
class Moment:
    """Seconds of work since the machine started: of everything, and of this program with what it started."""

    clock: float
    everything: float
    own: float

    @classmethod
    def now(cls) -> Self:
        """This moment; without /proc the work of others is unknown and counts as none."""
        own = sum(
            usage.ru_utime + usage.ru_stime
            for usage in map(resource.getrusage, (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
        )
        everything = worked(STAT.read_text(encoding="ascii")) if STAT.is_file() else own
        return cls(time.monotonic(), everything, own)

    def others_until(self, end: Moment) -> float:
        """How many cores other programs kept busy, on average, from this moment to another."""
        elapsed = max(end.clock - self.clock, 1e-9)
        return max(end.everything - self.everything - (end.own - self.own), 0.0) / elapsed


def worked(stat: str) -> float:
    """Seconds that all cores together have worked, from the text of /proc/stat."""
    fields = [int(field) for field in stat.splitlines()[0].split()[1:]]
    ticks = sum(ticks for i, ticks in enumerate(fields[:GUEST]) if i not in IDLE)
    return ticks / os.sysconf("SC_CLK_TCK")
