"""One entry a layer; a second of the same id is refused."""

from __future__ import annotations

from typing import Any

import pytest
from dash.development.base_component import Component

from layers.registry import LAYERS, Layer, default_layers, geo_url, register

GEO = {"wijk": "h1", "buurt": "h2", "zone": "h3", "base": "h4"}
POINTS: dict[str, Any] = {"type": "FeatureCollection", "features": []}
FACTS = {"labels": POINTS, "campuses": POINTS, "tile_url": "http://127.0.0.1:9/{z}/{x}/{y}.png"}


def test_an_id_that_is_there_is_refused_and_the_first_stays() -> None:
    first = LAYERS["feiten"]
    with pytest.raises(ValueError, match="'feiten' is there twice"):
        register(Layer("feiten", "Nog eens", lambda geo, facts: None))
    assert LAYERS["feiten"] is first


@pytest.mark.parametrize("layer", LAYERS.values(), ids=list(LAYERS))
def test_a_layer_draws_a_component_that_can_be_sent(layer: Layer) -> None:
    drawn = layer.draw(GEO, FACTS)
    assert isinstance(drawn, Component)
    assert "coordinates" not in str(drawn.to_plotly_json())
    assert layer.name
    assert layer.id.isalnum()


@pytest.mark.parametrize("layer", LAYERS.values(), ids=list(LAYERS))
def test_a_layer_of_a_city_without_a_base_map_draws_or_says_none(layer: Layer) -> None:
    drawn = layer.draw({"wijk": "h1"}, FACTS)
    assert drawn is None or isinstance(drawn, Component)
    if layer.id in ("water", "spoor", "plaatsen", "campussen"):
        assert drawn is None


def test_nothing_that_needs_the_internet_is_on_from_the_start() -> None:
    assert not [layer for layer in default_layers() if LAYERS[layer].online]
    assert "feiten" in default_layers()


def test_polygons_come_from_this_server() -> None:
    assert geo_url("abc") == "/geo/abc.json"
