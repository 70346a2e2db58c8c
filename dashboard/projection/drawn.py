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
PATTERNED = ("missing", "suppressed")
"""Areas that are filled with a pattern: hatched and dotted."""


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
    return tag("svg", tag("defs", *_patterns("", 1), *paths), class_="outlines", width=0, height=0, aria_hidden="true")


def _patterns(of: str, scale: float) -> list[Html]:
    """What fills an area without a figure, as large on every map: a pattern grows and shrinks with what it fills.

    Args:
        of: End of their ids. scale: Of what they fill.
    """
    size = {"width": 16, "height": 16, "patternUnits": "userSpaceOnUse", "patternTransform": f"scale({1 / scale:.5f})"}
    paper = tag("rect", width=16, height=16, class_="paper")
    lines = tag("path", d="M0 16L16 0M-4 4L4 -4M12 20L20 12", class_="ink")
    dot = tag("circle", cx=8, cy=8, r=3.2, class_="dot")
    return [
        tag("pattern", paper, drawn, id=f"p-{name}{of}", **size)
        for name, drawn in zip(PATTERNED, (lines, dot), strict=True)
    ]


def slide_map(slide: Slide, made: Outlines, number: int) -> Html:
    """The map of a slide: its classes, the borders of the wijken, and what it is about in orange.

    Args:
        number: Of the slide.
    """
    places = {code: i for i, code in enumerate(made.paths)}
    window = window_of(made, slide.view.focus)
    scale, x, y = in_window(window, width=MAP_W, height=MAP_H)

    def uses(codes: Sequence[str], class_: str, fill: str | None = None) -> Html:
        there = [tag("use", href=f"#g{places[code]}") for code in codes if code in places]
        return tag("g", *there, class_=class_, fill=fill)

    by_class: dict[str, list[str]] = {}
    for code, name in slide.codes.items():
        by_class.setdefault(name, []).append(code)
    patterned = [name for name in PATTERNED if name in by_class]
    layers = [uses(codes, f"area {name}") for name, codes in sorted(by_class.items()) if name not in patterned]
    layers += [uses(by_class[name], "area bare", f"url(#p-{name}-{number})") for name in patterned]
    if slide.view.selection.level != "wijk":
        levels = slide.view.all_areas["level"]
        layers.append(uses([code for code in made.paths if levels.get(code) == "wijk"], "border"))
    layers.append(uses(slide.view.focus, "rim"))
    layers.append(uses(slide.view.focus, "chosen"))
    fills = [tag("defs", *_patterns(f"-{number}", scale))] if patterned else []
    ground_ = tag("g", *layers, transform=f"translate({x:.1f} {y:.1f}) scale({scale:.5f})")
    box = f"0 0 {MAP_W:g} {MAP_H:g}"
    return tag(
        "svg", *fills, ground_, *_names(slide, made), viewBox=box, class_="map", role="img", aria_label=slide.said.text
    )


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
