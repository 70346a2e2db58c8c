"""What the controls offer for a view, and the panels below the first screen."""

from __future__ import annotations

from typing import Any

from dashboard import words
from dashboard.chart_frames import categories_frame, funnel_frame, years_frame
from dashboard.components import story
from dashboard.components.cards import head
from dashboard.components.filter_values import filter_panels
from dashboard.components.header import tab_links
from dashboard.components.method_link import method_link
from dashboard.components.signals import signal_panel
from dashboard.components.split_panel import split_panels
from dashboard.view import View
from layers import bars, funnel, season


def control_panels(view: View) -> dict[str, Any]:
    """What the controls and the tabs offer, by its name in `callbacks.draw`."""
    return {**filter_panels(view), "tabs": tab_links(view.selection, "/")}


def panels_below(view: View) -> dict[str, Any]:
    """The content of each of the panels below, by its name in `callbacks.draw`."""
    return {
        "table_head": story.table_title(view),
        "table": story.table(view),
        "signals": signal_panel(view),
        "years_head": years_head(view),
        "years": years_figure(view),
        "categories_card": "card" if len(view.categories) > 1 else "card is-hidden",
        "categories_head": categories_head(view),
        "categories": categories_figure(view),
        "funnel_head": funnel_head(view),
        "funnel": funnel_figure(view),
        **split_panels(view),
    }


def years_head(view: View) -> list[Any]:
    """Heading of the comparison of years."""
    if view.selection.chart == "seizoen":
        subtitle = "feiten per maand: het jongste jaar donker, eerdere jaren grijs; open punt: voorlopig"
        return head(f"Seizoen in {view.focus_name}", f"{subtitle}. ", method_link("aantal", "Hoe?"))
    many = len(view.months) > 12
    what = "de laatste 12 maanden van de periode" if many else words.same_months(view.months)
    provisional = "; gestreept: voorlopig" if "provisional" in view.years["status"].tolist() else ""
    text = f"feiten in {view.focus_name}, {what} van elk jaar{provisional}. "
    return head("Jaar na jaar", text, method_link("aantal", "Hoe?"))


def years_figure(view: View) -> dict[str, Any]:
    """The same months in every year, as bars or as seasons."""
    if view.selection.chart == "seizoen":
        return season(view.trend, month_names=words.MONTH_NAMES)
    return bars.years(years_frame(view))


def funnel_head(view: View) -> list[Any]:
    """Heading of the funnel: what the dots and the limits are."""
    kind = view.funnel_kind
    unit = f"feiten per {words.number(kind.per)} {kind.noun}" if kind.per > 1 else f"feiten per {kind.noun}"
    if view.funnel.reason:
        return head("Vergelijking van gebieden", view.funnel.reason)
    text = (
        f"{unit} tegenover {kind.noun} van elk gebied; stippellijn 95%, volle lijn 99,8% van wat toeval geeft "
        f"(spreiding {words.number(view.funnel.phi, 1)}). Donker: buiten 99,8%. "
    )
    states = view.funnel.areas["status"].tolist()
    if "provisional" in states:
        text += "Open rondje: voorlopig. "
    absent = sum(status not in ("ok", "provisional") for status in states)
    if absent:
        text += f"Niet getekend: {absent} {view.level_name} zonder cijfer of zonder noemer. "
    return head(f"Alle {view.level_name} vergeleken", text, method_link("trechter", "Hoe?"))


def funnel_figure(view: View) -> dict[str, Any]:
    """Every area against what chance gives for its size."""
    return funnel(
        funnel_frame(view),
        view.funnel.curve,
        target=view.funnel.target,
        selected=view.focus,
        x_title=view.funnel_kind.noun,
    )


def categories_head(view: View) -> list[Any]:
    """Heading of the categories."""
    hatched = "; gestreept: voorlopig" if "provisional" in view.categories["status"].tolist() else ""
    return head(
        f"Categorieën in {view.focus_name}",
        f"feiten in {words.months(view.months)} (donker) en {view.reference.short.lower()} (grijs){hatched}. ",
        method_link("aantal", "Hoe?"),
    )


def categories_figure(view: View) -> dict[str, Any]:
    """The categories of the group; a click shows one of them alone, or all again."""
    return bars.categories(categories_frame(view))
