"""The sheet of an area as plain elements: what it says, in the order in which it is read."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from dashboard import words
from dashboard.components.export_menu import DRAWING, export_button, report_button
from dashboard.components.method_link import plain_method_link
from dashboard.components.plain import Element, plain
from dashboard.components.sheet_actions import action_list
from dashboard.components.sheet_charts import drawn, hour_charts, trend_charts
from dashboard.components.sheet_figures import denominator_list, figure_table, notes, signal_list
from dashboard.reference import REFERENCES
from dashboard.selection import KEYS
from dashboard.sheet_address import sheet_address
from dashboard.sheet_view import ACTIONS_ON_SHEET, SheetView
from data.queries import CITY
from layers import Drawing

PERIODS = {"12m": "12 maanden", "36m": "3 jaar", "alles": "Alles"}


def sheet(view: SheetView, place_map: Drawing | None, *, said: str = "") -> list[Element]:
    """Every part of the sheet, and around it what is on screen only.

    Args:
        said: A sentence about the link that opened it, or empty.
    """
    return [
        _around(view),
        plain(
            "article",
            [
                _head(view, place_map, said),
                _part(
                    "figures",
                    "Kerncijfers",
                    _figures_about(view),
                    figure_table(view),
                    "veel-vergelijkingen",
                    "fiche-cijfers",
                ),
                _part("trends", "Trend per maand", _trends_about(view), trend_charts(view), "verwachting"),
                _part("hours", "Wanneer", _hours_about(view), hour_charts(view), "uren"),
                _part("signals", "Wat valt op", _signals_about(view), signal_list(view), "signalen", "fiche-signalen"),
                _part("denominators", "Noemers", "waardoor gedeeld wordt", denominator_list(view), "per-noemer"),
                *_done(view),
                _part("notes", "Bij deze cijfers", "", notes(view)),
            ],
            className="sheet-page has-aanpak" if view.actions else "sheet-page",
        ),
    ]


def _done(view: SheetView) -> list[Element]:
    """The aanpak, where there was any."""
    if not view.actions:
        return []
    return [_part("aanpak", "Aanpak", _actions_about(view), action_list(view.actions), "werkte-het")]


def title(view: SheetView) -> str:
    """The name of the sheet in the bar of the browser and in a saved file."""
    return f"{view.place.name}, {words.months(view.months)} – fiche Buurtveiligheid {view.info.city}"


def _part(name: str, heading: str, about: str, content: Any, method: str = "", export: str = "") -> Element:
    """A part of the sheet.

    Args:
        method: The paragraph of /methode behind its numbers, a link that is not printed.
        export: Id of the export of its numbers as a whole, or empty.
    """
    how = [" ", plain_method_link(method)] if method and about else []
    about_it = plain("p", [about, *how]) if about else None
    menu = export_button(export) if export else None
    head = plain("div", [plain("h2", heading), about_it, menu], className="sheet-head")
    return plain("section", [head, content], className=f"sheet-part sheet-{name}")


def _head(view: SheetView, place_map: Drawing | None, said: str) -> Element:
    place = view.place
    kind = "de hele stad" if place.code == CITY else place.kind
    where = f"{kind} in {place.parent[1]}" if place.parent else kind
    badges = (
        [plain("span", "Demonstratiedata: geen echte cijfers", className="badge demo")] if view.info.is_demo else []
    )
    if any(row.counted and row.counted.status == "provisional" for row in view.rows):
        badges.append(plain("span", "deels voorlopig", className="badge provisional"))
    until = words.month(view.info.months.last) if view.info.months else "–"
    text = [
        plain("p", f"Fiche · {where}", className="sheet-kind"),
        plain("h1", place.name),
        plain("p", f"{words.months(view.months)}, vergeleken met {view.reference.span}.", className="sheet-period"),
        plain("div", badges, className="badges"),
        plain("p", f"Buurtveiligheid {view.info.city} · cijfers tot en met {until}", className="quiet"),
    ]
    if said:
        text.append(plain("p", said, className="sheet-none"))
    if not view.has_figures:
        text.append(plain("p", _without_figures(view), className="sheet-none"))
    about = f"{place.name} (oranje) tussen de gebieden eromheen, noorden boven"
    picture = (
        plain(
            "figure",
            [drawn(place_map, about, "sheet-map"), export_button("fiche-kaart", graph=DRAWING)],
        )
        if place_map
        else plain("p", "Van dit gebied is geen grens geladen.", className="quiet")
    )
    return plain("header", [plain("div", text, className="sheet-title"), picture], className="sheet-top")


def _without_figures(view: SheetView) -> str:
    place = view.place
    if all(row.counted is None for row in view.rows) and place.code != CITY:
        upwards = f" Wel per wijk: zie {place.parent[1]}." if place.parent else ""
        return (
            f"Er zijn geen cijfers per {place.kind} geladen; daarvoor zijn losse feiten met hun plaats nodig.{upwards}"
        )
    return f"Voor {place.name} zijn er in deze periode geen cijfers gepubliceerd."


def _figures_about(view: SheetView) -> str:
    versus = (
        f"; ‘tegenover rest’: gedeeld door {_versus_noun(view)}, tegenover de rest van {view.info.city}, "
        "met 95%-interval"
    )
    if not view.family:
        return "geen twee perioden met cijfers om te vergelijken."
    compared = words.plural(view.family, "vergelijking", "vergelijkingen")
    corrected = f"Oordelen gecorrigeerd voor {compared} tegelijk: deze tabel en alle categorieën"
    return corrected + (versus if _versus_noun(view) else "") + "."


def _versus_noun(view: SheetView) -> str:
    return next((row.versus_kind.noun for row in view.rows if row.versus_kind and row.versus), "")


def _trends_about(view: SheetView) -> str:
    parts = ["feiten per maand; balk: de periode"]
    if any(row.band is not None and row.band.reason is None for row in view.rows):
        parts.append("band en streep: verwacht; oranje of blauwe punt: erbuiten")
    if any(row.trend is not None and "provisional" in row.trend["status"].tolist() for row in view.rows):
        parts.append("open punt: voorlopig")
    if any(row.trend is not None and 0 < row.trend["n"].isna().sum() < len(row.trend) for row in view.rows):
        parts.append("grijs vlak: niet gepubliceerd")
    return "; ".join(parts) + "."


def _hours_about(view: SheetView) -> str:
    if any(hours is not None for _, hours in view.hours):
        late = any(row.counted and row.counted.status == "provisional" for row in view.rows)
        return (
            "uur van de week, in de periode; donkerder is meer, feiten met een tijdvak zijn erover gespreid"
            f"{'; deels voorlopig' if late else ''}."
        )
    return ""


def _actions_about(view: SheetView) -> str:
    more = len(view.actions) - ACTIONS_ON_SHEET
    earlier = f" Nog {more} eerdere {'staat' if more == 1 else 'staan'} op de pagina Aanpak." if more > 0 else ""
    many = words.plural(view.action_family, "vergelijking", "vergelijkingen")
    corrected = f" Oordelen gecorrigeerd voor {many} tegelijk." if view.action_family > 1 else ""
    return f"de letter staat bij de groene streep in de trend; feiten ervoor → erna.{corrected}{earlier}"


def _signals_about(view: SheetView) -> str:
    if not view.family:
        return ""
    compared = words.plural(view.family, "vergelijking", "vergelijkingen")
    return f"alle categorieën, met de kerncijfers gecorrigeerd voor {compared} tegelijk; meeste extra feiten eerst."


def _around(view: SheetView) -> Element:
    """What is on screen and not on paper: other periods, the map, printing, and the sheets beside this one."""
    periods = [_choice(view, name, period=key) for key, name in PERIODS.items()]
    if view.selection.period not in PERIODS:
        periods.append(_choice(view, words.months(view.months), period=view.selection.period))
    references = [_choice(view, name, reference=key) for key, name in REFERENCES.items()]
    links = [
        plain("a", "Toon op de kaart", href=map_address(view), className="primary", **{"data-go": "1"}),
        plain("button", **report_button("sheet-print")),
        plain("button", "Afdrukken", className="sheet-print", type="button", **{"data-print": "1"}),
    ]
    return plain(
        "aside",
        [
            plain("div", links, className="sheet-actions"),
            _choices("Periode", periods),
            _choices("Vergelijk met", references),
            *_others(view),
        ],
        className="sheet-around",
        **{"aria-label": "Andere keuzes en fiches"},
    )


def _choices(name: str, links: list[Element]) -> Element:
    return plain("nav", [plain("h2", name), plain("ul", links)], **{"aria-label": name})


def _choice(view: SheetView, name: str, **changes: str) -> Element:
    chosen = view.selection.but(**changes)
    current = {"aria-current": "true"} if chosen == view.selection else {}
    return plain("li", plain("a", name, href=address(view.place.code, view, **changes), **{"data-go": "1"}, **current))


def _others(view: SheetView) -> list[Element]:
    place = view.place
    up = [place.parent] if place.parent else []
    up += [(CITY, view.info.city)] if place.code != CITY else []
    inside = "Wijken" if place.code == CITY else "Buurten in deze wijk"
    beside = f"{words.LEVEL_NAMES[place.level][1]} ernaast" if place.level in ("wijk", "buurt") else "hier gelegen"
    named = (("Hoger", up), (beside.capitalize(), place.neighbours), (inside, place.inside))
    return [
        _choices(
            name,
            [plain("li", plain("a", text, href=address(code, view), **{"data-go": "1"})) for code, text in others],
        )
        for name, others in named
        if others
    ]


def address(code: str, view: SheetView, **changes: str) -> str:
    """The sheet of another area, for the same period and reference unless changed."""
    return sheet_address(code, view.selection.but(**changes))


def map_address(view: SheetView) -> str:
    """The map with this area chosen; never a bare `/`, which opens the start view that a visitor keeps."""
    place = view.place
    pairs = [(KEYS["areas"], "" if place.code == CITY else place.code)]
    if place.level == "buurt":
        pairs.append((KEYS["level"], "buurt"))
    query = urlencode(pairs)
    rest = view.selection.to_query().lstrip("?")
    return f"/?{query}" + (f"&{rest}" if rest else "")
