"""A drawing as plain data: shapes of SVG that whoever shows it turns into elements."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True)
class Shape:
    """One element of SVG: its kind (path, circle, text ...), its attributes, and the text in it."""

    kind: str
    attributes: Mapping[str, Any]
    text: str = ""


@dataclass(frozen=True)
class Drawing:
    """A drawing of `width` by `height` units; it grows and shrinks with the place that it gets.

    Attributes:
        metres: Of a map, how many metres of the ground (EPSG:3812) a unit is; 0 of a chart.
    """

    width: float
    height: float
    shapes: tuple[Shape, ...] = field(default=())
    metres: float = 0.0

    @property
    def box(self) -> str:
        """The viewBox."""
        return f"0 0 {self.width:g} {self.height:g}"


def label(x: float, y: float, text: str, *, size: float, colour: str, anchor: str = "start") -> Shape:
    """A text in a drawing; `anchor` is start, middle or end."""
    attributes = {"x": round(x, 1), "y": round(y, 1), "font-size": size, "fill": colour, "text-anchor": anchor}
    return Shape("text", attributes, text)
