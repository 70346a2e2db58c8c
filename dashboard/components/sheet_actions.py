"""The aanpak on the sheet: what was done in the area, when, and what came of the facts."""

from __future__ import annotations

from datetime import date

from dashboard import words
from dashboard.action_address import action_address
from dashboard.components.plain import Element, plain
from dashboard.sheet_view import ACTIONS_ON_SHEET, SheetAction
from data.catalogue import PRIORITIES

LETTERS = "ABC"
LONGEST_TITLE = 56
"""What stands at the green lines of the trends, and before each action of the list."""


def action_list(actions: tuple[SheetAction, ...]) -> Element:
    """One line per action, the newest first; a sheet has room for a few."""
    items = [
        plain("li", _line(letter, each)) for letter, each in zip(LETTERS, actions[:ACTIONS_ON_SHEET], strict=False)
    ]
    return plain("ul", items, className="sheet-lines")


def action_marks(actions: tuple[SheetAction, ...], priority: str) -> list[tuple[date, str]]:
    """First day and letter of the listed actions of a priority."""
    listed = zip(LETTERS, actions[:ACTIONS_ON_SHEET], strict=False)
    return [(each.first, letter) for letter, each in listed if each.priority == priority]


def _line(letter: str, each: SheetAction) -> list[Element | str]:
    title = each.title if len(each.title) <= LONGEST_TITLE else each.title[: LONGEST_TITLE - 1].rstrip() + "…"
    link = plain("a", title, href=action_address(each.number), **{"data-go": "1"})
    return [f"{letter}. ", plain("strong", link), about(each)]


def about(each: SheetAction) -> str:
    """What follows the title of an action: of which priority, where, when, and what came of it."""
    where = f", {each.area_name}" if each.area_name else ""
    return f" ({_priority(each)}{where}), {_when(each)}{': ' + each.said if each.said else ''}."


def _priority(action: SheetAction) -> str:
    return PRIORITIES[action.priority].name if action.priority in PRIORITIES else action.priority


def _when(action: SheetAction) -> str:
    if action.until is None:
        return f"sinds {words.day(action.first)}"
    if action.until == action.first:
        return words.day(action.first)
    return f"{words.day(action.first)} tot en met {words.day(action.until)}"
