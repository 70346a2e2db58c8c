"""The aanpak on the sheet: what was done in the area, and when."""

from __future__ import annotations

from dashboard import words
from dashboard.components.plain import Element, plain
from dashboard.sheet_view import SheetAction
from data.catalogue import PRIORITIES

MOST = 4


def action_list(actions: tuple[SheetAction, ...]) -> Element:
    """One line per action, the newest first; a sheet has room for a few."""
    items = [
        plain("li", [plain("strong", each.title), f" ({_priority(each)}), {_when(each)}."]) for each in actions[:MOST]
    ]
    more = len(actions) - MOST
    if more > 0:
        items.append(plain("li", f"en nog {more} eerdere."))
    return plain("ul", items, className="sheet-lines")


def _priority(action: SheetAction) -> str:
    return PRIORITIES[action.priority].name if action.priority in PRIORITIES else action.priority


def _when(action: SheetAction) -> str:
    if action.until is None:
        return f"sinds {words.day(action.first)}"
    return f"{words.day(action.first)} tot en met {words.day(action.until)}"
