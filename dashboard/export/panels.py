"""The numbers behind the panels of the main page, from the same frames as the screen."""

from __future__ import annotations

from typing import Any

import numpy as np
import pandas as pd

from dashboard import drawn, words
from dashboard.components import story
from dashboard.export.registry import Asked, Export, register
from dashboard.judgement import WORDS, category_name
from dashboard.view import View

STATES = {"ok": "ok", "provisional": "voorlopig", **words.STATUS_WORDS}
"""Status of a row -> its word in a file."""

OUTSIDE = ("boven", "onder", "binnen")


def trend_rows(asked: Asked) -> pd.DataFrame:
    """One row per month."""
    frame = asked.view.trend
    published = frame["status"] != "missing"  # where nothing is published, the chart expects nothing either
    return pd.DataFrame(
        {
            "maand": frame["month"],
            "feiten": frame["n"],
            "status": _states(frame["status"]),
            "verwacht": frame["expected"].where(published),
            "ondergrens": frame["low"].where(published),
            "bovengrens": frame["high"].where(published),
            "normale schommeling": [str(where) if where in OUTSIDE else "" for where in frame["outside"]],
            f"feiten in {asked.view.info.city}": frame["city"],
        }
    )


def year_rows(asked: Asked) -> pd.DataFrame:
    """One row per year: the same months."""
    frame = asked.view.years
    return pd.DataFrame(
        {
            "periode": [words.months(months) for months in frame["months"]],
            "van": [months.first for months in frame["months"]],
            "tot en met": [months.last for months in frame["months"]],
            "feiten": frame["n"],
            "status": _states(frame["status"]),
        }
    )


def season_rows(asked: Asked) -> pd.DataFrame:
    """One row per year and month."""
    frame = asked.view.trend
    return pd.DataFrame(
        {
            "jaar": [month.year for month in frame["month"]],
            "maand van het jaar": [month.month for month in frame["month"]],
            "feiten": frame["n"],
            "status": _states(frame["status"]),
        }
    )


def category_rows(asked: Asked) -> pd.DataFrame:
    """One row per category of the group."""
    view = asked.view
    frame = view.categories
    return pd.DataFrame(
        {
            "categorie": frame["name"],
            "feiten": frame["n"],
            "status": _states(frame["status"]),
            before_name(view): frame["before"] / view.reference.exposure,
            "telt mee in de keuze": ["ja" if shown else "nee" for shown in frame["shown"]],
        }
    )


def funnel_rows(asked: Asked) -> pd.DataFrame:
    """One row per located area."""
    view = asked.view
    frame, kind = view.funnel.areas, view.funnel_kind
    per = f"feiten per {kind.per} {kind.noun}" if kind.per > 1 else f"feiten per {kind.noun}"
    return pd.DataFrame(
        {
            "code": frame["area_code"],
            "gebied": view.areas["name"].reindex(frame["area_code"]).to_numpy(),
            "feiten": frame["n"],
            kind.noun: frame["denominator"],
            per: frame["rate"].astype(float),
            "status": _states(frame["status"]),
            "buiten toeval": ["" if pd.isna(where) else str(where) for where in frame["outside"]],
        }
    )


def table_rows(asked: Asked) -> pd.DataFrame:
    """One row per area of the table, in its order; all rows, also those that the page folds away."""
    return _areas(asked.view, story.ordered_areas(asked.view))


def map_rows(asked: Asked) -> pd.DataFrame:
    """One row per located area of the map."""
    view = asked.view
    return _areas(view, view.areas[view.areas["is_located"]])


def signal_rows(asked: Asked) -> pd.DataFrame:
    """One row per signal."""
    view = asked.view
    frame = view.signals.rows
    before = frame["before"] / view.reference.exposure
    followed = {f"als het de rest van {view.info.city} volgde": frame["expected"]} if view.selection.apart else {}
    return pd.DataFrame(
        {
            "code": frame["area_code"].astype(str),
            "gebied": [view.all_areas.at[code, "name"] for code in frame["area_code"]],
            "categorie": [category_name(str(category)) for category in frame["category_id"]],
            "feiten": frame["observed"],
            before_name(view): before,
            "verschil": frame["observed"] - before,
            **followed,
            **tested_columns(frame.assign(family=view.signals.family)),
            "oordeel": [WORDS.get(str(verdict), "") for verdict in frame["verdict"]],
            "status": _states(frame["status"]),
        }
    )


def _areas(view: View, frame: pd.DataFrame) -> pd.DataFrame:
    columns: dict[str, Any] = {
        "code": frame.index.astype(str),
        "gebied": [
            name if located else f"{name} (zonder gekende plaats)"
            for name, located in zip(frame["name"], frame["is_located"], strict=True)
        ],
        "feiten": frame["n"].to_numpy(),
        "status": _states(frame["status"]),
    }
    if view.measure.kind != "count":
        name = view.measure.name.lower() + (" (verhouding)" if view.measure.kind == "change" else "")
        columns[name] = frame["value"].to_numpy(dtype=float, na_value=np.nan)
        columns[f"{name}: laag (95%)"] = frame["value_low"].to_numpy(dtype=float, na_value=np.nan)
        columns[f"{name}: hoog (95%)"] = frame["value_high"].to_numpy(dtype=float, na_value=np.nan)
        if "crude" in frame:
            columns[f"{name}: niet gladgestreken"] = frame["crude"].to_numpy(dtype=float, na_value=np.nan)
        columns[f"{name}: status"] = _states(frame["value_status"])
    columns[before_name(view)] = frame["before"].to_numpy() / view.reference.exposure
    columns["verschil"] = frame["difference"].to_numpy(dtype=float, na_value=np.nan)
    for name, column in {"p": "p", f"p, gecorrigeerd voor {view.family} vergelijkingen": "q"}.items():
        columns[name] = frame[column].to_numpy(dtype=float, na_value=np.nan)
    apart = f" los van de evolutie in de rest van {view.info.city}" if view.selection.apart else ""
    columns[f"oordeel{apart}"] = [WORDS[verdict] if isinstance(verdict, str) else "" for verdict in frame["verdict"]]
    return pd.DataFrame(columns)


def tested_columns(frame: pd.DataFrame) -> dict[str, Any]:
    """What each verdict rests on: its p-value, that after correction, and over how many comparisons.

    Args:
        frame: p, q, family.
    """
    p, q = (frame[name].to_numpy(dtype=float, na_value=np.nan) for name in ("p", "q"))
    return {"p": p, "p, gecorrigeerd": q, "vergelijkingen": np.where(np.isnan(q), np.nan, frame["family"])}


def before_name(view: View) -> str:
    """Heading of the column of the reference; of several years it is their mean."""
    return f"feiten {view.reference.span}" + (" (gemiddeld)" if view.reference.exposure > 1 else "")


def _states(column: pd.Series) -> list[str]:
    return [STATES.get(str(status), str(status)) for status in column]


register(
    Export(
        "trend",
        "Trend",
        lambda asked: f"Trend per maand in {asked.view.focus_name}",
        trend_rows,
        drawn=lambda asked: drawn.every_month(asked.view),
    )
)
register(
    Export(
        "jaren",
        "Jaar na jaar",
        lambda asked: f"Jaar na jaar in {asked.view.focus_name}",
        year_rows,
        drawn=lambda asked: drawn.every_year(asked.view),
    )
)
register(
    Export(
        "seizoen",
        "Seizoen",
        lambda asked: f"Seizoen in {asked.view.focus_name}",
        season_rows,
        drawn=lambda asked: drawn.every_month(asked.view),
    )
)
register(Export("categorieen", "Categorieën", lambda asked: f"Categorieën in {asked.view.focus_name}", category_rows))
register(
    Export(
        "trechter",
        "Vergelijking",
        lambda asked: f"Alle {asked.view.level_name} vergeleken",
        funnel_rows,
        drawn=lambda asked: drawn.funnel(asked.view),
        by_area=True,
    )
)
register(
    Export(
        "tabel",
        "Tabel",
        lambda asked: story.table_name(asked.view),
        table_rows,
        drawn=lambda asked: drawn.chosen(asked.view),
        by_area=True,
    )
)
register(Export("signalen", "Signalen", lambda asked: "Wat valt op?", signal_rows, by_area=True))
register(
    Export(
        "kaart",
        "Kaart",
        lambda asked: f"Kaart van {asked.view.info.city} per {words.LEVEL_NAMES[asked.view.selection.level][0]}",
        map_rows,
        drawn=lambda asked: drawn.chosen(asked.view),
        by_area=True,
        is_map=True,
    )
)
