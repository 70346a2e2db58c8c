"""The map layers and cards of single facts: new views of the map and new selections, as a browser asks them."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import cycle, islice

import numpy as np

from bench.budget import Line
from bench.load import Answers, Ask, ask_one_by_one, new_selections
from dashboard import when
from dashboard.asked_facts import POINTS
from dashboard.overlays import HEAT, PATHS
from dashboard.selection import Selection

VIEWS = 150
MILLISECONDS, KILOBYTES = 150.0, 200.0
MIDDLE = (3.725, 51.055)
SCREEN_DEGREES = 0.32
"""Width of the map at zoom 11.5 on a screen of 1440 pixels, degrees."""
HEAT_MOVES_FROM, HEAT_MARGIN = 13, 0.3
"""Zoom from which the browser asks heat of its view, and the part of it that it takes on every side (overlays.js)."""
ZOOMS = (11.5, 12.5, 13.5, 14.5, 15.5, 17.0)


def point_asks(selections: Iterator[Selection]) -> Iterator[Ask]:
    """New views: another period each time, zooming in and moving about; every other one of the whole city."""
    for selection, (box, zoom) in zip(selections, _views(cycle(ZOOMS)), strict=False):
        yield Ask(f"{PATHS[POINTS]}{_query(selection, zoom <= ZOOMS[1])}&vak={box}&zoom={zoom}")


def heat_asks(selections: Iterator[Selection]) -> Iterator[Ask]:
    """New selections of the whole city, over every priority."""
    return (Ask(f"{PATHS[HEAT]}{_query(selection, True)}") for selection in selections)


def near_heat_asks(selections: Iterator[Selection]) -> Iterator[Ask]:
    """New selections from the zoom on at which a browser asks heat of what is in view and a margin around it."""
    near = [zoom for zoom in ZOOMS if zoom >= HEAT_MOVES_FROM]
    boxes = _views(cycle(near), margin=HEAT_MARGIN)
    for selection, (box, zoom) in zip(selections, boxes, strict=False):
        yield Ask(f"{PATHS[HEAT]}{_query(selection, True)}&vak={box}&zoom={zoom}")


def hour_asks(selections: Iterator[Selection]) -> Iterator[Ask]:
    """New selections of areas, over every priority; those of a zone with all its cards."""
    for selection in selections:
        asked = Selection(priority=selection.priority, period=selection.period, areas=selection.areas)
        yield Ask(f"{when.PATH}{asked.to_query()}")


def _views(zooms: Iterator[float], margin: float = 0.0) -> Iterator[tuple[str, float]]:
    rng = np.random.default_rng(3)
    for zoom in zooms:
        wide = SCREEN_DEGREES / 2 ** (zoom - ZOOMS[0]) * (1 + 2 * margin)
        x, y = (middle + off for middle, off in zip(MIDDLE, rng.uniform(-0.03, 0.03, 2), strict=True))
        yield ",".join(f"{v:.5f}" for v in (x - wide / 2, y - wide * 0.36, x + wide / 2, y + wide * 0.36)), zoom


def _query(selection: Selection, everywhere: bool) -> str:
    asked = Selection(priority=selection.priority, period=selection.period, areas=() if everywhere else selection.areas)
    return asked.to_query()


def measure_points(url: str, *, months: list[str], areas: list[str]) -> list[Line]:
    """Asks both layers, and the cards of hours, of new selections, one after the other.

    Args:
        url: The running server.
        months: ISO months that have figures, oldest first.
        areas: Codes of wijken.
    """
    lines: list[Line] = []
    for name, asks in (
        ("points in view", point_asks),
        ("heat map", heat_asks),
        ("heat in view", near_heat_asks),
        ("hours", hour_asks),
    ):
        wanted = asks(new_selections(months, areas))
        ask_one_by_one(url, list(islice(wanted, 16)))  # warm both workers
        answers = ask_one_by_one(url, list(islice(wanted, VIEWS)))
        lines += _lines(name, answers)
    return lines


def _lines(name: str, answers: Answers) -> list[Line]:
    for error in answers.errors[:5]:
        print(error)
    return [
        Line.of(f"{name}: new view", answers.milliseconds, "ms", None, MILLISECONDS),
        Line("   largest answer on the wire", max(answers.sizes, default=np.inf) / 1000, "kB", KILOBYTES),
        Line("   errors", len(answers.errors), "errors", 0.0),
    ]
