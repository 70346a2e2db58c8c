"""Counting stored facts per area and month, at every level: dense, so that zero is a number."""

from __future__ import annotations

from collections.abc import Sequence

import pandas as pd
from sqlalchemy import func, select

from data.ingest.area_replace import recount_zones
from data.ingest.cells import replace_slices
from data.snapshot import Building
from data.tables import area, incident

GRAIN = "incidents"
_CODES = {"wijk": incident.c.wijk_code, "buurt": incident.c.buurt_code}


def count_incidents(
    building: Building, categories: Sequence[str], months: pd.DatetimeIndex, *, edge: pd.Timestamp, source_id: str
) -> None:
    """Writes the cells and the coverage of these categories and months, for every level that the snapshot has.

    Args:
        building: The snapshot under construction, its facts already written.
        categories: Ids.
        months: First days of months; each is published for every category.
        edge: Months from here on are provisional.
        source_id: The source that covers them.
    """
    connection = building.connection
    slices = pd.DataFrame({"category_id": list(categories)}).merge(pd.DataFrame({"month": months}), how="cross")
    slices = slices.astype({"month": "datetime64[s]", "category_id": "str"})
    key = ["area_code", "category_id", "month"]
    cells, published = [], []
    for level, code in _CODES.items():
        query = select(area.c.area_code).where(area.c.level == level)
        codes = pd.DataFrame(connection.execute(query).fetchall(), columns=["area_code"])
        if codes.empty:
            continue
        counted = (
            select(code.label("area_code"), incident.c.category_id, incident.c.month, func.count().label("n"))
            .where(incident.c.category_id.in_(list(categories)))
            .where(incident.c.month.between(months[0].date(), months[-1].date()))
            .group_by(code, incident.c.category_id, incident.c.month)
        )
        found = building.frame(counted).astype({"month": "datetime64[s]", "area_code": "str", "category_id": "str"})
        dense = slices.merge(codes.astype("str"), how="cross").merge(found, how="left", on=key)
        cells.append(dense.assign(grain=GRAIN, level=level, n=dense["n"].fillna(0).astype("int64")))
        published.append(slices.assign(grain=GRAIN, level=level))
    coverage = pd.concat(published, ignore_index=True)
    status = pd.Series("ok", index=coverage.index, dtype="str").mask(coverage["month"] >= edge, "provisional")
    replace_slices(building, pd.concat(cells, ignore_index=True), coverage.assign(status=status, source_id=source_id))
    recount_zones(building)
