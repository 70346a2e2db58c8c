"""The page of the meeting mode: every slide in one answer, so that nothing is asked of the server afterwards."""

from __future__ import annotations

import json
import re
from collections.abc import Sequence
from datetime import UTC, datetime

from dashboard import words
from dashboard.link import VERSION_KEY, link_notice, version_of
from dashboard.projection import address
from dashboard.projection.address import Asked
from dashboard.projection.drawn import definitions, drawn, outlines, slide_map
from dashboard.projection.markup import Html, joined, tag
from dashboard.projection.slide import RAAD, Refused, Slide, slide
from data import queries
from data.errors import StateError
from data.queries import Snapshot, SnapshotInfo
from data.state import slides as kept
from layers import Outlines
from layers.colours import SEQUENTIAL

KEYS = (
    ("→ ↓ spatie", "volgende dia"),
    ("← ↑", "vorige dia"),
    ("Home, End", "eerste, laatste dia"),
    ("F", "volledig scherm"),
    ("Esc", "terug naar het dashboard"),
    ("?", "deze hulp"),
    ("tikken, vegen", "rechts volgende, links vorige"),
    ("C", "andere kleuren: licht, hoog contrast, donker"),
    ("A", f"vanzelf verder: om de {address.USUAL_S} seconden, of niet meer"),
)
STYLE, SCRIPT = "later/projectie.css", "later/projectie.js"
_DATES = re.compile(r"(, [^,]* – [^,]*)?, ingelezen op [^,]*$")
SMALLER = ((170, ""), (260, "long"), (400, "longer"))
"""Most letters of a sentence of a size; the last size is for any that is longer."""
ROOM_OF_NAME = 45
"""Letters that the name above a sentence takes the room of."""


def deck(search: str, snapshot: Snapshot, *, assets: dict[str, str]) -> Html:
    """The whole page.

    Args:
        search: Query part of the address.
        snapshot: The figures.
        assets: Address of STYLE and of SCRIPT.
    """
    published = snapshot.published
    asked = address.read(search)
    info = queries.snapshot_info(published, audience=RAAD)
    asked_slides, title, why_none = _asked_slides(asked)
    made = [slide(each, published) for each in asked_slides] or [Refused("", why_none)]
    with_figures = [each for each in made if isinstance(each, Slide)]
    outline = outlines(with_figures, published)
    slides = [
        tag(
            "section",
            *(_slide(each, outline, number) if isinstance(each, Slide) else _refused(each)),
            _foot(each, info, number, len(made)),
            class_="slide" if isinstance(each, Slide) else "slide refused",
            hidden=number > 1,
            aria_label=f"Dia {number} van {len(made)}",
            data_back=_back(each),
        )
        for number, each in enumerate(made, start=1)
    ]
    notes = [note for note in (*(asked.notes if asked_slides else ()), _older(search, asked_slides, info)) if note]
    head = tag("head", *_head(title or _title(made[0], info), assets))
    body = tag(
        "body",
        definitions(outline),
        tag("main", *slides, id="deck"),
        tag("div", *[tag("p", note) for note in notes], id="notes", role="status", hidden=not notes),
        tag("p", "Druk op ? voor hulp, F voor volledig scherm", id="hint", aria_hidden="true"),
        _help(),
        class_=asked.colour or None,
        data_every=asked.every_s or None,
        data_colours=json.dumps(address.COLOURS, ensure_ascii=False),
        data_usual=address.USUAL_S,
    )
    return Html("<!DOCTYPE html>" + tag("html", head, body, lang="nl-BE"))


def _older(search: str, slides: Sequence[address.AskedSlide], info: SnapshotInfo) -> str:
    """That the link or its oldest slide was made with other figures; empty when all are of these."""
    kept_with = sorted(filter(None, (version_of(each.query) for each in slides)))
    asked = version_of(search)
    if kept_with and (not asked or kept_with[0] < asked):
        what = "Deze dia is" if len(slides) == 1 else "Deze dia's zijn"
        what = what if kept_with[0] == kept_with[-1] else "Een deel van deze dia's is"
        return link_notice(f"{VERSION_KEY}={kept_with[0]}", info, what=what)
    return link_notice(search, info)


def _asked_slides(asked: Asked) -> tuple[tuple[address.AskedSlide, ...], str, str]:
    """The slides, the title of the list, and why there are none."""
    if not asked.list_code:
        return asked.slides, "", " ".join(asked.notes)
    try:
        held = kept.slide_list(asked.list_code)
    except StateError as error:
        return (), "", str(error)
    if held is None:
        return (), "", "Deze lijst bestaat niet (meer). Vraag een nieuwe link aan wie ze deelde."
    found = [address.slide_of(str(each["query"])) for each in held.slides]
    named = zip(found, held.slides, strict=True)
    slides = tuple(address.AskedSlide(each.query, str(row["name"]), each.chart) for each, row in named)
    return slides, held.name, f"De lijst '{held.name}' heeft nog geen dia's. Bewaar er een op het dashboard."


def areas_asked(search: str) -> tuple[str, ...]:
    """The area codes that the slides of an address name, also when it names a list that was kept.

    Raises:
        StateError: when the list cannot be read now.
    """
    asked = address.read(search)
    held = kept.slide_list(asked.list_code) if asked.list_code else None
    kept_queries = [str(each["query"]) for each in held.slides] if held else []
    return address.areas_named([*(each.query for each in asked.slides), *kept_queries])


def _head(title: str, assets: dict[str, str]) -> list[Html]:
    return [
        tag("meta", charset="utf-8"),
        tag("title", title),
        tag("meta", name="viewport", content="width=device-width, initial-scale=1"),
        tag("link", rel="icon", href="data:,"),
        tag("link", rel="stylesheet", href=assets[STYLE]),
        tag("script", src=assets[SCRIPT], defer=True),
    ]


def _title(first: Slide | Refused, info: SnapshotInfo) -> str:
    return f"{first.said.text if isinstance(first, Slide) else first.text} – Buurtveiligheid {info.city}"


def _slide(made: Slide, outline: Outlines, number: int) -> list[Html]:
    letters = len(made.said.text) + (ROOM_OF_NAME if made.name else 0)
    size = next((name for most, name in SMALLER if letters <= most), "longest")
    said = tag("h1", *[tag("strong", text) if bold else text for text, bold in made.said.pieces], class_=size or None)
    title, below, classes = made.legend
    rows = [tag("li", _swatch(name), tag("span", text)) for name, text in classes]
    legend = tag("div", tag("h2", title), tag("p", below), tag("ul", *rows), class_="legend")
    chart = made.chart
    ramp = [_ramp()] if chart.is_ramp else []
    heading = [tag("h2", chart.title), tag("p", chart.how, *ramp, class_="how")]
    picture = [drawn(chart.drawing, f"{chart.title}: {chart.how}. {chart.told or chart.said}")] if chart.drawing else []
    said_below = [tag("p", chart.said, class_="said")] if chart.said else []
    return [
        tag("header", *([tag("p", made.name, class_="name")] if made.name else []), said),
        tag(
            "div",
            tag("div", legend, slide_map(made, outline, number), class_="where"),
            tag("div", *heading, *picture, *said_below, class_="trend"),
            class_="figures",
        ),
    ]


def _swatch(name: str) -> Html:
    return tag("svg", tag("rect", width=44, height=28, class_=f"area {name}"), viewBox="0 0 44 28", aria_hidden="true")


def _ramp() -> Html:
    """The colours from few to many, in a line of text."""
    boxes = [tag("rect", x=44 * i, width=44, height=28, class_=f"s{i}") for i in range(len(SEQUENTIAL))]
    return joined(["; weinig ", tag("svg", *boxes, viewBox="0 0 264 28", class_="ramp", aria_hidden="true"), " veel"])


def _refused(made: Refused) -> list[Html]:
    name = [tag("p", made.name, class_="name")] if made.name else []
    return [tag("header", *name, tag("h1", made.text))]


def _foot(made: Slide | Refused, info: SnapshotInfo, number: int, many: int) -> Html:
    marks = [tag("span", "Demonstratiedata: geen echte cijfers", class_="mark")] if info.is_demo else []
    remarks: Sequence[str] = ()
    source = ""
    if isinstance(made, Slide):
        marks += [tag("span", "Voorlopige cijfers", class_="mark")] if made.is_provisional else []
        remarks = made.remarks[:1]
        sources = list(dict.fromkeys(_publisher(each) for each in made.caption.sources))
        source = "Bron: " + words.listing(sources, 2) if sources else ""  # nothing is published of this period
    left = [tag("p", *marks, class_="marks"), *[tag("p", text, class_="remark") for text in remarks]]
    right = [tag("p", source, class_="source")] if source else []
    right.append(tag("p", _updated(info), tag("span", f"{number} / {many}", class_="number"), class_="updated"))
    return tag("footer", tag("div", *left), tag("div", *right))


def _publisher(source: str) -> str:
    """Who published it under which title: a source as the caption says it, without its dates."""
    return _DATES.sub("", source)


def _updated(info: SnapshotInfo) -> Html:
    if not info.created_at:
        return Html("")
    moment = datetime.fromisoformat(info.created_at)
    utc = moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
    return tag("span", "Bijgewerkt op ", tag("time", words.moment(utc), datetime=info.created_at))


def _back(made: Slide | Refused) -> str:
    return "/" + made.query if isinstance(made, Slide) else "/"


def _help() -> Html:
    rows = [joined([tag("dt", key), tag("dd", does)]) for key, does in KEYS]
    return tag("div", tag("h2", "Bladeren"), tag("dl", *rows), id="help", role="dialog", aria_label="Hulp", hidden=True)
