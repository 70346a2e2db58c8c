"""The address of the meeting mode: which slides, and how they are shown.

`/projectie?<selection>` is one slide; `?dia=gebied=W13;periode=2022&dia=…` several without anything kept, each the
query of the map page with `;` for `&`; `?lijst=<code>` is a list that was kept.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from urllib.parse import parse_qsl, quote

PATH = "/projectie"
SLIDES_PAGE = "/dias"
"""Where the lists of slides are made (dashboard/pages/slides.py)."""
SLIDE, LIST, COLOUR, EVERY, CHART, NAME = "dia", "lijst", "kleur", "elke", "beeld", "naam"
COLOURS = {"": "Licht", "contrast": "Hoog contrast", "donker": "Donker"}
FASTEST_S, SLOWEST_S = 3, 3600
USUAL_S = 20
EVERY_S = (10, USUAL_S, 30, 60)
"""Seconds that are offered; an address may name any between the fastest and the slowest."""
MOST_SLIDES = 40
MOST_CHARACTERS = 16_000
LONGEST_NAME = 60
_CODE = re.compile(r"[a-z0-9]{1,40}")


@dataclass(frozen=True)
class AskedSlide:
    """One slide as it was asked.

    Attributes:
        query: Of the map page, without question mark; not checked yet.
        name: What people call it, or empty.
        chart: Key of its chart, or empty.
    """

    query: str
    name: str = ""
    chart: str = ""


@dataclass(frozen=True)
class Asked:
    """What an address asks.

    Attributes:
        slides: Named in the address itself.
        list_code: Of a list that was kept, or empty.
        colour: Key of COLOURS.
        every_s: Seconds until the next slide comes by itself; 0 never.
        notes: Sentences about what was asked and cannot be.
    """

    slides: tuple[AskedSlide, ...]
    list_code: str = ""
    colour: str = ""
    every_s: int = 0
    notes: tuple[str, ...] = ()


def read(search: str) -> Asked:
    """Reads the query part of an address; what cannot be is left out, with a sentence.

    Args:
        search: With or without question mark.
    """
    if len(search) > MOST_CHARACTERS:
        return Asked((), notes=("Dit adres is te lang. Bewaar de dia's als lijst en deel die link.",))
    text = search.lstrip("?")
    pairs = _pairs(text)
    last = dict(pairs)
    notes = []
    colour = last.get(COLOUR, "")
    if colour not in COLOURS:
        notes.append("Deze kleur bestaat niet: kies contrast of donker.")
        colour = ""
    every, wrong = _every(last.get(EVERY, ""))
    notes += [wrong] if wrong else []
    code = last.get(LIST, "")
    if LIST in last and not _CODE.fullmatch(code):
        notes.append("Deze lijst bestaat niet (meer). Vraag een nieuwe link aan wie ze deelde.")
        return Asked((), "", colour, every, tuple(notes))
    slides = [slide_of(value, last.get(CHART, "")) for key, value in pairs if key == SLIDE]
    if len(slides) > MOST_SLIDES:
        notes.append(f"Dit adres noemt {len(slides)} dia's; hier staan de eerste {MOST_SLIDES}.")
        slides = slides[:MOST_SLIDES]
    if not slides and not code:
        slides = [AskedSlide(text, _name(last.get(NAME, "")), last.get(CHART, ""))]
    return Asked(tuple(slides), code, colour, every, tuple(notes))


def slide_of(text: str, chart: str = "") -> AskedSlide:
    """A slide as it stands in an address or in a list.

    Args:
        text: Query of the map page, with `;` or `&` between its parts, and maybe a name and a chart.
        chart: Of the slides that do not say which.
    """
    query = text.lstrip("?").replace(";", "&")
    own = dict(_pairs(query))
    return AskedSlide(query, _name(own.get(NAME, "")), own.get(CHART, chart))


def slide_text(query: str, *, name: str = "", chart: str = "") -> str:
    """A slide as the value of `dia=`, the other way round; assets/later/slides.js writes the same.

    Args:
        query: Of the map page, as `Selection.to_query` gives it.
    """
    parts = [query.lstrip("?").replace("&", ";")]
    parts += [f"{NAME}={quote(name, safe=' ')}"] if name else []
    parts += [f"{CHART}={quote(chart)}"] if chart else []
    return ";".join(part for part in parts if part)


def areas_named(queries: Iterable[str]) -> tuple[str, ...]:
    """The area codes that slides name.

    Args:
        queries: Of the map page.
    """
    found = [dict(_pairs(query.lstrip("?"))).get("gebied", "") for query in queries]
    return tuple(dict.fromkeys(code for text in found for code in text.split(",") if code))


def _pairs(text: str) -> list[tuple[str, str]]:
    return parse_qsl(text, keep_blank_values=True, errors="replace")


def _name(text: str) -> str:
    shown = " ".join("".join(c if c.isprintable() else " " for c in text).split())
    return shown if len(shown) <= LONGEST_NAME else shown[: LONGEST_NAME - 1] + "…"


def _every(text: str) -> tuple[int, str]:
    if not text:
        return 0, ""
    if text.isascii() and text.isdigit() and len(text) <= 4 and FASTEST_S <= int(text) <= SLOWEST_S:
        return int(text), ""
    return 0, f"De dia's bladeren niet vanzelf: 'elke' is een aantal seconden van {FASTEST_S} tot {SLOWEST_S}."
