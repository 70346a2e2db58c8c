"""The drawings of the slides as SVG: the outlines once on the page, each map only names them."""

from __future__ import annotations

from collections.abc import Sequence

from dashboard.projection.markup import Html, joined, tag
from dashboard.projection.slide import RAAD, Slide
from data import queries
from data.queries import Snapshot
from layers import Drawing, Outlines, in_window, outlined, window_of

MAP_W, MAP_H = 608.0, 744.0
"""Of the map at its largest, in points of a screen of 1920 by 1080."""
NAME_SIZE = 34.0
"""Large enough to be read where a long sentence leaves the map less room."""
MOST_NAMES = 3


def outlines(slides: Sequence[Slide], snapshot: Snapshot) -> Outlines:
    """The polygons that these slides need, each once."""
    shapes = {}
    for level in sorted({level for slide in slides for level in slide.levels}):
        known = queries.area_shapes(snapshot, level=level, audience=RAAD)
        shapes |= dict(zip(known.codes, known.shapes, strict=True))
    return outlined(shapes)


def definitions(made: Outlines) -> Html:
    """The outlines and the patterns, for every map of the page."""
    paths = [tag("path", id=f"g{number}", d=d) for number, d in enumerate(made.paths.values())]
    hatch = tag(
        "pattern",
        tag("rect", width=12, height=12, class_="paper"),
        tag("path", d="M0 12L12 0M-3 3L3-3M9 15L15 9", class_="ink"),
        id="p-missing",
        width=12,
        height=12,
        patternUnits="userSpaceOnUse",
    )
    dots = tag(
        "pattern",
        tag("rect", width=12, height=12, class_="paper"),
        tag("circle", cx=6, cy=6, r=2.4, class_="dot"),
        id="p-suppressed",
        width=12,
        height=12,
        patternUnits="userSpaceOnUse",
    )
    return tag("svg", tag("defs", hatch, dots, *paths), class_="outlines", width=0, height=0, aria_hidden="true")


def slide_map(slide: Slide, made: Outlines) -> Html:
    """The map of a slide: its classes, the borders of the wijken, and what it is about in orange."""
    number = {code: i for i, code in enumerate(made.paths)}
    window = window_of(made, slide.view.focus)
    scale, x, y = in_window(window, width=MAP_W, height=MAP_H)

    def uses(codes: Sequence[str], class_: str) -> Html:
        return tag("g", *[tag("use", href=f"#g{number[code]}") for code in codes if code in number], class_=class_)

    by_class: dict[str, list[str]] = {}
    for code, name in slide.codes.items():
        by_class.setdefault(name, []).append(code)
    layers = [uses(codes, f"area {name}") for name, codes in sorted(by_class.items())]
    if slide.view.selection.level != "wijk":
        levels = slide.view.all_areas["level"]
        layers.append(uses([code for code in made.paths if levels.get(code) == "wijk"], "border"))
    layers.append(uses(slide.view.focus, "rim"))
    layers.append(uses(slide.view.focus, "chosen"))
    ground_ = tag("g", *layers, transform=f"translate({x:.1f} {y:.1f}) scale({scale:.5f})")
    box = f"0 0 {MAP_W:g} {MAP_H:g}"
    return tag("svg", ground_, *_names(slide, made), viewBox=box, class_="map", role="img", aria_label=slide.said.text)


def _names(slide: Slide, made: Outlines) -> list[Html]:
    """The names of what the slide is about, under their areas, where they fit and none is over another.

    Only from nearby: in the whole city names this large would hide what lies around, and the sentence says which.
    """
    window = window_of(made, slide.view.focus)
    if window == made.city:
        return []
    scale, dx, dy = in_window(window, width=MAP_W, height=MAP_H)
    found: list[Html] = []
    taken: list[float] = []
    for code in slide.view.focus[:MOST_NAMES]:
        name = str(slide.view.all_areas.at[code, "name"])
        half = len(name) * NAME_SIZE * 0.27 + 4
        if code not in made.boxes or half > MAP_W / 2:
            continue
        west, _, east, south = made.boxes[code]
        x = min(max((west + east) / 2 * scale + dx, half), MAP_W - half)
        y = min(south * scale + dy + NAME_SIZE, MAP_H - 8)
        if any(abs(y - other) < NAME_SIZE * 1.1 for other in taken):
            continue
        taken.append(y)
        found.append(tag("text", name, x=f"{x:.0f}", y=f"{y:.0f}", font_size=NAME_SIZE, text_anchor="middle"))
    return found


def drawn(drawing: Drawing, said: str) -> Html:
    """A chart; what it shows is said for who does not see it."""
    shapes = [tag(s.kind, s.text, **{k.replace("-", "_"): v for k, v in s.attributes.items()}) for s in drawing.shapes]
    return tag("svg", joined(shapes), viewBox=drawing.box, class_="chart", role="img", aria_label=said)
