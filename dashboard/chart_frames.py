"""The frames that the charts of a view are drawn from, on screen and on paper."""

from __future__ import annotations

import math

import numpy as np
import pandas as pd

from dashboard import words
from dashboard.figures import with_columns
from dashboard.trend_view import TrendView
from dashboard.view import View

NAMED = 4
"""Months outside the band that a sentence on a screen names; a longer list is there in full beside it."""
BESIDE_BAND = {"boven": "boven de band", "onder": "onder de band"}
"""Never the words of a verdict: a band judges every month by itself, without correction for how many there are."""


def bar_text(n: float, status: str) -> str:
    """The number at a bar; a bar of nothing shows no hatching, so its words say that it is provisional."""
    if n != n:  # NaN is not itself
        return "geen cijfers"
    return f"{words.number(n)} (voorlopig)" if n == 0 and status == "provisional" else words.number(n)


def years_frame(view: View) -> pd.DataFrame:
    """One row per year, the same months in each; columns as `layers.bars.years` wants them."""
    months, n = view.years["months"].tolist(), view.years["n"].tolist()
    return pd.DataFrame(
        {
            "label": [words.months(m).replace(" – ", "<br>– ") for m in months],
            "n": n,
            "status": view.years["status"].array,
            "text": [bar_text(*each) for each in zip(n, view.years["status"].tolist(), strict=True)],
            "patch": [f"periode={m.iso()}" for m in months],
        },
        copy=False,
    )


def categories_frame(view: View) -> pd.DataFrame:
    """One row per category of the group; columns as `layers.bars.categories` wants them."""
    shown = view.selection.the_categories
    known = {name: view.categories[name].tolist() for name in ("category_id", "name", "n", "status", "before", "shown")}
    usual = [n / view.reference.exposure for n in known["before"]]
    counted = zip(known["n"], known["status"], strict=True)
    return pd.DataFrame(
        {
            **{name: known[name] for name in ("name", "n", "status", "shown")},
            "text": [bar_text(*each) for each in counted],
            "before": usual,
            "before_text": [words.number(n) for n in usual],
            "patch": ["categorie=" + ("" if shown == (c,) else c) for c in known["category_id"]],
        }
    )


def funnel_frame(view: View) -> pd.DataFrame:
    """One row per located area; columns as `layers.funnel` wants them."""
    rows = view.funnel.areas
    named = dict(zip(view.areas.index.tolist(), view.areas["name"].tolist(), strict=True))
    names = [named[code] for code in rows["area_code"].tolist()]
    rates = rows["rate"].to_numpy(dtype=float, na_value=np.nan).tolist()
    texts = ["" if math.isnan(r) else f"{name}: {words.rate(r)}" for name, r in zip(names, rates, strict=True)]
    return with_columns(rows, name=np.array(names, dtype=object), text=np.array(texts, dtype=object))


def rows_outside(view: TrendView) -> list[int]:
    """The rows of the trend whose month is outside the band."""
    return [i for i, where in enumerate(view.trend["outside"].tolist()) if where in ("boven", "onder")]


def outside_label(view: TrendView) -> str:
    """Words at the last month outside the band; empty without one."""
    outside = rows_outside(view)
    if not outside:
        return ""
    last = view.trend.iloc[outside[-1]]
    return f"{words.month(last['month'])}: {words.number(float(last['n']))}, {BESIDE_BAND[last['outside']]}"


def city_share(view: TrendView) -> float | None:
    """What brings the trend of the city to the size of the focus; None for the city itself."""
    if not view.focus:
        return None
    n, city = (view.trend[name].to_numpy(dtype=float) for name in ("n", "city"))
    both = ~np.isnan(n) & ~np.isnan(city)
    total = float(city[both].sum())
    return float(n[both].sum()) / total if total else None


def months_outside(view: TrendView) -> list[str]:
    """The months of the period outside the band, newest first, each with its count and what was expected."""
    months, n, expected = (view.trend[name].tolist() for name in ("month", "n", "expected"))
    rows = [i for i in rows_outside(view) if view.months.first <= months[i] <= view.months.last]
    return [
        f"{words.month(months[i])} ({words.number(n[i])}, verwacht {words.number(round(expected[i]))})"
        for i in reversed(rows)
    ]


def every_outside_words(view: TrendView) -> str:
    """`outside_words` with every month, for where there is room; or why there is no band."""
    return outside_words(view, most=len(view.trend)) or view.band.reason or ""


def outside_words(view: TrendView, *, most: int = NAMED) -> str:
    """The months of the period outside the band in words, of how many; empty when there is no band.

    Args:
        most: Months that are named; of more the last place says how many others there are.
    """
    if view.band.reason:
        return ""
    pairs = zip(view.trend["month"].tolist(), view.trend["outside"].tolist(), strict=True)
    judged = sum(view.months.first <= month <= view.months.last and isinstance(where, str) for month, where in pairs)
    if not judged:
        return "In deze periode is geen maand te beoordelen: ze zijn voorlopig of niet gepubliceerd."
    named = months_outside(view)
    count = words.number(len(named)) if named else "geen"
    said = (
        f"{words.plural(judged, 'maand', 'maanden')} beoordeeld in deze periode, {count} buiten de normale schommeling"
    )
    if not named:
        return said + "."
    chance = "Ook als er niets bijzonders is, kan ongeveer 1 maand op 20 erbuiten vallen."
    return f"{said}: {words.listing(named, most=most)}. {chance}"
