"""Where facts cluster: local Gi* and local Moran, with permutations and a correction for many areas."""

from __future__ import annotations

import warnings
from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pandas as pd

from data.errors import InputError
from data.statistics.columns import Floats, nullable, require
from data.statistics.family import false_discovery
from data.statistics.neighbours import queen_neighbours

if TYPE_CHECKING:
    import geopandas as gpd
    from libpysal.weights import W

MIN_AREAS = 30
PERMUTATIONS = 9999
SEED = 20180101
FALSE_DISCOVERIES = 0.10
QUADRANTS = {1: "hoog-hoog", 2: "laag-hoog", 3: "laag-laag", 4: "hoog-laag"}
NOTHING = "geen"


@dataclass(frozen=True)
class GlobalMoran:
    """Whether high values lie together over the whole map.

    Attributes:
        i: Moran's I. expected: I without any pattern, -1 / (n - 1).
        z: Standardised I under randomisation. p: Two-sided p-value of z.
        n: Areas with a value.
    """

    i: float
    expected: float
    z: float
    p: float
    n: int

    @property
    def pattern(self) -> str:
        """In words: "samen", "uiteen" (both at p < 0,05) or "geen patroon"."""
        if self.p >= 0.05:
            return "geen patroon"
        return "samen" if self.z > 0 else "uiteen"


@dataclass(frozen=True)
class Hotspots:
    """Local clusters of one value.

    Attributes:
        areas: One row per area, in the given order: area_code, value, gi_z, gi_p, gi_q (Float64), gi_class (hot | cold
            | geen), moran_i, moran_p, moran_q (Float64), moran_class (hoog-hoog | laag-laag | hoog-laag | laag-hoog |
            geen); all NA where there is no value.
        moran: The global figure.
        permutations: How many; seed: with which start of the random numbers.
    """

    areas: pd.DataFrame
    moran: GlobalMoran
    permutations: int
    seed: int


def hotspots(
    areas: gpd.GeoDataFrame, *, permutations: int = PERMUTATIONS, seed: int = SEED, alpha: float = FALSE_DISCOVERIES
) -> Hotspots:
    """Finds areas that lie in a cluster of high or of low values beyond chance.

    Slow (imports esda; about 0,5 s for 254 areas): called when a snapshot is built, never for a request.

    Args:
        areas: Columns area_code (unique), geometry (polygons, with a CRS), value (a rate or facts per km², >= 0; NA
            where there is none).
        permutations: Draws for the p-values.
        seed: Fixed, so that the same figures give the same map.
        alpha: Accepted share of false alarms among the areas that are called hot, cold or a cluster.

    Returns:
        The local statistics and Moran's I.

    Raises:
        InputError: with fewer than 30 areas that have a value, or when all values are the same.

    Source: Gi* of Ord & Getis (1995) and local Moran of Anselin (1995), Geographical Analysis 27, 286-306 and 93-115,
    by esda, on queen contiguity with row-standardised weights (islands: the nearest area); two-sided p-values by
    conditional permutation; Benjamini & Hochberg (1995) over the areas, as Caldas de Castro & Singer (2006) advise.
    """
    require(areas, ("area_code", "geometry", "value"), "hotspots")
    known = areas["value"].notna().to_numpy(dtype=bool)
    usable = areas[known]
    value = usable["value"].to_numpy(dtype=np.float64)
    if len(usable) < MIN_AREAS:
        are = "is" if len(usable) == 1 else "zijn"
        raise InputError(
            f"Hotspots vragen minstens {MIN_AREAS} gebieden met een cijfer; hier {are} er {len(usable)}. "
            "Kies het niveau buurt."
        )
    if np.ptp(value) == 0:
        raise InputError("Alle gebieden hebben hetzelfde cijfer: er zijn geen hotspots te zoeken.")
    local = _local(value, _weights(usable), permutations, seed)
    result = pd.DataFrame({"area_code": areas["area_code"], "value": areas["value"].astype("Float64")})
    for prefix in ("gi", "moran"):
        q = _adjusted(local[f"{prefix}_p"])
        local[f"{prefix}_q"] = q
        classes = np.full(len(areas), NOTHING, dtype=object)
        classes[known] = np.where(q <= alpha, local[f"{prefix}_name"], NOTHING)
        for name in ("gi_z", "gi_p", "gi_q") if prefix == "gi" else ("moran_i", "moran_p", "moran_q"):
            spread_out = np.full(len(areas), np.nan)
            spread_out[known] = local[name]
            result[name] = nullable(spread_out, known)
        result[f"{prefix}_class"] = pd.Series(classes, index=areas.index, dtype="str").where(known)
    return Hotspots(pd.DataFrame(result), global_moran(usable), permutations, seed)


def global_moran(areas: gpd.GeoDataFrame) -> GlobalMoran:
    """Moran's I of a value over areas.

    Args:
        areas: Columns area_code, geometry, value (no NA, not all the same).

    Source: Moran (1950); z under randomisation, Cliff & Ord (1981); esda.Moran, queen contiguity, row-standardised.
    """
    from esda import Moran

    found = Moran(areas["value"].to_numpy(dtype=np.float64), _weights(areas), permutations=0)
    return GlobalMoran(float(found.I), float(found.EI), float(found.z_rand), float(found.p_rand), len(areas))


def _weights(areas: gpd.GeoDataFrame) -> W:
    from libpysal.weights import W

    codes = tuple(areas["area_code"])
    found = _near(codes, tuple(areas.geometry.to_wkb()), str(areas.crs))
    return W({code: list(others) for code, others in found.items()}, id_order=list(codes), silence_warnings=True)


@lru_cache(maxsize=8)
def _near(codes: tuple[str, ...], borders: tuple[bytes, ...], crs: str) -> dict[str, tuple[str, ...]]:
    """The neighbours of each area; an import asks for the same areas with one value after the other."""
    import geopandas as gpd

    shapes = gpd.GeoSeries.from_wkb(list(borders), crs=None if crs == "None" else crs)
    pairs = queen_neighbours(gpd.GeoDataFrame({"area_code": list(codes)}, geometry=shapes))
    near: dict[str, list[str]] = {code: [] for code in codes}
    for code, other in zip(pairs["area_code"], pairs["neighbour_code"], strict=True):
        near[code].append(other)
    return {code: tuple(others) for code, others in near.items()}


def _local(value: Floats, weights: W, permutations: int, seed: int) -> dict[str, npt.NDArray[np.object_] | Floats]:
    from esda import G_Local, Moran_Local
    from libpysal.weights import fill_diagonal

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about the one-sided default of p_sim, which is doubled below
        options = {"permutations": permutations, "seed": seed, "keep_simulations": False, "n_jobs": 1}
        moran = Moran_Local(value, weights, transformation="r", **options)
        gi = G_Local(value, fill_diagonal(weights, 1.0), transform="R", star=None, **options)
    gi_z = np.asarray(gi.Zs, dtype=np.float64)
    return {
        "gi_z": gi_z,
        "gi_p": np.minimum(2 * np.asarray(gi.p_sim, dtype=np.float64), 1.0),
        "gi_name": np.where(gi_z > 0, "hot", "cold").astype(object),
        "moran_i": np.asarray(moran.Is, dtype=np.float64),
        "moran_p": np.minimum(2 * np.asarray(moran.p_sim, dtype=np.float64), 1.0),
        "moran_name": np.array([QUADRANTS[int(quadrant)] for quadrant in moran.q], dtype=object),
    }


def _adjusted(p: npt.NDArray[np.object_] | Floats) -> Floats:
    return false_discovery(np.asarray(p, dtype=np.float64))
