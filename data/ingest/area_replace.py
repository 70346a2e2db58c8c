"""Taking areas out of a snapshot, with everything that was counted or divided by them."""

from __future__ import annotations

import pandas as pd
import shapely
from geopandas import GeoDataFrame
from sqlalchemy import delete, func, select

from data.catalogue import LEVELS
from data.ingest.cells import refresh_period, remove_demo, replace_slices
from data.ingest.geography import locate
from data.ingest.record import drop_uncovered_sources
from data.snapshot import Building
from data.tables import area, cell, coverage, denominator, geo_asset, incident, rejected, source, source_note


def remove_levels(building: Building, level: str) -> list[str]:
    """Removes the areas of a level and of those inside it, and what only made sense with them.

    With wijken or buurten go all incidents (they are tied to the removed borders), every cell and coverage of the
    removed levels, and the demonstration set. With wijken also the base map. With zones alone nothing else goes: their
    figures can be counted again.

    Returns:
        Dutch sentences that say what went.
    """
    connection = building.connection
    gone = LEVELS[LEVELS.index(level) :]
    messages = []
    if level != "zone":
        if remove_demo(building):
            messages.append("De demonstratiecijfers zijn verwijderd: ze horen bij de vorige gebieden.")
        facts = connection.execute(select(func.count()).select_from(incident)).scalar_one()
        if facts:
            gone_facts = "1 feit is" if facts == 1 else f"{facts} feiten zijn"
            messages.append(f"{gone_facts} verwijderd; laad ze opnieuw bij de nieuwe gebieden.")
        connection.execute(delete(incident))
        for table in (cell, coverage):
            connection.execute(delete(table).where(table.c.grain == "incidents"))
    months = connection.execute(
        select(func.count()).select_from(coverage).where(coverage.c.level.in_(gone))
    ).scalar_one()
    if months and level != "zone":
        messages.append("De cijfers van de vorige gebieden zijn verwijderd; laad ze opnieuw.")
    for table in (cell, coverage):
        connection.execute(delete(table).where(table.c.level.in_(gone)))
    connection.execute(
        delete(denominator).where(denominator.c.area_code.in_(select(area.c.area_code).where(area.c.level.in_(gone))))
    )
    connection.execute(delete(area).where(area.c.level.in_(gone)))
    assets = [*gone, "base"] if level == "wijk" else list(gone)
    connection.execute(delete(geo_asset).where(geo_asset.c.name.in_(assets)))
    _forget_sources(building, list(gone))
    drop_uncovered_sources(building)
    refresh_period(building)
    return messages


def _forget_sources(building: Building, gone: list[str]) -> None:
    """Drops the records of area files whose level went, and of denominators of which no value is left."""
    connection = building.connection
    living = {row[0] for row in connection.execute(select(denominator.c.source_id).distinct())}
    rows = connection.execute(select(source.c.source_id, source.c.kind)).fetchall()
    unused = [i for i, kind in rows if kind == "denominators" and i not in living]
    unused += [
        i for i, kind in rows if kind == "areas" and ("wijk" in gone or i in {source_id_of(level) for level in gone})
    ]
    for table in (source, source_note, rejected):
        connection.execute(delete(table).where(table.c.source_id.in_(unused)))


def source_id_of(level: str) -> str:
    """The id of the source of an imported level."""
    return f"gebieden-{level}"


def recount_zones(building: Building) -> None:
    """Counts the incidents in the snapshot again per zone, for every month that their wijken have figures of."""
    connection = building.connection
    zones = connection.execute(select(area.c.area_code, area.c.wkb).where(area.c.level == "zone")).fetchall()
    there = (coverage.c.grain == "incidents", coverage.c.level == "wijk")
    keys = (coverage.c.category_id, coverage.c.month, coverage.c.status, coverage.c.source_id)
    slices = pd.DataFrame(connection.execute(select(*keys).where(*there)).fetchall(), columns=[k.name for k in keys])
    if not zones or slices.empty:
        return
    shapes = GeoDataFrame(
        {"area_code": [z.area_code for z in zones]}, geometry=shapely.from_wkb([bytes(z.wkb) for z in zones]), crs=4326
    )
    columns = (incident.c.category_id, incident.c.month, incident.c.lon, incident.c.lat)
    west, south, east, north = shapes.total_bounds
    located = select(*columns).where(incident.c.lon.between(west, east), incident.c.lat.between(south, north))
    facts = pd.DataFrame([tuple(row) for row in connection.execute(located)], columns=[c.name for c in columns])
    dense = slices[["category_id", "month"]].merge(shapes[["area_code"]], how="cross").assign(n=0)
    key = ["area_code", "category_id", "month"]
    # Zones may overlap: a fact counts in each of them.
    counted = [
        facts[pd.notna(locate(facts["lon"], facts["lat"], shapes.iloc[[i]]))].assign(area_code=code)
        for i, code in enumerate(shapes["area_code"])
    ]
    n = pd.concat(counted).groupby(key).size().rename("found")
    cells = dense.join(n, on=key)
    cells["n"] = cells["found"].fillna(0).astype(int)
    replace_slices(
        building,
        cells[[*key, "n"]].assign(grain="incidents", level="zone"),
        slices.assign(grain="incidents", level="zone"),
    )
