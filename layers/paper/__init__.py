"""Charts and the map of a report, as drawings of shapes from the frames that the charts on screen get."""

from layers.paper.bars import category_bars, year_bars
from layers.paper.dots import funnel_dots
from layers.paper.map import MapLegend, area_map
from layers.paper.svg import svg
from layers.plot import WIDE

__all__ = ["WIDE", "MapLegend", "area_map", "category_bars", "funnel_dots", "svg", "year_bars"]
