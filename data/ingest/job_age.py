"""How long ago an upload was touched: told by a clock that nobody can set, as long as the machine is not restarted."""

from __future__ import annotations

import json
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

KEY, TOLD = "touched", "job.json"


def mark() -> dict[str, Any]:
    """What a job writes down each time that it is touched."""
    return {KEY: [_boot(), _running_s()]}


def age_s(folder: Path) -> float:
    """Seconds since a job was touched.

    Args:
        folder: Of the job.
    """
    with suppress(OSError, ValueError, TypeError, KeyError):
        boot, at = json.loads((folder / TOLD).read_text(encoding="utf-8"))[KEY]
        if boot and boot == _boot():
            return _running_s() - float(at)
    paths = [path for path in (folder, folder / TOLD) if path.exists()]
    age = time.time() - max((path.stat().st_mtime for path in paths), default=0.0)
    if age < 0:  # of a day that is still to come: from now on it ages as others do
        for path in paths:
            os.utime(path)
    return age


def _boot() -> str:
    """Which start of this machine this is; empty when it does not say."""
    with suppress(OSError):
        return Path("/proc/sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
    return ""


def _running_s() -> float:
    """Seconds since that start."""
    return time.clock_gettime(time.CLOCK_BOOTTIME)
