"""What a person changes one after the other: one filter at a time, each time to something nobody asked before."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle

import numpy as np

from dashboard.selection import Selection
from data.catalogue import PRIORITIES

MEASURES = ("km2", "aantal", "inwoners")
STEPS = ("areas", "period", "level", "areas", "measure", "period", "priority", "areas", "group", "period", "measure")


def walk(months: list[str], areas: dict[str, list[str]]) -> Iterator[Selection]:
    """Selections without end; each differs from the one before in one filter, and from all others.

    Args:
        months: ISO months (2021-03) that have figures, oldest first.
        areas: Codes of the located areas by level: wijk and buurt.
    """
    rng = np.random.default_rng(5)
    now, asked = Selection(), {""}
    for step in cycle(STEPS):
        for _ in range(20):
            following = _step(step, now, months, areas, rng)
            if following.to_query() not in asked:
                break
        else:
            following = _step("period", now, months, areas, rng)
        asked.add(following.to_query())
        now = following
        yield now


def _step(
    step: str, now: Selection, months: list[str], areas: dict[str, list[str]], rng: np.random.Generator
) -> Selection:
    if step == "level":
        return now.but(level="buurt" if now.level == "wijk" else "wijk", measure="aantal")
    if step == "areas":
        return now.but(areas=tuple(rng.choice(areas[now.level], rng.integers(0, 4), replace=False).tolist()))
    if step == "measure":
        offered = [m for m in MEASURES if m != now.measure and (m != "inwoners" or now.level == "wijk")]
        return now.but(measure=str(rng.choice(offered)))
    if step == "priority":
        return now.for_priority(str(rng.choice([p for p in PRIORITIES if p != now.priority])))
    groups = now.the_priority.groups
    if step == "group" and len(groups) > 1:
        return now.but(group=str(rng.choice([g.id for g in groups if g.id != now.the_group.id])), categories=())
    first, last = sorted(rng.choice(len(months), 2, replace=False).tolist())
    return now.but(period=f"{months[first]}_{months[last]}")
