"""What the top of the page says: the sentence, which figures these are, and what is not as asked."""

from __future__ import annotations

from typing import Any

from dash import html

from dashboard import words
from dashboard.approximate import NOTE
from dashboard.components.cards import notice
from dashboard.components.document import demo_badge
from dashboard.components.hotspot_panel import hotspot_notice
from dashboard.components.method_link import method_link
from dashboard.components.way_out import way_out
from dashboard.sentence import Sentence, chosen_sentence, grain_sentence
from dashboard.view import View


def sentence_parts(said: Sentence) -> list[Any]:
    """The sentence with its stressed pieces."""
    return [html.Strong(text) if stressed else text for text, stressed in said.pieces]


def provenance(view: View) -> list[Any]:
    """Which figures these are: demonstration or real, until when, and from which grain."""
    parts = demo_badge(view.info.is_demo)
    until = words.month(view.info.months.last) if view.info.months else "–"
    grain = "losse feiten" if view.grain == "incidents" else "maandcijfers per wijk"
    parts.append(html.Span(f"tot en met {until} · uit {grain}"))
    if view.approximate:
        parts.append(html.Span(["Beschermde aantallen ", method_link("bescherming", "Hoe?")], title=NOTE))
    return parts


def notices(view: View) -> list[Any]:
    """Sentences about what is not as asked, and the caveat of the group."""
    shown = [
        notice(text)
        for text in (*view.notices, chosen_sentence(view), grain_sentence(view), hotspot_notice(view))
        if text
    ]
    note = view.selection.the_group.note
    shown += way_out(view)
    return [*shown, notice(note, "effort")] if note else shown
