"""What goes with the numbers of a sheet: the caption of one of its parts, and the name of its file."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

import pandas as pd

from dashboard import words
from dashboard.approximate import NOTE
from dashboard.caption import DEMO, PROVISIONAL, REGISTERED, SMALL, Caption, few_facts, source_line
from dashboard.components.sheet_figures import follows_effort
from dashboard.drawn import COUNT
from dashboard.errors import SelectionError
from dashboard.export.registry import Asked, Export
from dashboard.export.safe import slug
from dashboard.export.told import Told
from dashboard.judgement import WORDS
from dashboard.link import link_query, made_on, short_version
from dashboard.outcome import among_how_many
from dashboard.sheet_address import PATH, SUBJECT_KEY
from dashboard.sheet_view import SheetRow, SheetView
from data import queries
from data.catalogue import CATEGORIES
from data.queries import CITY, Months

SERIES, HOURS, FIGURES, MAP, SIGNALS = "fiche-trend", "fiche-uren", "fiche-cijfers", "fiche-kaart", "fiche-signalen"
MEASURES = {
    MAP: "ligging; er worden geen feiten getoond",
    HOURS: f"{COUNT} per uur van de week; een feit met een tijdvak is erover gespreid",
}


def told(export: Export, asked: Asked) -> Told:
    """What goes with a part of the sheet."""
    view, subject = asked.sheet, asked.part(SUBJECT_KEY)
    rows = chosen(view.rows, subject)
    name = rows[0].name if subject else ""
    series = _series(rows) if export.id == SERIES else None
    caption = _caption(export, asked, rows, name, series)
    place = slug(view.place.name, instead=slug(view.place.code))
    parts = [slug(f"fiche {export.name}"), *([slug(name)] if name else []), place]
    return Told(caption, "_".join([*parts, (series or view.months).iso().replace("_", "-tot-")]))


def chosen(rows: Sequence[SheetRow], subject: str) -> list[SheetRow]:
    """The groups that are asked.

    Raises:
        SelectionError: for one that is not there.
    """
    found = [row for row in rows if subject in ("", row.subject)]
    if not found:
        raise SelectionError("Dit onderwerp staat niet op de fiche. Kies een grafiek op de fiche.")
    return found


def _series(rows: list[SheetRow]) -> Months | None:
    """The months of the trends."""
    months = [month for row in rows if row.trend is not None for month in row.trend["month"].tolist()]
    return Months(min(months), max(months)) if months else None


def _caption(export: Export, asked: Asked, rows: list[SheetRow], name: str, series: Months | None) -> Caption:
    view, place = asked.sheet, asked.sheet.place
    window = series or view.months
    sources = _sources(export, view, asked, rows, window)
    city = f"Buurtveiligheid {view.info.city}"
    late = export.id != MAP and _is_late(rows, series)
    marks = ((DEMO, view.info.is_demo), (PROVISIONAL, late))
    about = [("Onderwerp", name)] if name else []
    if export.id != MAP:
        mean = " (gemiddeld)" if view.reference.exposure > 1 else ""
        about.append(("Vergeleken met", f"{view.reference.span}{mean}"))
    query = link_query(view.selection, view.months, view.info)
    return Caption(
        sentence=_sentence(export, view, rows, name),
        product=city,
        topic=name or f"fiche van {place.name}",
        area=f"{view.info.city} (hele stad)" if place.code == CITY else f"{place.name} ({place.kind})",
        period=words.months(view.months),
        filters=tuple(about),
        measure=MEASURES.get(export.id, COUNT),
        denominator=_denominator(view, rows) if export.id == FIGURES else "",
        sources=(words.MAP_SOURCE,) if export.id == MAP else tuple(source_line(row) for _, row in sources.iterrows()),
        publisher=", ".join(dict.fromkeys(sources["publisher"])) or city,
        version=short_version(view.info.version),
        made_on=made_on(view.info),
        marks=tuple(mark for mark, there in marks if there),
        caveats=_caveats(export, view, rows, series, late=late),
        url=f"{asked.base_url}{PATH}/{place.code}{query}" if asked.base_url else "",
        series=words.months(series) if series and series != view.months else "",
    )


def _sentence(export: Export, view: SheetView, rows: list[SheetRow], name: str) -> str:
    """What the figures say; without one subject, which sheet it is."""
    place = view.place
    if export.id == MAP:
        where = f" in {place.parent[1]}" if place.parent else f" in {view.info.city}" if place.code != CITY else ""
        return f"{place.name}: {'de hele stad' if place.code == CITY else place.kind}{where}, met wat eromheen ligt"
    counted = rows[0].counted
    if not name or counted is None or counted.status == "missing":
        about = f"{name} in {place.name}" if name else f"Fiche van {place.name}"
        return f"{about}, {words.months(view.months)}, vergeleken met {view.reference.span}"
    said = f"{name} in {place.name}: {words.plural(counted.n, 'feit', 'feiten')} in {words.months(view.months)}"
    if counted.difference == counted.difference:
        said += f", {words.signed(counted.difference)} tegenover {view.reference.text} ({words.exact(counted.usual)})"
    return f"{said}: {WORDS[rows[0].verdict]}" if rows[0].verdict else said


def _is_late(rows: list[SheetRow], series: Months | None) -> bool:
    if series:
        return any(row.trend is not None and "provisional" in row.trend["status"].tolist() for row in rows)
    return any(row.counted is not None and row.counted.status == "provisional" for row in rows)


def _sources(export: Export, view: SheetView, asked: Asked, rows: list[SheetRow], window: Months) -> pd.DataFrame:
    """The sources of what is drawn, each once; hours always come from single facts."""
    frame = queries.areas(asked.snapshot, audience=asked.audience)
    levels = tuple(sorted({"wijk", *(str(frame.at[code, "level"]) for code in view.place.focus)}))
    by_grain: dict[str, list[str]] = {"counts": [], "incidents": []}
    for row in rows if export.id != MAP else ():
        if row.counted is not None:
            by_grain["incidents" if export.id == HOURS else row.counted.grain] += row.group.categories
    if export.id == SIGNALS:
        by_grain = {grain: list(CATEGORIES) for grain in by_grain}
    found = [
        queries.used_sources(
            asked.snapshot,
            grain=grain,
            categories=tuple(dict.fromkeys(categories)),
            levels=levels,
            months=window,
            audience=asked.audience,
        )
        for grain, categories in by_grain.items()
    ]
    used = pd.concat([each for each in found if len(each)] or found[:1])
    return used.drop_duplicates("source_id").sort_values("title", kind="stable")


def _denominator(view: SheetView, rows: list[SheetRow]) -> str:
    nouns = dict.fromkeys(row.versus_kind.noun for row in rows if row.versus_kind and row.versus)
    sources = {each.kind.noun: each.source for each in view.denominators if each.value is not None}
    return "; ".join(f"{noun} ({sources[noun]})" if noun in sources else noun for noun in nouns)


def _caveats(
    export: Export, view: SheetView, rows: list[SheetRow], series: Months | None, *, late: bool
) -> tuple[str, ...]:
    said = [*view.notices]
    if export.id == MAP:
        return (*said, "Noorden boven; oranje is het gebied zelf, blauw is water.")
    if late:
        said.append("De nieuwste maanden worden nog aangevuld.")
    gaps = [gap for row in rows for gap in _gaps(row, series)]
    if gaps:
        named = words.listing(list(dict.fromkeys(words.months(gap) for gap in gaps)), most=6)
        said.append(f"Niet gepubliceerd: {named}; een som met een gat wordt niet gemaakt.")
    if export.id in (FIGURES, SIGNALS) and view.family:
        said.append(f"Oordelen {among_how_many(view.family)}: de kerncijfers en alle categorieën van deze fiche.")
    there = [row.counted for row in rows if row.counted is not None]
    counts = [n for counted in there for n in (counted.n, counted.usual) if n == n]
    said += [few_facts()] if counts and min(counts) < SMALL else []
    notes = dict.fromkeys(row.group.note for row in rows if row.group.note and follows_effort(row.group.categories))
    said += [str(note) for note in notes]
    if view.approximate:
        said.append(NOTE)
    return tuple(dict.fromkeys([*said, REGISTERED]))


def _gaps(row: SheetRow, series: Months | None) -> tuple[Months, ...]:
    """The months without figures among those that are drawn."""
    if series is None or row.trend is None:
        return row.gaps
    pairs = zip(row.trend["month"].tolist(), row.trend["status"].tolist(), strict=True)
    missing: list[date] = [month for month, status in pairs if status == "missing"]
    return queries.runs_of(missing)
