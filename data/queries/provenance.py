"""Where the figures come from: sources, coverage, notes and rejected rows, for `/gegevens`."""

from __future__ import annotations

import pandas as pd
from sqlalchemy import ColumnElement, Table, extract, false, func, select

from data.config import PUBLIEK, Audience
from data.queries.months import Months
from data.queries.protection import EXACT_AUDIENCE
from data.snapshot import Snapshot
from data.tables import area, category, cell, coverage, rejected, source, source_note

ROUNDED = 100
"""Rows of a file of protected facts are told as a multiple of this."""


def sources(snapshot: Snapshot, *, audience: Audience = PUBLIEK) -> pd.DataFrame:
    """One row per source, demonstration first, then by kind and title.

    Returns:
        The columns of table `source`, and is_rounded: the numbers of rows are brought to a multiple of ROUNDED, because
        they are those of single facts that are protected for this audience.
    """
    query = select(source).order_by(source.c.is_demo.desc(), source.c.kind, source.c.title)
    return _rounded(_frame(snapshot, query), audience)


def used_sources(
    snapshot: Snapshot,
    *,
    grain: str,
    categories: tuple[str, ...],
    levels: tuple[str, ...],
    months: Months,
    audience: Audience = PUBLIEK,
) -> pd.DataFrame:
    """The sources that the counts of some categories in a period come from.

    Args:
        grain: counts or incidents.
        categories: Category ids.
        levels: wijk, buurt, zone.
        months: The period.

    Returns:
        One row per source, by title; the columns of `sources`.
    """
    used = (
        select(coverage.c.source_id)
        .where(
            coverage.c.grain == grain,
            coverage.c.category_id.in_(categories),
            coverage.c.level.in_(levels),
            coverage.c.month.between(months.first, months.last),
        )
        .distinct()
    )
    return _rounded(
        _frame(snapshot, select(source).where(source.c.source_id.in_(used)).order_by(source.c.title)), audience
    )


def source_notes(snapshot: Snapshot, *, audience: Audience = PUBLIEK) -> pd.DataFrame:
    """One row per source, kind (mended | rejected | defect) and reason, with n rows; those of real single facts only
    for profile intern."""
    query = select(source_note).order_by(source_note.c.kind, source_note.c.n.desc())
    return _frame(snapshot, query.where(*_not_withheld(source_note, audience)))


def rejected_rows(snapshot: Snapshot, *, audience: Audience = PUBLIEK) -> pd.DataFrame:
    """The first rejected rows of each source: source_id, line, reason; the raw row, and any of real single facts, only
    for profile intern."""
    columns = [rejected.c.source_id, rejected.c.line, rejected.c.reason]
    if audience == EXACT_AUDIENCE:
        columns.append(rejected.c.raw)
    query = select(*columns).where(*_not_withheld(rejected, audience))
    return _frame(snapshot, query.order_by(rejected.c.source_id, rejected.c.line))


def coverage_years(snapshot: Snapshot, *, audience: Audience = PUBLIEK) -> pd.DataFrame:
    """How much of each year is published.

    Returns:
        One row per grain, level, category and year with figures; columns grain, level, category_id, year,
        months (published months), provisional (of these, still being completed), missing (cells of published
        months without a figure).
    """
    year = extract("year", coverage.c.month).label("year")
    months = select(
        coverage.c.grain,
        coverage.c.level,
        coverage.c.category_id,
        year,
        func.count().label("months"),
        func.count().filter(coverage.c.status == "provisional").label("provisional"),
    ).group_by(coverage.c.grain, coverage.c.level, coverage.c.category_id, year)
    cell_year = extract("year", cell.c.month).label("year")
    gaps = (
        select(cell.c.grain, cell.c.level, cell.c.category_id, cell_year, func.count().label("missing"))
        .where(cell.c.n.is_(None))
        .group_by(cell.c.grain, cell.c.level, cell.c.category_id, cell_year)
    )
    keys = ["grain", "level", "category_id", "year"]
    frame = _frame(snapshot, months).merge(_frame(snapshot, gaps), on=keys, how="left")
    frame["missing"] = frame["missing"].fillna(0).astype(int)
    frame["year"] = frame["year"].astype(int)
    return frame.sort_values(keys, ignore_index=True)


def categories(snapshot: Snapshot, *, audience: Audience = PUBLIEK) -> pd.DataFrame:
    """One row per category of the snapshot, in catalogue order, index category_id; columns name, driven_by."""
    frame = _frame(snapshot, select(category).order_by(category.c.sort, category.c.name))
    return frame.set_index("category_id")[["name", "driven_by"]]


def areas_without_figures(snapshot: Snapshot, *, level: str, audience: Audience = PUBLIEK) -> list[str]:
    """Names of areas of a level for which not one fact is published."""
    has = select(cell.c.area_code).where(cell.c.level == level, cell.c.n.is_not(None)).distinct()
    query = select(area.c.name).where(area.c.level == level, area.c.area_code.not_in(has)).order_by(area.c.sort)
    return list(_frame(snapshot, query)["name"])


def _not_withheld(table: Table, audience: Audience) -> list[ColumnElement[bool]]:
    """The condition that leaves out what only intern gets: rows about files of real single facts."""
    if audience == EXACT_AUDIENCE:
        return []
    unprotected = source.c.is_demo | func.coalesce(source.c.is_public, false())
    withheld = select(source.c.source_id).where(source.c.kind == "incidents", ~unprotected)
    return [table.c.source_id.not_in(withheld)]


def _rounded(frame: pd.DataFrame, audience: Audience) -> pd.DataFrame:
    unprotected = frame["is_demo"].astype(bool) | frame["is_public"].fillna(False).astype(bool)
    here = (frame["kind"] == "incidents") & ~unprotected & (audience != EXACT_AUDIENCE)
    for name in ("rows_in", "rows_accepted", "rows_rejected"):
        frame[name] = frame[name].mask(here, (frame[name] / ROUNDED).round().astype(int) * ROUNDED)
    return frame.assign(is_rounded=here)


def _frame(snapshot: Snapshot, query: object) -> pd.DataFrame:
    with snapshot.engine.connect() as connection:
        result = connection.execute(query)  # type: ignore[call-overload]
        return pd.DataFrame(result.fetchall(), columns=list(result.keys()))
