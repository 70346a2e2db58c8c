"""The numbers behind the sheet of an area: where it lies, its key figures, its trends, its hours, what stands out."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from dashboard import words
from dashboard.components.sheet_figures import follows_effort
from dashboard.export.panels import OUTSIDE, STATES
from dashboard.export.registry import Asked, Export, register
from dashboard.export.sheet_told import chosen, told
from dashboard.fact_choice import WEEKDAYS
from dashboard.judgement import WORDS
from dashboard.sheet_address import SUBJECT_KEY
from dashboard.sheet_view import FEWEST_FOR_HOURS, SheetView, category_name
from data import queries
from data.catalogue import Group
from data.queries import CITY, Hours


def place_rows(asked: Asked) -> pd.DataFrame:
    """The area, the areas that touch it and those within it, each with how it lies."""
    place = asked.sheet.place
    frame = queries.areas(asked.snapshot, audience=asked.audience)
    lying = {} if place.code == CITY else {place.code: "dit gebied"}
    lying |= {code: "ernaast" if place.level in ("wijk", "buurt") else "ligt hier" for code, _ in place.neighbours}
    lying |= {code: "erin" for code, _ in place.inside}
    rows = frame.loc[list(lying)]
    return pd.DataFrame(
        {
            "code": rows.index.astype(str),
            "gebied": rows["name"].to_numpy(),
            "niveau": [words.LEVEL_NAMES[str(level)][0] for level in rows["level"]],
            "ligging": list(lying.values()),
            "km²": rows["km2"].to_numpy(dtype=float, na_value=np.nan),
            "status": "ok",
        }
    )


def place_shapes(asked: Asked) -> dict[str, bytes]:
    """The polygons of those areas."""
    rows = place_rows(asked)
    levels = queries.areas(asked.snapshot, audience=asked.audience).loc[rows["code"].tolist(), "level"].unique()
    found: dict[str, bytes] = {}
    for level in levels:
        found |= queries.shapes(asked.snapshot, level=str(level), audience=asked.audience)
    return found


def figure_rows(asked: Asked) -> pd.DataFrame:
    """One row per group of every priority."""
    view = asked.sheet
    rest = f"rest van {view.info.city}"
    rows = []
    for row in view.rows:
        counted, versus = row.counted, row.versus
        rows.append(
            {
                "prioriteit": row.priority.name,
                "onderwerp": row.name,
                "feiten": counted.n if counted else math.nan,
                "status": STATES[counted.status] if counted else f"geen cijfers per {view.place.kind}",
                _before(view): counted.usual if counted else math.nan,
                "verschil": counted.difference if counted else math.nan,
                "p": row.p,
                f"p, gecorrigeerd voor {view.family} vergelijkingen": row.q,
                "oordeel": WORDS.get(row.verdict, ""),
                f"verhouding tegenover {rest}": _limit(versus.ratio if versus else None),
                "verhouding: laag (95%)": _limit(versus.low if versus else None),
                "verhouding: hoog (95%)": _limit(versus.high if versus else None),
                "gedeeld door": row.versus_kind.noun if row.versus_kind and versus else "",
                "volgt de inzet": "ja" if follows_effort(row.group.categories) else "nee",
                "maanden zonder cijfers": ", ".join(words.months(gap) for gap in row.gaps),
            }
        )
    return pd.DataFrame(rows)


def trend_rows(asked: Asked) -> pd.DataFrame:
    """One row per group and month."""
    parts = []
    for row in chosen(asked.sheet.rows, asked.part(SUBJECT_KEY)):
        if row.trend is None:
            continue
        frame = row.trend
        published = frame["status"] != "missing"
        parts.append(
            pd.DataFrame(
                {
                    "onderwerp": row.name,
                    "maand": frame["month"],
                    "feiten": frame["n"],
                    "status": [STATES[str(status)] for status in frame["status"]],
                    "verwacht": frame["expected"].where(published),
                    "ondergrens": frame["low"].where(published),
                    "bovengrens": frame["high"].where(published),
                    "normale schommeling": [str(where) if where in OUTSIDE else "" for where in frame["outside"]],
                }
            )
        )
    return pd.concat(parts, ignore_index=True) if parts else pd.DataFrame(columns=["onderwerp", "maand", "status"])


def hour_rows(asked: Asked) -> pd.DataFrame:
    """One row per group, weekday and hour; only where the sheet draws them."""
    view, days = asked.sheet, list(WEEKDAYS.values())
    rows = [
        (group.name, day, hour, found.weights[number, hour], _state(asked, group))
        for group, found in drawn_hours(view, asked.part(SUBJECT_KEY))
        for number, day in enumerate(days)
        for hour in range(24)
    ]
    return pd.DataFrame(rows, columns=["onderwerp", "weekdag", "uur", "feiten", "status"])


def _state(asked: Asked, group: Group) -> str:
    """Whether any month of the period is still being completed."""
    known = queries.fact_months(asked.snapshot, categories=group.categories, audience=asked.audience)
    late = any(known.get(month) == "provisional" for month in asked.sheet.months.all())
    return STATES["provisional" if late else "ok"]


def drawn_hours(view: SheetView, subject: str) -> list[tuple[Group, Hours]]:
    """The groups of which the sheet draws the hours, as far as they are asked."""
    groups = {row.group.categories: row.subject for row in view.rows}
    return [
        (group, found)
        for group, found in view.hours
        if found is not None
        and found.timed >= FEWEST_FOR_HOURS
        and not view.unpublished.get(group.categories)
        and subject in ("", groups.get(group.categories))
    ]


def signal_rows(asked: Asked) -> pd.DataFrame:
    """One row per category that is beyond chance."""
    view = asked.sheet
    rows = [
        (
            category_name(s.category),
            s.counted.n,
            STATES[s.counted.status],
            s.counted.usual,
            s.counted.difference,
            s.p,
            s.q,
            WORDS[s.verdict],
        )
        for s in view.signals
    ]
    corrected = f"p, gecorrigeerd voor {view.family} vergelijkingen"
    columns = ["categorie", "feiten", "status", _before(view), "verschil", "p", corrected, "oordeel"]
    return pd.DataFrame(rows, columns=columns)


def name_of(asked: Asked) -> str:
    """The subject in words, or an empty text for all."""
    subject = asked.part(SUBJECT_KEY)
    return chosen(asked.sheet.rows, subject)[0].name if subject else ""


def _titled(what: str, asked: Asked) -> str:
    name = name_of(asked)
    return f"{name}: {what} in {asked.sheet.place.name}" if name else f"{what.capitalize()} in {asked.sheet.place.name}"


def _limit(value: float | None) -> float:
    return math.nan if value is None or math.isinf(value) else value


def _before(view: SheetView) -> str:
    return f"feiten {view.reference.span}" + (" (gemiddeld)" if view.reference.exposure > 1 else "")


register(
    Export(
        "fiche-kaart",
        "Ligging",
        lambda asked: f"Waar {asked.sheet.place.name} ligt",
        place_rows,
        is_map=True,
        shapes=place_shapes,
        told=told,
    )
)
register(
    Export(
        "fiche-cijfers",
        "Kerncijfers",
        lambda asked: f"Kerncijfers van {asked.sheet.place.name}",
        figure_rows,
        told=told,
    )
)
register(
    Export(
        "fiche-trend",
        "Trend per maand",
        lambda asked: _titled("trend per maand", asked),
        trend_rows,
        told=told,
    )
)
register(Export("fiche-uren", "Wanneer", lambda asked: _titled("uren van de week", asked), hour_rows, told=told))
register(
    Export(
        "fiche-signalen",
        "Wat valt op",
        lambda asked: f"Wat valt op in {asked.sheet.place.name}",
        signal_rows,
        told=told,
    )
)
