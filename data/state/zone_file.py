"""Reading the zones of a file: GeoJSON or GeoPackage, in any coordinate system that it names."""

from __future__ import annotations

from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from data.errors import InputError
from data.state.own_areas import DrawnZone

MOST_BYTES = 5_000_000
MOST_ZONES = 50
_NAME_FIELDS = ("naam", "name", "zone", "titel", "title", "label", "omschrijving")


def zones_of_file(content: bytes, *, file_name: str, name: str = "") -> tuple[DrawnZone, ...]:
    """The polygons of a file, not checked yet.

    Args:
        content: Of the file.
        file_name: As the user calls it.
        name: What the zone is called when the file has one polygon; empty takes the field `naam` or `name`, and
            without it the name of the file.

    Raises:
        InputError: when the file cannot be read or has no polygons, too many, or no coordinate system.
    """
    stem = Path(file_name).stem or "zone"
    if len(content) > MOST_BYTES:
        raise InputError(f"{file_name} is te groot: hoogstens {MOST_BYTES // 1_000_000} MB.")
    frame = _read(content, file_name)
    if len(frame) > MOST_ZONES:
        raise InputError(f"{file_name} bevat {len(frame)} gebieden; hoogstens {MOST_ZONES} zones tegelijk.")
    fields = {str(c).casefold(): c for c in frame.columns if c != frame.geometry.name}
    field = next((fields[wanted] for wanted in _NAME_FIELDS if wanted in fields), None)
    names = [str(v).strip() if field is not None and v == v and v is not None else "" for v in _column(frame, field)]
    if len(frame) == 1:
        return (DrawnZone(name or names[0] or stem, frame.geometry.iloc[0]),)
    prefix = name or stem
    return tuple(
        DrawnZone(given or f"{prefix} {number}", shape)
        for number, (given, shape) in enumerate(zip(names, frame.geometry, strict=True), start=1)
    )


def _column(frame: Any, field: Any) -> list[Any]:
    return list(frame[field]) if field is not None else [None] * len(frame)


def _read(content: bytes, file_name: str) -> Any:
    import geopandas as gpd  # takes a second to import, and few requests need it
    from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, GeometryError
    from pyproj.exceptions import ProjError
    from shapely.errors import ShapelyError

    wrong = (DataSourceError, DataLayerError, FeatureError, GeometryError, ShapelyError, ProjError, ValueError, OSError)
    unreadable = f"{file_name} is niet te lezen als GeoJSON of GeoPackage. Er is niets bewaard."
    extension = ".gpkg" if content.startswith(b"SQLite") else ".geojson"
    if extension == ".geojson" and not content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
        raise InputError(unreadable)
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"zones{extension}"  # what the reader makes of a file depends on its name
        path.write_bytes(content)
        try:
            frame = gpd.read_file(path)
            if isinstance(frame, gpd.GeoDataFrame) and frame.crs is not None:
                frame = frame.to_crs(4326)
        except wrong as error:
            raise InputError(unreadable) from error
    if not isinstance(frame, gpd.GeoDataFrame) or frame.empty:
        raise InputError(f"{file_name} bevat geen gebieden. Er is niets bewaard.")
    if frame.crs is None:
        raise InputError(f"{file_name} zegt niet in welk coördinatenstelsel het staat. Er is niets bewaard.")
    if not frame.geometry.geom_type.isin(["Polygon", "MultiPolygon"]).all():
        raise InputError(f"{file_name} bevat punten of lijnen; een zone is een vlak. Er is niets bewaard.")
    return frame
