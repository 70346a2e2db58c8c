"""`python -m data.gent.build`: makes data/gent/*.geojson from data/gent/source/, and from nothing else."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import geopandas as gpd
import pandas as pd
import shapely

from data.gent import FOLDER, SOURCE
from data.gent.areas import simplified_buurten, wijken_of, zones_of
from data.gent.basemap import campuses, outline_of, places, rail, water


def build(target: Path = FOLDER, source: Path = SOURCE) -> list[Path]:
    """Writes every file of the embedded geography; the same source gives the same bytes.

    Args:
        target: Folder to write into.
        source: Folder of the published facts.

    Returns:
        The files, one a layer.
    """
    buurten = simplified_buurten(source)
    outline = outline_of(buurten)
    layers = {
        "buurten": buurten,
        "wijken": wijken_of(buurten, source),
        "zones": zones_of(buurten),
        "outline": outline,
        "water": water(source, outline),
        "rail": rail(source, outline),
        "places": places(source, outline),
        "campuses": campuses(source),
    }
    target.mkdir(parents=True, exist_ok=True)
    return [_write(target / f"{name}.geojson", frame) for name, frame in layers.items()]


def _write(path: Path, frame: gpd.GeoDataFrame) -> Path:
    # One feature a line: a change of one area is one line in the history.
    lines = [json.dumps(feature, ensure_ascii=False, separators=(",", ":")) for feature in _features(frame)]
    path.write_text('{"type":"FeatureCollection","features":[\n' + ",\n".join(lines) + "\n]}\n", encoding="utf-8")
    return path


def _features(frame: gpd.GeoDataFrame) -> list[dict[str, Any]]:
    columns = frame.drop(columns="geometry")
    properties = columns.astype(object).where(columns.notna(), None).to_dict(orient="records")
    shapes = [json.loads(text) for text in shapely.to_geojson(frame.geometry.to_numpy())]
    return [
        {"type": "Feature", "properties": {k: _plain(v) for k, v in row.items()}, "geometry": shape}
        for row, shape in zip(properties, shapes, strict=True)
    ]


def _plain(value: object) -> object:
    return None if pd.isna(value) else value  # type: ignore[call-overload]


if __name__ == "__main__":
    for made in build():
        print(f"{made.name}: {made.stat().st_size / 1000:.0f} kB")
