"""Published counts beside counts of single facts, month by month, where both exist."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import and_, case, func, select

from data.config import PUBLIEK, Audience
from data.queries.protection import EXACT_AUDIENCE
from data.snapshot import Snapshot
from data.tables import cell, coverage

LEVEL = "wijk"


def grain_comparison(snapshot: Snapshot, *, audience: Audience = PUBLIEK) -> pd.DataFrame:
    """The whole city by both grains, for every category and month that both publish per wijk.

    Args:
        snapshot: The snapshot to read.
        audience: Who looks; all but intern get the protected counts of real single facts.

    Returns:
        One row per category and month, oldest first: category_id, month (date), counts and incidents (facts, Int64; NA
        when a wijk of it is missing), difference (incidents - counts), provisional (bool, in either).
    """
    seen = cell.c.n if audience == EXACT_AUDIENCE else case((cell.c.grain == "counts", cell.c.n), else_=cell.c.n_public)
    sums = (
        select(
            cell.c.category_id,
            cell.c.month,
            cell.c.grain,
            case((func.count() == func.count(seen), func.sum(seen)), else_=None).label("n"),
        )
        .where(cell.c.level == LEVEL)
        .group_by(cell.c.category_id, cell.c.month, cell.c.grain)
        .subquery()
    )
    known = and_(
        *(coverage.c[name] == sums.c[name] for name in ("category_id", "month", "grain")), coverage.c.level == LEVEL
    )
    query = select(sums.c.category_id, sums.c.month, sums.c.grain, sums.c.n, coverage.c.status).join(coverage, known)
    with snapshot.engine.connect() as connection:
        rows = connection.execute(query).fetchall()
    frame = pd.DataFrame(rows, columns=["category_id", "month", "grain", "n", "status"])
    key = ["category_id", "month"]
    counts, incidents = (
        frame[frame["grain"] == grain].set_index(key)[["n", "status"]] for grain in ("counts", "incidents")
    )
    both = counts.add_suffix("_counts").join(incidents.add_suffix("_incidents"), how="inner").sort_index().reset_index()
    published, counted = both["n_counts"].astype("Int64"), both["n_incidents"].astype("Int64")
    provisional = (both["status_counts"] == "provisional") | (both["status_incidents"] == "provisional")
    return pd.DataFrame(
        {
            "category_id": both["category_id"],
            "month": both["month"],
            "counts": published,
            "incidents": counted,
            "difference": counted - published,
            "provisional": provisional,
        }
    )
