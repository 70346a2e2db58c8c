"""The answer as JSON: the same that Dash would write, of whatever an answer holds."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from dash.development.base_component import Component
from plotly.utils import PlotlyJSONEncoder

from dashboard import compact_json
from dashboard.app_factory import make_app
from dashboard.callbacks import draw

SEARCHES = (
    "?gebied=W13&niveau=buurt",
    "?prioriteit=overlast&maat=verandering&toon=kalender,los",
    "?prioriteit=verkeer&groep=parkeren&lagen=feiten,osm",
    "?prioriteit=verkeer&niveau=buurt&grafiek=seizoen",
    "?prioriteit=overpoort",
    "?gebied=W99",
)


@pytest.mark.parametrize("search", SEARCHES)
def test_an_answer_is_written_as_dash_writes_it(demo: Path, search: str) -> None:
    with make_app().server.test_request_context("/beeld" + search):
        panels = draw.draw(search)
    placed = draw.placed(panels)
    assert json.loads(compact_json.bytes_of(placed)) == json.loads(json.dumps(placed, cls=PlotlyJSONEncoder))
    components = list(_components(placed))
    assert components
    for component in components:
        assert compact_json.record(component) == component.to_plotly_json()


def test_what_no_reader_of_json_knows_is_null_or_refused() -> None:
    assert (
        compact_json.bytes_of({"n": [np.float64(2.5), np.nan], "é": np.arange(2)})
        == '{"n":[2.5,null],"é":[0,1]}'.encode()
    )
    with pytest.raises(TypeError):
        compact_json.bytes_of({"n": object()})


def _components(content: Any) -> Iterator[Component]:
    if isinstance(content, Component):
        yield content
        content = content.to_plotly_json()["props"]
    if isinstance(content, dict):
        content = list(content.values())
    if isinstance(content, list | tuple):
        for part in content:
            yield from _components(part)
