"""A drawn zone with a border of 480 corners over one million facts: its first count, and what is asked of it next."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import shapely

from bench.budget import Line
from data import queries
from data.own.areas import OwnAreas, OwnZone
from data.own.counts import months_inside
from data.queries import Box, Facts

CORNERS = 480
FIRST_S, NEXT_S = 2.0, 1.0
CODE = "Z-METING"
EVERYWHERE = Box(2.0, 50.0, 5.0, 52.0)


def measure_zones(var_dir: Path) -> list[Line]:
    """Counts in a process of its own, which finds nothing at hand."""
    done = subprocess.run(
        [sys.executable, "-m", "bench.zones"],
        env=os.environ | {"VAR_DIR": str(var_dir), "PROFILE": "intern", "STATE_URL": "sqlite://"},
        stdout=subprocess.PIPE,
        check=True,
    )
    found = json.loads(done.stdout)
    return [
        Line(f"drawn zone of {CORNERS} corners: first count", found["first"], "s", FIRST_S),
        Line("   its points and its hours after that, the slower", found["next"], "s", NEXT_S),
        Line("   facts in it", found["facts"], "facts"),
    ]


def wavy(radius_deg: float = 0.04) -> shapely.Geometry:
    """A zone over most of the city with a border as people draw it: in and out, and never the same."""
    rng = np.random.default_rng(3)
    angle = np.linspace(0, 2 * np.pi, CORNERS, endpoint=False)
    radius = radius_deg * (1 + 0.15 * np.sin(9 * angle) + 0.01 * rng.standard_normal(CORNERS))
    corners = np.column_stack([3.725 + radius * np.cos(angle) * 1.6, 51.05 + radius * np.sin(angle)])
    return shapely.make_valid(shapely.Polygon(corners))


def count() -> dict[str, float]:
    """Seconds of the first count and of the slower of what is asked next, and how many facts lie in the zone."""
    zone = OwnZone(CODE, "Meting", shapely.to_wkb(wavy()))
    snapshot = replace(queries.current(audience="publiek"), own=OwnAreas("meting", (zone,), ()))
    months = queries.snapshot_info(snapshot, audience="intern").months
    assert months is not None  # the benchmark has figures
    first, counted = _timed(lambda: months_inside(snapshot.published, zone.wkb, months))
    asked = Facts(tuple(counted), months, (CODE,))
    points, _ = _timed(lambda: queries.marks(snapshot, facts=asked, box=EVERYWHERE, cell_m=400, audience="intern"))
    hours, _ = _timed(lambda: queries.hours(snapshot, facts=asked, audience="intern"))
    return {"first": first, "next": max(points, hours), "facts": sum(float(n.sum()) for n in counted.values())}


def _timed(ask: Callable[[], Any]) -> tuple[float, Any]:
    started = time.perf_counter()
    answer = ask()
    return time.perf_counter() - started, answer


if __name__ == "__main__":
    print(json.dumps(count()))
