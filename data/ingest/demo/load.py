"""Writes the demonstration set into a snapshot."""

from __future__ import annotations

import geopandas as gpd
import pandas as pd
from sqlalchemy import delete

from data.catalogue import CATEGORIES
from data.ingest.cells import replace_slices
from data.ingest.demo.counts import COUNTS, read_counts
from data.ingest.demo.incidents import make_incidents
from data.ingest.gent import gent_areas
from data.ingest.geography import locate
from data.ingest.record import SourceRecord, record_source, sha256_of
from data.snapshot import Building
from data.tables import category, incident

COUNTS_ID = "demo-cijfers"
INCIDENTS_ID = "demo-feiten"
PROVISIONAL_MONTHS = 3

PUBLISHER = "Buurtveiligheid Gent: nagemaakt, geen echte cijfers"
LICENCE = "Geen: demonstratie, niet om uit te citeren"


def load_demo(building: Building) -> None:
    """Writes demonstration counts and facts, their cells, coverage and sources; the areas must be those of Gent."""
    areas = gent_areas()
    counts = read_counts()
    facts = make_incidents(counts, areas)
    known = pd.DataFrame(
        {"category_id": c.id, "name": c.name, "driven_by": c.driven_by, "sort": i}
        for i, c in enumerate(CATEGORIES.values())
    )
    building.connection.execute(delete(category).where(category.c.category_id.in_(list(known["category_id"]))))
    building.append(category, known)
    _record(building, counts, facts)
    counted = counts.assign(grain="counts", level="wijk")
    cells = pd.concat([counted, incident_cells(facts, areas, counts)], ignore_index=True)
    cells["month"] = cells["month"].dt.date
    replace_slices(building, cells, coverage_of(cells))
    building.connection.execute(delete(incident).where(incident.c.source_id == INCIDENTS_ID))
    building.append(incident, facts.assign(source_id=INCIDENTS_ID, month=facts["month"].dt.date))


def incident_cells(facts: pd.DataFrame, areas: gpd.GeoDataFrame, counts: pd.DataFrame) -> pd.DataFrame:
    """Counts the facts per area of every level.

    Args:
        facts: What `make_incidents` returns.
        areas: The areas of Gent, with the rows "Onbekend".
        counts: Tells which months of a category are published; the others stay missing.

    Returns:
        One row per area, category and published month: grain ("incidents"), level, area_code, category_id, month, n.
        A category without facts (parking fines) has none.
    """
    zones = areas[areas["level"] == "zone"]
    in_zone = facts.assign(zone_code=locate(facts["lon"], facts["lat"], zones))
    published = counts.loc[counts["category_id"].isin(facts["category_id"].unique()), ["category_id", "month"]]
    slices = published.drop_duplicates()
    parts = []
    for level, column in (("wijk", "wijk_code"), ("buurt", "buurt_code"), ("zone", "zone_code")):
        codes = areas.loc[areas["level"] == level, ["area_code"]]
        n = in_zone.groupby([column, "category_id", "month"]).size().rename("n")
        dense = slices.merge(codes, how="cross").join(n, on=["area_code", "category_id", "month"])
        parts.append(dense.assign(grain="incidents", level=level, n=dense["n"].fillna(0).astype(int)))
    return pd.concat(parts, ignore_index=True)


def coverage_of(cells: pd.DataFrame) -> pd.DataFrame:
    """One row per slice of the cells (grain, level, category_id, month), the last three months provisional."""
    slices = cells[["grain", "level", "category_id", "month"]].drop_duplicates(ignore_index=True)
    newest = sorted(slices["month"].unique())[-PROVISIONAL_MONTHS:]
    return slices.assign(
        status=slices["month"].isin(newest).map({True: "provisional", False: "ok"}),
        source_id=slices["grain"].map({"counts": COUNTS_ID, "incidents": INCIDENTS_ID}),
    )


def _record(building: Building, counts: pd.DataFrame, facts: pd.DataFrame) -> None:
    first, last = counts["month"].min().date(), counts["month"].max().date()
    checksum = sha256_of(COUNTS)
    for source_id, kind, title, rows, note in (
        (
            COUNTS_ID,
            "counts",
            "Demonstratiecijfers",
            len(counts),
            "Nagemaakt uit gepubliceerde totalen van 2018-01 tot 2023-04: de maanden van de stad, de totalen per wijk "
            "en enkele losse cijfers kloppen, elke afzonderlijke cel is door toeval getrokken. Ongevallen van 2018 en "
            "2019 ontbreken, zoals in de bron. Verdwijnt zodra u echte cijfers laadt.",
        ),
        (
            INCIDENTS_ID,
            "incidents",
            "Demonstratiefeiten",
            len(facts),
            "Verzonnen feiten (uur, plaats op een raster van 100 m, ernst en betrokkenen van ongevallen) die samen de "
            "demonstratiecijfers geven; geen voor parkeerovertredingen. Geen enkel feit is echt gebeurd.",
        ),
    ):
        record_source(
            building,
            SourceRecord(
                source_id=source_id,
                mapping="demo",
                kind=kind,  # type: ignore[arg-type]
                title=title,
                publisher=PUBLISHER,
                licence=LICENCE,
                file_name=COUNTS.name,
                sha256=checksum,
                rows_in=rows,
                rows_accepted=rows,
                rows_rejected=0,
                month_from=first,
                month_until=last,
                provisional_months=PROVISIONAL_MONTHS,
                is_demo=True,
                note=note,
            ),
        )
