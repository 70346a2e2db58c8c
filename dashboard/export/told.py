"""What goes with an export of the main page: its caption, and the name of its file."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from dashboard.caption import Caption, caption_of
from dashboard.drawn import Drawn
from dashboard.export.safe import slug
from dashboard.fact_choice import phrases
from dashboard.selection import Selection
from dashboard.words import LEVEL_NAMES

if TYPE_CHECKING:
    from dashboard.export.registry import Asked, Export


@dataclass(frozen=True)
class Told:
    """Attributes: caption: Explains the numbers without the page. file: Name of the file, without its ending."""

    caption: Caption
    file: str


def of_view(export: Export, asked: Asked) -> Told:
    """What goes with a panel of the main page."""
    drawn = export.drawn(asked)
    caption = caption_of(asked.view, asked.snapshot, audience=asked.audience, base_url=asked.base_url, drawn=drawn)
    return Told(caption, file_name(export, asked, drawn))


def file_name(export: Export, asked: Asked, drawn: Drawn) -> str:
    """What the file is, in characters that every disk can hold: chart, subject, area, choice of facts and months; where
    its rows are areas also level, measure and reference."""
    view = asked.view
    selection = view.selection
    parts = [slug(export.name), slug(selection.the_group.name)]
    parts += [slug("-".join(selection.categories))] if selection.categories else []
    parts.append(slug(view.focus_name, instead=slug("-".join(view.focus))))
    if export.by_area:
        parts += [f"per-{LEVEL_NAMES[selection.level][0]}", slug(drawn.name.replace(".", ""))]
        parts += [f"tegenover-{slug(selection.reference)}"] if selection.reference != Selection.reference else []
    parts += [slug("-".join(phrases(view.wanted)))] if view.wanted else []
    return "_".join([*parts, drawn.span.iso().replace("_", "-tot-")])
