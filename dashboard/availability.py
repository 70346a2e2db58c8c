"""What can be shown: levels, measures, areas and months, and a sentence for what cannot."""

from __future__ import annotations

from urllib.parse import unquote

import pandas as pd

from dashboard import fact_choice, words
from dashboard.errors import SelectionError
from dashboard.selection import Selection
from data import queries
from data.catalogue import CATEGORIES, DENOMINATORS, MEASURES, OVERLAPPING, PRIORITIES
from data.catalogue.road_users import VULNERABLE, is_vulnerable
from data.config import Audience
from data.queries import Months, Snapshot
from data.state import own_areas
from layers import LAYERS


def levels(selection: Selection, snapshot: Snapshot, audience: Audience) -> dict[str, str]:
    """Levels that the map offers, each with the reason why it has no figures (empty when it has)."""
    answer: dict[str, str] = {}
    info = queries.snapshot_info(snapshot, audience=audience)
    for level in ("wijk", "buurt", *(OVERLAPPING if info.has_own else ())):
        if not info.area_counts.get(level):
            continue
        many = words.LEVEL_NAMES[level][1]
        grain = _has(snapshot, selection, level, audience)
        reason = "" if grain else f"{selection.the_group.name}: geen cijfers per {level}; wel per wijk."
        if not grain and not info.has_incidents(level):
            reason = f"De geladen cijfers zijn per wijk en per maand; voor {many} zijn losse feiten nodig."
        answer[level] = reason
    return answer


def measures(selection: Selection, snapshot: Snapshot, audience: Audience) -> dict[str, str]:
    """Measures that the priority offers, each with the reason why it cannot be shown here (empty when it can)."""
    known = queries.denominator_levels(snapshot, audience=audience)
    answer: dict[str, str] = {}
    for measure in MEASURES.values():
        kind = measure.denominator
        if measure.local and (kind, "buurt") not in known:
            continue
        if kind is not None and not DENOMINATORS[kind].suits(selection.priority):
            continue
        if measure.local and selection.level != "buurt":
            answer[measure.id] = f"{measure.name}: enkel per buurt."
        elif kind is None or (kind, selection.level) in known:
            answer[measure.id] = ""
        else:
            noun = DENOMINATORS[kind].noun
            answer[measure.id] = f"Er zijn geen {noun} per {selection.level} geladen."
    return answer


def layers(selection: Selection, snapshot: Snapshot, audience: Audience) -> dict[str, str]:
    """Map layers that are made of single facts, each with the reason why it cannot be shown (empty when it can)."""
    known = queries.incident_months(snapshot, audience=audience)
    reason = ""
    if not known:
        reason = "Enkel maandcijfers geladen: geen plaats gekend"
    elif not set(known) & set(selection.the_categories):
        reason = f"{selection.the_group.name}: enkel maandcijfers, geen plaats gekend"
    elif not queries.has_grid(snapshot, audience=audience):
        reason = "De plaatsen zijn nog niet berekend; voer 'python -m data.ingest ensure' uit"
    else:
        reason = queries.why_not_facts(snapshot, categories=selection.the_categories, audience=audience)
    reasons = {layer.id: reason for layer in LAYERS.values() if layer.from_facts}
    if selection.chooses:
        reasons["hotspots"] = "Hotspots zijn berekend over alle feiten, niet over een keuze daaruit"
    return reasons


def told(selection: Selection, snapshot: Snapshot, audience: Audience) -> dict[str, dict[str, int]]:
    """What the facts of the selection can be chosen by: fields that every category tells, with their values."""
    categories = selection.the_categories
    if not set(categories) <= set(queries.incident_months(snapshot, audience=audience)):
        return {}
    alone = [queries.told_fields(snapshot, categories=(c,), audience=audience) for c in categories]
    together = queries.told_fields(snapshot, categories=categories, audience=audience)
    return {field: values for field, values in together.items() if all(field in part for part in alone)}


def why_untold(field: str, selection: Selection, snapshot: Snapshot, audience: Audience) -> str:
    """Why facts cannot be chosen by a field, in a sentence without its full stop."""
    known = queries.incident_months(snapshot, audience=audience)
    noun = fact_choice.NOUNS[field]
    if not known:
        return f"Er zijn enkel maandcijfers geladen: {noun} van een feit is niet gekend"
    without = [c for c in selection.the_categories if c not in known]
    if without:
        names = words.listing([CATEGORIES[c].name if c in CATEGORIES else c for c in without])
        return f"{names}: enkel maandcijfers, {noun} van een feit is niet gekend"
    withheld = queries.why_not_facts(snapshot, categories=selection.the_categories, audience=audience)
    return withheld or f"De geladen losse feiten zeggen {noun} niet"


def chosen_facts(
    selection: Selection,
    known: dict[str, dict[str, int]],
    snapshot: Snapshot,
    audience: Audience,
    notices: list[str],
) -> Selection:
    """The selection without choices among facts that the loaded facts cannot answer; the notices say which.

    Args:
        selection: As asked. known: What `told` gives. notices: Sentences, added to.
    """
    if not selection.chooses:
        return selection
    nothing = Selection()
    for name, field in fact_choice.FIELDS.items():
        values = getattr(selection, name)
        if values == getattr(nothing, name):
            continue
        if field not in known:
            notices.append(f"{why_untold(field, selection, snapshot, audience)}. Hier staan alle feiten.")
            selection = selection.but(**{name: getattr(nothing, name)})
        elif name in ("road_users", "objects"):
            there = tuple(value for value in values if unquote(value) in known[field])
            if name == "road_users" and VULNERABLE in values:
                values, there, said = _ready_choice(values, there, known[field])
                notices += [said] if said else []
            absent = [unquote(value) for value in values if value not in there]
            if absent:
                notices.append(f"Geen enkel geladen feit kent '{words.listing(absent)}': die keuze telt niet mee.")
            selection = selection.but(**{name: there})
    return selection


def _ready_choice(
    values: tuple[str, ...], there: tuple[str, ...], named: dict[str, int]
) -> tuple[tuple[str, ...], tuple[str, ...], str]:
    """What remains to be looked up, what is there, and why the ready choice cannot be made (empty: it can)."""
    rest, there = (tuple(v for v in each if v != VULNERABLE) for each in (values, there))
    if any(is_vulnerable(user) for user in named):
        return rest, (VULNERABLE, *there), ""
    return rest, there, f"{fact_choice.why_not_vulnerable(named)} Die keuze telt niet mee."


def shown_layers(selection: Selection, reasons: dict[str, str], notices: list[str]) -> tuple[str, ...]:
    """The layers that are on and can be shown; what is said about the others is added to the notices.

    Args:
        selection: As asked. reasons: What `layers` gives. notices: Sentences, added to.
    """
    absent = [layer for layer in selection.layers if reasons.get(layer)]
    notices += [f"De laag {LAYERS[layer].name} is er hier niet. {reasons[layer]}." for layer in absent]
    return tuple(layer for layer in selection.layers if layer not in absent)


def focus(
    selection: Selection, snapshot: Snapshot, all_areas: pd.DataFrame, audience: Audience, notices: list[str]
) -> tuple[str, ...]:
    """The areas that the story is about: as asked, or the zone of the priority, without what is there twice.

    Raises:
        SelectionError: for an area that the snapshot does not have.
    """
    codes = selection.areas
    unknown = [code for code in codes if code not in all_areas.index]
    if unknown:
        raise SelectionError(
            _was_deleted(unknown[0], audience)
            or f"Het gebied '{unknown[0]}' bestaat niet (meer) in deze cijfers. "
            "Ga terug naar het beginbeeld en kies daar een ander."
        )
    priority = selection.the_priority
    if not codes and priority.zone in all_areas.index:
        codes = (priority.zone,) if priority.zone else ()
    zones = tuple(c for c in codes if all_areas.at[c, "level"] in OVERLAPPING)
    if zones and len(codes) > 1:
        notices.append(
            f"Een {all_areas.at[zones[-1], 'level']} overlapt met wijken en buurten en wordt er niet bij opgeteld: "
            f"hier staat enkel {all_areas.at[zones[-1], 'name']}."
        )
        codes = zones[-1:]
    needed = {"zone"} if zones and all_areas.at[zones[0], "level"] == "zone" else set()
    needed |= queries.member_levels(snapshot, codes=codes, audience=audience)
    if zones and not all(_has(snapshot, selection, level, audience) for level in needed):
        return _instead_of_zone(zones[-1], selection, all_areas, notices)
    if any(all_areas.at[c, "level"] == "buurt" for c in codes) and not _has(snapshot, selection, "buurt", audience):
        parents = tuple(
            dict.fromkeys(all_areas.at[c, "parent_code"] if all_areas.at[c, "level"] == "buurt" else c for c in codes)
        )
        names = words.listing([all_areas.at[c, "name"] for c in parents])
        notices.append(f"{selection.the_group.name}: geen cijfers per buurt. Hier staat {names} in de plaats.")
        codes = parents
    inside = {c: all_areas.at[c, "parent_code"] for c in codes if all_areas.at[c, "parent_code"] in codes}
    for wijk in dict.fromkeys(inside.values()):
        there = [all_areas.at[c, "name"] for c in inside if inside[c] == wijk]
        verbs = ("ligt", "telt") if len(there) == 1 else ("liggen", "tellen")
        notices.append(f"{words.listing(there)} {verbs[0]} in {all_areas.at[wijk, 'name']} en {verbs[1]} al mee.")
    return tuple(c for c in codes if c not in inside)


def _instead_of_zone(zone: str, selection: Selection, all_areas: pd.DataFrame, notices: list[str]) -> tuple[str, ...]:
    name = all_areas.at[zone, "name"]
    fallback = next((p.fallback for p in PRIORITIES.values() if p.zone == zone), None)
    if fallback in all_areas.index and fallback:
        place = all_areas.at[fallback, "name"]
        notices.append(
            f"{name} wordt niet apart gepubliceerd: de geladen cijfers stoppen bij de wijk. "
            f"Hier staat de hele wijk {place}. "
            "Met losse feiten (tijd en plaats) toont deze pagina de zone zelf."
        )
        return (fallback,)
    if all_areas.at[zone, "level"] == "groep":
        why = "bestaat uit buurten, en daarvoor zijn er geen cijfers"
    else:
        why = (
            "wordt geteld uit losse feiten (tijd en plaats), en die zijn er hiervoor niet: enkel maandcijfers per wijk"
        )
    notices.append(f"{name} {why}. Hier staat de hele stad.")
    return ()


def _was_deleted(code: str, audience: Audience) -> str:
    """What to say of a link to an own area that is no longer there; empty for any other code, or who may not know."""
    gone = own_areas.deleted_area(code) if audience == "intern" else None
    if gone is None:
        return ""
    what = "De zone" if gone["kind"] == "zone" else "De groep"
    return (
        f"{what} '{gone['name']}' is verwijderd door {gone.changed_by} op {words.moment(gone.changed_at)}. "
        "Ga terug naar het beginbeeld en kies daar een ander gebied."
    )


def _has(snapshot: Snapshot, selection: Selection, level: str, audience: Audience) -> bool:
    categories = selection.the_categories
    if selection.chooses:
        return queries.has_grain(snapshot, grain="incidents", categories=categories, level=level, audience=audience)
    return queries.grain_of(snapshot, categories=categories, level=level, audience=audience) is not None


def period(selection: Selection, covered: Months, notices: list[str]) -> Months:
    """The months of the selection that are published.

    Raises:
        SelectionError: when none of them is.
    """
    asked = selection.months(covered)
    clipped = asked.clip(covered)
    if clipped is None:
        raise SelectionError(
            f"Voor {words.months(asked)} zijn er geen cijfers. Er zijn cijfers van {words.month(covered.first)} "
            f"tot en met {words.month(covered.last)}: kies een periode daarbinnen."
        )
    if clipped != asked:
        notices.append(
            f"Er zijn cijfers van {words.month(covered.first)} tot en met {words.month(covered.last)}: "
            f"van {words.months(asked)} telt hier {words.months(clipped)}."
        )
    return clipped
