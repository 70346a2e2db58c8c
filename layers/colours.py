"""The palette (City of Gent) and the ramps; nothing else in the code names a colour."""

from __future__ import annotations

NAVY = "#022064"
BLUE = "#009de0"
BLUE_TEXT = "#00699a"  # the blue, dark enough to read: 5.9:1 on white
ORANGE = "#f95706"  # selection and alarms only
ORANGE_TEXT = "#b83d00"
GREEN = "#38ab30"
TEXT = "#23333a"
GREY_DARK = "#5a666b"
GREY = "#91999d"
GREY_LIGHT = "#c8ccce"
GREY_PALE = "#e9ebeb"
PAGE = "#f0f2f6"
WHITE = "#ffffff"

SEQUENTIAL = ("#edf4fb", "#cbdff1", "#97c4e4", "#5a9fd2", "#2668ad", "#022064")
"""Light to navy, six classes."""

DIVERGING = ("#0b6fa4", "#6db9dd", "#e3e6e7", "#f7a072", "#d24a05")
"""Blue (less) - light grey - orange (more); colour-blind safe."""
