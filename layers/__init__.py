"""Pure drawing: frames in, map properties and plotly figures out; the registry of map layers."""

from layers import (
    base_map,  # registers the map layers
    paper,
)
from layers.areas import paint
from layers.bars import categories, years
from layers.base_map import outline
from layers.drawing import Drawing, Shape
from layers.funnel import funnel
from layers.locator import locator
from layers.parts import part_trends
from layers.registry import LAYERS, Layer, default_layers, geo_url, pane_rules
from layers.scales import CHANGE, Scale, change_classes, sequential
from layers.season import season
from layers.slide_map import Outlines, in_window, outlined, window_of
from layers.small_bars import Bar, small_bars
from layers.small_trend import small_trend
from layers.sparkline import SPARK_BOX, spark_lines, sparkline
from layers.template import CONFIG, Figure
from layers.trend import trend
from layers.week import week

__all__ = [
    "CHANGE",
    "CONFIG",
    "LAYERS",
    "SPARK_BOX",
    "Bar",
    "Drawing",
    "Figure",
    "Layer",
    "Outlines",
    "Scale",
    "Shape",
    "base_map",
    "categories",
    "change_classes",
    "default_layers",
    "funnel",
    "geo_url",
    "in_window",
    "locator",
    "outline",
    "outlined",
    "paint",
    "pane_rules",
    "paper",
    "part_trends",
    "season",
    "sequential",
    "small_bars",
    "small_trend",
    "spark_lines",
    "sparkline",
    "trend",
    "week",
    "window_of",
    "years",
]
