"""Reading the fields and the points of a geopackage or geojson, batch by batch."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import ExitStack
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyogrio
import shapely
from pyogrio.errors import DataLayerError, DataSourceError, FeatureError, FieldError, GeometryError
from pyproj import CRS
from pyproj.exceptions import CRSError

from data.catalogue.incident_source import GEOMETRY_X, GEOMETRY_Y
from data.errors import InputError
from data.ingest.rows import CHUNK, RowCollector, Rows, match_columns

_BROKEN = (
    DataSourceError,
    DataLayerError,
    FeatureError,
    FieldError,
    GeometryError,
    pa.ArrowException,
    shapely.errors.ShapelyError,
    CRSError,
    OSError,
    UnicodeError,
    RuntimeError,
    ValueError,
)


def read_features(
    path: Path, columns: Sequence[str], collector: RowCollector | None = None, *, points: bool = False
) -> Rows:
    """Reads the asked columns of the first layer; `line` is the number of the feature.

    Args:
        path: A geopackage or geojson.
        columns: Names of fields; with `points` also GEOMETRY_X and GEOMETRY_Y, in the CRS of the layer.
        collector: Takes the rows.
        points: Whether the points are asked for.

    Raises:
        InputError: when the file is broken, a column is not there or has no plain values.
    """
    collected = collector or RowCollector(columns)
    fields = [c for c in columns if not (points and c in (GEOMETRY_X, GEOMETRY_Y))]
    opened = ExitStack()
    try:
        source = _under_its_own_extension(path, opened)
        info = pyogrio.read_info(source)
        names = match_columns(list(info["fields"]), fields, file_name=path.name)
        asked = list(dict.fromkeys(names.values()))
        crs = CRS.from_user_input(info["crs"]).to_epsg() if points and info["crs"] else None
        number = 0
        # the whole type of a column is known only when all is read: text of every type is what rows are made of
        with pyogrio.open_arrow(
            source, columns=asked, read_geometry=points, batch_size=collected.batch(CHUNK), use_pyarrow=True
        ) as (
            told,
            reader,
        ):
            for batch in reader:
                texts = {c: batch.column(names[c]).cast(pa.string()).to_pylist() for c in fields}
                faults: list[str | None] = [None] * batch.num_rows
                if points:
                    x, y, faults = _points(batch.column(told["geometry_name"] or "wkb_geometry"))
                    texts |= {GEOMETRY_X: x, GEOMETRY_Y: y}
                for values, fault in zip(zip(*(texts[c] for c in columns), strict=True), faults, strict=True):
                    number += 1
                    collected.add(number, values, fault)
                if collected.is_full:
                    break
    except _BROKEN as error:
        raise InputError(f"{path.name}: het kaartbestand is beschadigd of heeft een onverwachte inhoud.") from error
    finally:
        opened.close()
    return Rows(collected.frame(), typed=True, crs=crs)


def feature_columns(path: Path) -> tuple[list[str], bool]:
    """The fields of the first layer, and whether its features have a place.

    Raises:
        InputError: when the file is broken.
    """
    try:
        with ExitStack() as opened:
            info = pyogrio.read_info(_under_its_own_extension(path, opened))
            return [str(name) for name in info["fields"]], info["geometry_type"] is not None
    except _BROKEN as error:
        raise InputError(f"{path.name}: het kaartbestand is beschadigd of heeft een onverwachte inhoud.") from error


def _under_its_own_extension(path: Path, opened: ExitStack) -> Path:
    """The same file under a name that fits what is in it: GDAL chooses how to read by the name first."""
    with path.open("rb") as file:
        extension = ".gpkg" if file.read(6) == b"SQLite" else ".geojson"
    link = Path(opened.enter_context(TemporaryDirectory())) / f"kaart{extension}"
    link.symlink_to(path.resolve())
    return link


def _points(column: pa.Array) -> tuple[list[str | None], list[str | None], list[str | None]]:
    shapes = shapely.from_wkb(np.array(column.to_pylist(), dtype=object))
    empty = shapely.is_missing(shapes) | shapely.is_empty(shapes)
    is_point = shapely.get_type_id(shapes) == shapely.GeometryType.POINT
    usable: npt.NDArray[np.bool_] = is_point & ~empty
    x, y = shapely.get_x(shapes), shapely.get_y(shapes)
    faults: list[str | None] = [
        None if ok or none else "de geometrie is geen punt" for ok, none in zip(usable, empty, strict=True)
    ]
    return (
        [repr(float(v)) if ok else None for v, ok in zip(x, usable, strict=True)],
        [repr(float(v)) if ok else None for v, ok in zip(y, usable, strict=True)],
        faults,
    )
