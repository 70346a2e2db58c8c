"""The numbers behind the page with the data: what is published of each year, and both grains side by side."""

from __future__ import annotations

import pandas as pd

from dashboard import words
from dashboard.caption import DEMO, PROVISIONAL, Caption, source_line
from dashboard.drawn import COUNT
from dashboard.errors import SelectionError
from dashboard.export.panels import STATES
from dashboard.export.registry import Asked, Export, register
from dashboard.export.safe import slug
from dashboard.export.told import Told
from dashboard.link import VERSION_KEY, made_on, short_version
from data import queries
from data.queries import SnapshotInfo

PAGE = "/gegevens"


def coverage_rows(asked: Asked) -> pd.DataFrame:
    """One row per grain, level, category and year of the period; a year without figures has no month."""
    info = _info(asked)
    found = queries.coverage_years(asked.snapshot, audience=asked.audience)
    names = queries.categories(asked.snapshot, audience=asked.audience)["name"]
    known = found.set_index(["grain", "level", "category_id", "year"]).sort_index()
    assert info.months is not None  # else there is nothing to ask
    rows = []
    for grain, level in sorted({(str(g), str(lv)) for g, lv in zip(found["grain"], found["level"], strict=True)}):
        for category, name in names[names.index.isin(found["category_id"])].items():
            for year in range(info.months.first.year, info.months.last.year + 1):
                key = (grain, level, category, year)
                row = known.loc[key] if key in known.index else {"months": 0, "provisional": 0, "missing": 0}
                state = "missing" if not row["months"] else "provisional" if row["provisional"] else "ok"
                rows.append(
                    (
                        words.GRAINS.get(grain, grain),
                        words.LEVEL_NAMES[level][0],
                        name,
                        year,
                        int(row["months"]),
                        int(row["provisional"]),
                        int(row["missing"]),
                        STATES[state],
                    )
                )
    columns = ["korrel", "niveau", "categorie", "jaar", "maanden gepubliceerd", "waarvan voorlopig"]
    return pd.DataFrame(rows, columns=[*columns, "cellen zonder cijfer", "status"])


def comparison_rows(asked: Asked) -> pd.DataFrame:
    """One row per category and month that both grains publish."""
    found = queries.grain_comparison(asked.snapshot, audience=asked.audience)
    names = queries.categories(asked.snapshot, audience=asked.audience)["name"]
    numbers = {name: found[name].astype("Float64").to_numpy(dtype=float, na_value=float("nan")) for name in NUMBERS}
    return pd.DataFrame(
        {
            "categorie": [str(names.get(key, key)) for key in found["category_id"]],
            "maand": found["month"],
            **{NUMBERS[name]: values for name, values in numbers.items()},
            "status": [STATES["provisional" if late else "ok"] for late in found["provisional"]],
        }
    )


NUMBERS = {"counts": "gepubliceerd", "incidents": "geteld uit feiten", "difference": "verschil"}


def told(export: Export, asked: Asked) -> Told:
    """What goes with either: all sources, all months."""
    info = _info(asked)
    assert info.months is not None
    sources = queries.sources(asked.snapshot, audience=asked.audience)
    figures = sources[sources["month_from"].notna()]
    version, city = short_version(info.version), f"Buurtveiligheid {info.city}"
    late = (queries.coverage_years(asked.snapshot, audience=asked.audience)["provisional"] > 0).any()
    caption = Caption(
        sentence=f"{export.title(asked)}, {words.months(info.months)}",
        product=city,
        topic="gegevens",
        area=f"{info.city} (hele stad)",
        period=words.months(info.months),
        filters=(),
        measure=MEASURES.get(export.id, COUNT),
        denominator="",
        sources=tuple(source_line(row) for _, row in figures.iterrows()),
        publisher=", ".join(dict.fromkeys(figures["publisher"])) or city,
        version=version,
        made_on=made_on(info),
        marks=tuple(mark for mark, there in ((DEMO, info.is_demo), (PROVISIONAL, late)) if there),
        caveats=(CAVEATS[export.id],),
        url=f"{asked.base_url}{PAGE}?{VERSION_KEY}={version}" if asked.base_url else "",
    )
    return Told(caption, f"{slug(export.name)}_{slug(info.city)}_{info.months.iso().replace('_', '-tot-')}")


MEASURES = {"dekking": "aantal maanden met gepubliceerde cijfers"}
CAVEATS = {
    "dekking": "Niets gepubliceerd is geen nul.",
    "korrels": "Een beeld gebruikt maandcijfers of losse feiten, nooit de som.",
}


def _info(asked: Asked) -> SnapshotInfo:
    info = queries.snapshot_info(asked.snapshot, audience=asked.audience)
    if info.months is None:
        raise SelectionError("Er zijn nog geen cijfers geladen. Laad ze met 'python -m data.ingest'.")
    return info


register(Export("dekking", "Dekking", lambda asked: "Wat is gepubliceerd", coverage_rows, told=told))
register(
    Export(
        "korrels",
        "Maandcijfers en losse feiten",
        lambda asked: "Maandcijfers en losse feiten naast elkaar",
        comparison_rows,
        told=told,
    )
)
