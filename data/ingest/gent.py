"""Writes the embedded geography of Gent into a snapshot."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
from sqlalchemy import delete

from data.gent import FOLDER, SOURCE
from data.gent.areas import wijk_code
from data.ingest.geography import area_rows, geo_asset_rows
from data.ingest.record import SourceRecord, record_source, sha256_of
from data.snapshot import Building
from data.tables import area, denominator, geo_asset

UNLOCATED = (("W00", "wijk", None), ("B00", "buurt", "W00"))
"""Code, level and parent of the rows "Onbekend": facts that the source gives no place."""

REUSE = "Modellicentie Gratis Hergebruik Vlaanderen v1.0"
PORTAL = "https://data.stad.gent"


def write_gent(building: Building) -> None:
    """Writes the areas of Gent, its zone, base map and denominators, with their sources.

    Replaces every area and denominator that is there; counts and incidents are left alone.
    """
    connection = building.connection
    for table in (area, geo_asset, denominator):
        connection.execute(delete(table))
    frame = gent_areas()
    building.append(area, area_rows(frame))
    building.append(geo_asset, geo_asset_rows(frame, base=base_map()))
    _record_areas(building, frame)
    _write_denominators(building)
    building.set_meta(city="Gent")


def gent_areas() -> gpd.GeoDataFrame:
    """All areas of Gent. One row per area; columns area_code, level, name, parent_code, km2, geometry (EPSG:4326;
    null for the rows "Onbekend")."""
    levels = {"wijk": "wijken", "buurt": "buurten", "zone": "zones"}
    parts = [gpd.read_file(FOLDER / f"{name}.geojson").assign(level=level) for level, name in levels.items()]
    unknown = gpd.GeoDataFrame(
        [(code, level, "Onbekend", parent, float("nan")) for code, level, parent in UNLOCATED],
        columns=["area_code", "level", "name", "parent_code", "km2"],
        geometry=[None] * len(UNLOCATED),
        crs=4326,
    )
    columns = ["area_code", "level", "name", "parent_code", "km2", "geometry"]
    parts = [part.assign(parent_code=part["parent_code"].astype(object)) for part in (*parts, unknown)]
    return gpd.GeoDataFrame(pd.concat([p[columns] for p in parts], ignore_index=True), crs=4326)


def base_map() -> gpd.GeoDataFrame:
    """What is drawn under the areas. One row per shape; columns kind (outline, water, rail, place), name, geometry."""
    layers = {"outline": "outline", "water": "water", "rail": "rail", "place": "places"}
    parts = [gpd.read_file(FOLDER / f"{name}.geojson").assign(kind=kind) for kind, name in layers.items()]
    parts = [part.assign(name=part["name"].astype(object)) for part in parts]
    return gpd.GeoDataFrame(pd.concat([p[["kind", "name", "geometry"]] for p in parts], ignore_index=True), crs=4326)


def _record_areas(building: Building, frame: gpd.GeoDataFrame) -> None:
    sectors = SOURCE / "gent_buurten.geojson"
    located = int(frame.geometry.notna().sum())
    record_source(
        building,
        SourceRecord(
            source_id="gent-gebieden",
            mapping="gent",
            kind="areas",
            title="Wijken en statistische sectoren van Gent (indeling 2025)",
            publisher="Stad Gent",
            licence=REUSE,
            url=PORTAL,
            file_name=sectors.name,
            sha256=sha256_of(sectors),
            rows_in=located,
            rows_accepted=located,
            rows_rejected=0,
            note="254 statistische sectoren (op het scherm: buurten), de 25 wijken als hun vereniging en de zone "
            "Overpoort met de grens van de sector 44021A33K. Grenzen zijn vereenvoudigd: geen verschuift meer dan "
            "ongeveer 10 m. De oppervlakte is de gepubliceerde.",
        ),
    )
    water, shapes = SOURCE / "gent_water.geojson", len(base_map()) - 1
    record_source(
        building,
        SourceRecord(
            source_id="gent-basiskaart",
            mapping="gent",
            kind="areas",
            title="Water, spoor en plaatsnamen",
            publisher="© OpenStreetMap contributors (stand 2015)",
            licence="Open Database License (ODbL) 1.0",
            url="https://www.openstreetmap.org/copyright",
            file_name=water.name,
            sha256=sha256_of(water),
            rows_in=shapes,
            rows_accepted=shapes,
            rows_rejected=0,
            note="Achtergrondkaart zonder internet; lijnen vereenvoudigd, evenwijdige sporen samengenomen.",
        ),
    )


DENOMINATORS = {
    "inwoners": (
        "inhabitants_2024",
        "Inwoners per wijk, eind 2023 (bevolking 2024)",
        "Afgeleid uit gepubliceerde dichtheid en oppervlakte, met een afronding van hoogstens 21 inwoners per wijk. "
        "De som is 269.282; de stad noemt 269.191.",
    ),
    "stallingsplaatsen": (
        "bike_parking_places",
        "Fietsenstallingen per wijk (aantal plaatsen)",
        "Openbare stallingsplaatsen. Het jaar van de telling is niet gepubliceerd; ze staat hier bij 2024.",
    ),
}
"""Kind: column of gent_wijken.csv, title of the source, note."""

DENOMINATOR_YEAR = 2024


def _write_denominators(building: Building) -> None:
    path = SOURCE / "gent_wijken.csv"
    table = pd.read_csv(path)
    for kind, (column, title, note) in DENOMINATORS.items():
        known = table[table[column].notna()]
        source_id = f"gent-{kind}"
        rows = pd.DataFrame({"area_code": [wijk_code(n) for n in known["wijknr"]], "value": known[column].to_numpy()})
        building.append(denominator, rows.assign(kind=kind, year=DENOMINATOR_YEAR, source_id=source_id))
        record_source(
            building,
            SourceRecord(
                source_id=source_id,
                mapping="gent",
                kind="denominators",
                title=title,
                publisher="Stad Gent",
                licence=REUSE,
                url=PORTAL,
                file_name=path.name,
                sha256=sha256_of(path),
                rows_in=len(rows),
                rows_accepted=len(rows),
                rows_rejected=0,
                note=note,
            ),
        )
