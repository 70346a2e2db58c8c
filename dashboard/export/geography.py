"""The map as files for GIS: values and polygons of its level, with their coordinate system."""

from __future__ import annotations

import json
import tempfile
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pandas as pd

from dashboard.caption import Caption
from dashboard.export.safe import one_line
from dashboard.export.spreadsheets import rows_of, told
from data.catalogue.grid import LAMBERT

if TYPE_CHECKING:
    import geopandas

WGS84 = 4326


def as_gpkg(frame: pd.DataFrame, shapes: dict[str, bytes], caption: Caption, title: str) -> bytes:
    """A GeoPackage in Belgian Lambert 2008 (EPSG:3812): layer `kaart`, and the caption as table `toelichting`.

    Args:
        frame: One row per area, with `code`.
        shapes: `queries.shapes`: WKB, EPSG:4326, by code; an area without one is left out.
        caption: Of the view.
        title: Of the map.
    """
    import geopandas as gpd
    import pyogrio

    areas = _areas(frame, shapes).to_crs(LAMBERT)
    about = pd.DataFrame([(label, one_line(text)) for label, text in told(caption, title)], columns=["wat", "tekst"])
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "kaart.gpkg"
        metadata = dict(about.itertuples(index=False))
        options: dict[str, Any] = {"driver": "GPKG", "layer_metadata": metadata, "promote_to_multi": True}
        pyogrio.write_dataframe(areas, path, layer="kaart", **options)
        pyogrio.write_dataframe(gpd.GeoDataFrame(about), path, layer="toelichting", driver="GPKG", append=True)
        return path.read_bytes()


def as_geojson(frame: pd.DataFrame, shapes: dict[str, bytes], caption: Caption, title: str) -> bytes:
    """GeoJSON in longitude and latitude (RFC 7946: WGS84), with the caption as its member `toelichting`."""
    areas = _areas(frame, shapes)
    made = json.loads(areas.to_json(drop_id=True))
    whole = {
        "type": "FeatureCollection",
        "name": one_line(title),
        "crs": {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}},
        "toelichting": {label: one_line(text) for label, text in told(caption, title)},
        "features": made["features"],
    }
    return json.dumps(whole, ensure_ascii=False, separators=(",", ":")).encode()


def _areas(frame: pd.DataFrame, shapes: dict[str, bytes]) -> geopandas.GeoDataFrame:
    """The rows that have a polygon, with cells as in the other files: a month as text, what is not there as null."""
    import geopandas as gpd  # seconds, that only this answer needs

    def plain(value: Any) -> Any:
        if isinstance(value, date):
            return f"{value:%Y-%m}"
        return one_line(value) if isinstance(value, str) else value

    rows = [[plain(value) for value in row] for row in rows_of(frame)]
    columns = {
        name: pd.array(values, dtype="Float64")
        if all(v is None or isinstance(v, int | float) for v in values)
        else values
        for name, values in zip(frame.columns, zip(*rows, strict=True), strict=True)
    }
    cells = pd.DataFrame(
        {name: list(values) if isinstance(values, tuple) else values for name, values in columns.items()}
    )
    there = cells[cells["code"].isin(list(shapes))]
    geometry = gpd.GeoSeries.from_wkb([shapes[code] for code in there["code"]], crs=WGS84)
    return gpd.GeoDataFrame(there.reset_index(drop=True), geometry=geometry)
