"""The numbers of the sheet: key figures with their verdicts, what stands out, denominators, and notes."""

from __future__ import annotations

import math
from typing import Any

from dashboard import words
from dashboard.approximate import NOTE
from dashboard.components.method_link import plain_method_link
from dashboard.components.plain import Element, plain
from dashboard.components.story import verdict_badge
from dashboard.sheet_view import Counted, SheetRow, SheetView, category_name
from data.catalogue import CATEGORIES
from data.queries import CITY

MOST_SIGNALS = 6
NO_SIGNAL_FAMILY = "Er zijn geen twee perioden met genoeg feiten om te vergelijken."
NO_SIGNAL = "Niets: geen enkele verandering is groter dan toeval."
EFFORT = ", volgt de inzet van wie opspoort."
ELSEWHERE = "Op de kaart zijn het andere vergelijkingen: het oordeel kan er anders zijn."
GRAINS = {"counts": "maandcijfers", "incidents": "losse feiten"}


def figure_table(view: SheetView) -> Element:
    """One row per group: both counts, the difference, the rate against the rest of the city, and the verdict."""
    versus = any(row.versus is not None for row in view.rows)
    names = [
        "",
        "Feiten (ongeveer)" if view.approximate else "Feiten",
        view.reference.short,
        "Verschil",
        *(["Tegenover rest"] if versus else []),
        "Oordeel",
    ]
    last = len(names) - 1
    head = [
        plain("th", [name, *_how(name)], scope="col", className="" if i in (0, last) else "number")
        if name
        else plain("td")
        for i, name in enumerate(names)
    ]
    rows = [_row(row, view, versus) for row in view.rows]
    return plain("table", [plain("thead", plain("tr", head)), plain("tbody", rows)], className="sheet-table")


METHODS = {"Feiten": "aantal", "Tegenover rest": "tegenover-rest", "Oordeel": "verandering"}
"""Heading of a column, as it begins -> the paragraph of /methode about its numbers."""


def _how(heading: str) -> list[Any]:
    found = [method for begin, method in METHODS.items() if heading.startswith(begin)]
    return [part for method in found for part in (" ", plain_method_link(method, "?"))]


def _row(row: SheetRow, view: SheetView, versus: bool) -> Element:
    name: list[Any] = [row.name]
    if follows_effort(row.group.categories):
        name.append(plain("span", " volgt de inzet", className="quiet", title=row.group.note or ""))
    counted = row.counted
    if counted is None or counted.status == "missing":
        why = f"geen cijfers per {view.place.kind}" if counted is None else "niet voor de hele periode gepubliceerd"
        rest = plain("td", why, colSpan=4 + versus, className="quiet")
        return plain("tr", [plain("th", name, scope="row"), rest])
    late = plain("span", " voorlopig", className="quiet") if counted.status == "provisional" else None
    difference = "–" if math.isnan(counted.difference) else words.signed(counted.difference)
    cells = [
        plain("th", name, scope="row"),
        _number("Feiten", [plain("strong", words.number(counted.n)), late]),
        _number(view.reference.short, before_text(counted)),
        _number("Verschil", difference),
    ]
    if versus:
        cells.append(_number("Tegenover rest", _versus(row)))
    cells.append(plain("td", verdict_badge(row.verdict, tested=row.tested) if row.verdict else "–"))
    return plain("tr", cells)


def _number(label: str, content: Any) -> Element:
    """A cell; its label stands in it where the screen is too narrow for a head."""
    return plain("td", content, className="number", **{"data-label": label})


def follows_effort(categories: tuple[str, ...]) -> bool:
    """Whether facts of these categories exist because somebody looked for them."""
    return all(CATEGORIES[c].driven_by == "politie" for c in categories if c in CATEGORIES)


def before_text(counted: Counted) -> str:
    """The reference, brought to the length of the period."""
    return words.STATUS_WORDS["missing"] if math.isnan(counted.before) else words.exact(counted.usual)


def _versus(row: SheetRow) -> list[Any] | str:
    if row.versus is None or row.versus.ratio is None:
        return "–"
    interval = f" ({_factor(row.versus.low)}–{_factor(row.versus.high)})"
    return [f"{_factor(row.versus.ratio)}×", plain("span", interval, className="quiet")]


def _factor(value: float | None) -> str:
    return "∞" if value is None else words.number(value, 1 if value < 10 else 0)


def signal_list(view: SheetView) -> Element:
    """What is beyond chance, one line each; when nothing is, it says so."""
    if not view.family:
        return plain("p", NO_SIGNAL_FAMILY, className="quiet")
    if not view.signals:
        return plain("p", NO_SIGNAL, className="quiet")
    items = [
        plain(
            "li",
            [
                f"{category_name(s.category)}: {words.plural(s.counted.n, 'feit', 'feiten')}, ",
                plain(
                    "strong",
                    f"{words.exact(abs(s.counted.difference))} {s.verdict}",
                    className="more" if s.verdict == "meer" else "less",
                    title=s.tested,
                ),
                f" dan {view.reference.text} ({words.exact(s.counted.usual)})",
                EFFORT if follows_effort((s.category,)) else ".",
            ],
        )
        for s in view.signals[:MOST_SIGNALS]
    ]
    more = len(view.signals) - MOST_SIGNALS
    if more > 0:
        items.append(plain("li", f"en nog {more} andere, zie de kaart."))
    return plain("ul", items, className="sheet-lines")


def signal_lines(view: SheetView) -> tuple[str, ...]:
    """What is beyond chance as sentences, all of them; when nothing is, it says so."""
    if not view.family:
        return (NO_SIGNAL_FAMILY,)
    lines = [
        f"{category_name(s.category)}: {words.plural(s.counted.n, 'feit', 'feiten')}, "
        f"{words.exact(abs(s.counted.difference))} {s.verdict} dan {view.reference.text} "
        f"({words.exact(s.counted.usual)}){EFFORT if follows_effort((s.category,)) else '.'}"
        for s in view.signals
    ]
    return tuple(lines) or (NO_SIGNAL,)


def denominator_list(view: SheetView) -> Element:
    """Every denominator with its year and source, or that it is not loaded."""
    items = []
    for each in view.denominators:
        if each.value is None:
            where = "de stad" if view.place.code == CITY else f"deze {view.place.kind}"
            items.append(plain("li", f"{each.kind.name}: niet geladen voor {where}."))
            continue
        value = words.number(each.value, 2 if each.kind.measured else 0)
        unit = f" {each.kind.noun}" if each.kind.measured else ""
        year = f" ({each.year})" if each.year and str(each.year) not in each.source else ""
        items.append(
            plain("li", [f"{each.kind.name}: ", plain("strong", value + unit), f". Bron: {each.source}{year}."])
        )
    return plain("ul", items, className="sheet-lines")


def notes(view: SheetView) -> Element:
    """What a reader of the figures has to know, on paper too."""
    lines = list(view.notices)
    if view.info.is_demo:
        lines.append("Demonstratiedata: nagemaakt, geen enkel cijfer is echt.")
    if view.approximate:
        lines.append(NOTE)
    counted = [row for row in view.rows if row.counted is not None]
    by_grain: dict[str, list[str]] = {}
    for row in counted:
        assert row.counted is not None
        by_grain.setdefault(GRAINS[row.counted.grain], []).append(row.name)
    if len(by_grain) == 1:
        grain = next(iter(by_grain))
        hours = ", de uren uit losse feiten" if grain == GRAINS["counts"] and any(h for _, h in view.hours) else ""
        lines.append(f"Alle aantallen komen uit {grain}{hours}.")
    else:
        lines += [f"Uit {grain}: {words.listing(names, most=len(names))}." for grain, names in by_grain.items()]
    late = [row.name for row in counted if row.counted and row.counted.status == "provisional"]
    if late:
        lines.append("De nieuwste maanden zijn voorlopig: de politie vult ze nog aan.")
    gaps: dict[str, list[str]] = {}
    for row in counted:
        for gap in row.gaps:
            gaps.setdefault(words.months(gap), []).append(row.name)
    lines += [f"Niet gepubliceerd in {gap}: {words.listing(names, most=len(names))}." for gap, names in gaps.items()]
    if view.family:
        lines.append(ELSEWHERE)
    if any(follows_effort(row.group.categories) for row in counted):
        lines.append("‘Volgt de inzet’: meer controle geeft meer feiten; nooit opgeteld bij wat gemeld wordt.")
    lines.append("Een feit telt waar en wanneer het geregistreerd is. Hoe elk cijfer gemaakt wordt, staat op /methode.")
    return plain("ul", [plain("li", line) for line in lines], className="sheet-lines")
