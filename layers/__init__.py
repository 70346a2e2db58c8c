"""Pure drawing: frames in, map properties and plotly figures out; the registry of map layers."""

from layers import base_map  # registers the map layers
from layers.areas import paint
from layers.bars import categories, years
from layers.registry import LAYERS, Layer, default_layers, geo_url
from layers.scales import Scale, sequential
from layers.sparkline import sparkline
from layers.template import CONFIG, Figure
from layers.trend import trend

__all__ = [
    "CONFIG",
    "LAYERS",
    "Figure",
    "Layer",
    "Scale",
    "base_map",
    "categories",
    "default_layers",
    "geo_url",
    "paint",
    "sequential",
    "sparkline",
    "trend",
    "years",
]
