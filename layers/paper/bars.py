"""Bars on paper: the same months in every year, and the categories of a selection."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from layers.colours import BLUE, GREY, GREY_DARK, GREY_LIGHT, NAVY, TEXT, WHITE
from layers.drawing import Drawing, Shape, label

WIDTH, HEIGHT = 234.0, 98.0
BAR = "bar"
"""Class of a bar; its length is its number."""
_TEXT = 8
_BELOW, _ABOVE = 24.0, 14.0
_MOST_YEARS = 8
_ROW, _NAMES = 19.0, 86.0


def year_bars(frame: pd.DataFrame) -> Drawing:
    """One bar a year from zero, the last in navy; provisional ones are hatched, a year without figures says so.

    Args:
        frame: One row per year, as `layers.bars.years`: label (lines apart by <br>), n (float, NaN when missing),
            status, text (n as Belgians write it). Of more than 8 years the newest are drawn.
    """
    rows = frame.iloc[-_MOST_YEARS:]
    highest = max(float(np.nanmax(rows["n"].to_numpy(dtype=float), initial=0.0)), 1.0)
    zero = HEIGHT - _BELOW
    step = WIDTH / max(len(rows), 1)
    wide = min(step * 0.62, 44.0)
    shapes = [Shape("line", {"x1": 0, "x2": WIDTH, "y1": zero, "y2": zero, "stroke": GREY_LIGHT, "stroke-width": 0.7})]
    columns = (rows[name].tolist() for name in ("label", "n", "status", "text"))
    for i, (name, n, status, text) in enumerate(zip(*columns, strict=True)):
        middle = (i + 0.5) * step
        if status == "missing":
            shapes += _lines(middle, zero - 13, ["geen", "cijfers"], GREY_DARK)
        else:
            tall = n / highest * (zero - _ABOVE)
            box = {"x": middle - wide / 2, "y": zero - tall, "width": wide, "height": tall}
            shapes += _bar(box, NAVY if i == len(rows) - 1 else GREY, hatched=status == "provisional")
            shapes.append(label(middle, zero - tall - 4, text, size=_TEXT, colour=TEXT, anchor="middle"))
        shapes += _lines(middle, zero + 9.5, name.split("<br>"), GREY_DARK, size=_TEXT if step > 44 else 6.5)
    return Drawing(WIDTH, HEIGHT, tuple(shapes))


def category_bars(frame: pd.DataFrame) -> Drawing:
    """Two bars a category, largest on top: the period in navy (blue when it does not count), earlier in grey.

    Args:
        frame: One row per category, as `layers.bars.categories`: name, n, before (float, NaN when missing), status,
            text, before_text, shown (bool).
    """
    rows = frame.sort_values("n", ascending=False, na_position="last")
    both = rows[["n", "before"]].to_numpy(dtype=float)
    highest = max(float(np.nanmax(both, initial=0.0)), 1.0)
    room = WIDTH - _NAMES - 40
    shapes: list[Shape] = []
    columns = (rows[name].tolist() for name in ("name", "n", "before", "status", "text", "before_text", "shown"))
    for i, (name, n, before, status, text, before_text, shown) in enumerate(zip(*columns, strict=True)):
        top = i * _ROW + 2
        lines = _wrap(name)
        shapes += [
            label(_NAMES - 6, top + 10 + (k - (len(lines) - 1) / 2) * 9, line, size=_TEXT, colour=TEXT, anchor="end")
            for k, line in enumerate(lines)
        ]
        pairs = ((n, text, NAVY if shown else BLUE, status == "provisional"), (before, before_text, GREY, False))
        for k, (value, words, colour, hatched) in enumerate(pairs):
            y = top + k * 8.2
            length = value / highest * room if value == value else 0.0
            if length:
                shapes += _bar({"x": _NAMES, "y": y, "width": length, "height": 7.4}, colour, hatched=hatched)
            shapes.append(label(_NAMES + length + 4, y + 6.6, words, size=_TEXT, colour=GREY_DARK))
    return Drawing(WIDTH, max(len(rows), 1) * _ROW + 4, tuple(shapes))


def _bar(box: dict[str, float], colour: str, *, hatched: bool) -> list[Shape]:
    placed: dict[str, Any] = {name: round(value, 2) for name, value in box.items()}
    shapes = [Shape("rect", {"class": BAR, **placed, "fill": colour})]
    if not hatched:
        return shapes
    x, y, wide, tall = (box[name] for name in ("x", "y", "width", "height"))
    lines = []
    for start in np.arange(4.0, wide + tall, 4.0).tolist():  # from the top left corner on, at 45 degrees
        x0, y0 = (min(start, wide), max(start - wide, 0.0))
        x1, y1 = (max(start - tall, 0.0), min(start, tall))
        lines.append(f"M{x + x0:.1f} {y + y0:.1f}L{x + x1:.1f} {y + y1:.1f}")
    return [*shapes, Shape("path", {"d": "".join(lines), "stroke": WHITE, "stroke-width": 0.9, "fill": "none"})]


def _lines(x: float, y: float, lines: list[str], colour: str, *, size: float = _TEXT) -> list[Shape]:
    return [label(x, y + i * 9, text, size=size, colour=colour, anchor="middle") for i, text in enumerate(lines)]


def _wrap(name: str, width: int = 20, most: int = 2) -> list[str]:
    lines: list[str] = [""]
    for word in name.split():
        if lines[-1] and len(lines[-1]) + len(word) + 1 > width:
            lines.append("")
        lines[-1] = f"{lines[-1]} {word}".strip()
    return lines[:most]
