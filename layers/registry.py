"""The map layers: one entry each; the filter panel, the map and the tests follow from it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

Geo = dict[str, str]
"""Hash of each polygon asset of the snapshot, by name."""


@dataclass(frozen=True)
class Layer:
    """A map layer that a user turns on and off.

    Attributes:
        id: Stands in the URL, and as class `layer-<id>` on the map while the layer is on.
        name: In the filter panel.
        draw: Makes the component; None when the layer does not exist for these areas. What it draws in a pane named
            `bv-<id>` is shown while the layer is on; the polygons of the areas have panes of their levels.
        on: Whether it is on from the start.
        online: Needs the internet; made only while it is on.
        note: Source or caveat, shown under the name.
        from_facts: Needs single facts; cannot be chosen where there are only monthly counts.
    """

    id: str
    name: str
    draw: Callable[[Geo, dict[str, Any]], Any]
    on: bool = False
    online: bool = False
    note: str = ""
    from_facts: bool = False


LAYERS: dict[str, Layer] = {}


def register(layer: Layer) -> Layer:
    """Adds a layer.

    Raises:
        ValueError: for an id that is there already.
    """
    if layer.id in LAYERS:
        raise ValueError(f"layer '{layer.id}' is there twice")
    LAYERS[layer.id] = layer
    return layer


def geo_url(digest: str) -> str:
    """Address of a polygon asset; its content never changes."""
    return f"/geo/{digest}.json"


def default_layers() -> tuple[str, ...]:
    """Ids of the layers that are on from the start, in order."""
    return tuple(layer.id for layer in LAYERS.values() if layer.on)


def pane_rules() -> str:
    """The style rules by which the pane `bv-<id>` of a layer shows while the layer is on, and only then."""
    rules = (
        f".map-frame .leaflet-bv-{layer}-pane{{display:none}}.layer-{layer} .leaflet-bv-{layer}-pane{{display:block}}"
        for layer in LAYERS
    )
    return "".join(rules)


DATA = Path(__file__).resolve().parent.parent / "data" / "gent"
