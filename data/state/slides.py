"""Lists of slides as people make, order, rename and delete them: saved views under one code, with who and when."""

from __future__ import annotations

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass

from data.errors import InputError
from data.state.records import NOBODY_YET, Kind, Record, change, change_many, create, delete, rows

LONGEST_NAME = 60
MOST_SLIDES = 40
"""In one list: more is no meeting, and one page has to hold them all."""
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"
"""Of a code: none that is read as another from a wall."""


@dataclass(frozen=True)
class SlideList:
    """A list and its slides in order; of a slide, `name` and `query` (as in the address of the map page)."""

    record: Record
    slides: tuple[Record, ...]

    @property
    def code(self) -> str:
        """What stands in its link."""
        return str(self.record["code"])

    @property
    def name(self) -> str:
        """As it stands on screen."""
        return str(self.record["name"])


def slide_lists() -> tuple[SlideList, ...]:
    """Every list, oldest first."""
    views = rows("saved_view")
    return tuple(SlideList(each, _ordered(views, each["code"])) for each in rows("slide_list"))


def slide_list(code: str) -> SlideList | None:
    """The list with this code, or None when it is not there (any more)."""
    found = next(iter(rows("slide_list", code=code)), None)
    return SlideList(found, _ordered(rows("saved_view", list_code=code), code)) if found else None


def make_list(name: object, *, user: str = NOBODY_YET) -> Record:
    """Makes an empty list.

    Raises:
        InputError: when it cannot have this name.
    """
    good = checked_name(name)
    if good.casefold() in {str(row["name"]).casefold() for row in rows("slide_list")}:
        raise InputError(f"Er is al een lijst '{good}'. Kies een andere naam.")
    code = "".join(secrets.choice(_LETTERS) for _ in range(8))
    return create("slide_list", {"code": code, "name": good}, user=user)


def rename_list(code: str, name: object, *, version: int, user: str = NOBODY_YET) -> Record:
    """Gives a list another name; its code, and so every link to it, stays.

    Raises:
        InputError: when it cannot have this name or is not there. ConflictError: when somebody else was first.
    """
    good = checked_name(name)
    held = _the_list(code)
    others = {str(row["name"]).casefold() for row in rows("slide_list") if row["code"] != code}
    if good.casefold() in others:
        raise InputError(f"Er is al een lijst '{good}'. Kies een andere naam.")
    return change("slide_list", held.record.id, {"name": good}, version=version, user=user)


def delete_list(code: str, *, version: int, user: str = NOBODY_YET) -> None:
    """Takes a list and its slides out of sight. Raises as `rename_list` does."""
    held = _the_list(code)
    gone: list[tuple[Kind, int, None, int]] = [("slide_list", held.record.id, None, version)]
    change_many([*gone, *[("saved_view", s.id, None, s.version) for s in held.slides]], user=user)


def add_slide(code: str, name: object, query: str, *, user: str = NOBODY_YET) -> Record:
    """Adds a view at the end of a list.

    Args:
        code: Of the list.
        name: Of the slide.
        query: As in the address of the map page, question mark included; checked by the caller.
        user: Who.

    Raises:
        InputError: when the list is full or not there, or the name cannot be.
    """
    good, held = checked_name(name), _the_list(code)
    if len(held.slides) >= MOST_SLIDES:
        raise InputError(f"Een lijst heeft hoogstens {MOST_SLIDES} dia's. Maak een nieuwe lijst.")
    last = max((int(slide["sort"]) for slide in held.slides), default=0)
    return create("saved_view", {"name": good, "query": query, "list_code": code, "sort": last + 1}, user=user)


def rename_slide(slide_id: int, name: object, *, version: int, user: str = NOBODY_YET) -> Record:
    """Gives a slide another name. Raises ConflictError when somebody else was first."""
    return change("saved_view", slide_id, {"name": checked_name(name)}, version=version, user=user)


def delete_slide(slide_id: int, *, version: int, user: str = NOBODY_YET) -> Record:
    """Takes a slide out of its list. Raises ConflictError when somebody else was first."""
    return delete("saved_view", slide_id, version=version, user=user)


def move_slide(code: str, slide_id: int, *, by: int, version: int, user: str = NOBODY_YET) -> None:
    """Moves a slide up (by -1) or down (by 1) in its list; at the end of the list it stays where it is.

    Raises:
        InputError: when the slide is not in this list. ConflictError: when somebody else was first.
    """
    slides = list(_the_list(code).slides)
    place = next((i for i, slide in enumerate(slides) if slide.id == slide_id), None)
    if place is None:
        raise InputError("Deze dia staat niet (meer) in deze lijst. Laad de pagina opnieuw.")
    there = min(max(place + by, 0), len(slides) - 1)
    if there == place:
        return
    moved = slides.pop(place)
    slides.insert(there, moved)
    seen = {slide.id: slide.version for slide in slides} | {slide_id: version}
    changed = [(slide, number) for number, slide in enumerate(slides, start=1) if slide["sort"] != number]
    if moved.id not in {slide.id for slide, _ in changed}:
        changed.append((moved, int(moved["sort"])))  # so that its version is compared whatever the numbers were
    change_many([("saved_view", slide.id, {"sort": n}, seen[slide.id]) for slide, n in changed], user=user)


def checked_name(name: object) -> str:
    """A name that can stand on a wall.

    Raises:
        InputError: when it cannot, with what to do.
    """
    good = re.sub(r"\s+", " ", name).strip() if isinstance(name, str) else ""
    if not good:
        raise InputError("Geef een naam van minstens één teken.")
    if len(good) > LONGEST_NAME:
        raise InputError(f"Deze naam is te lang: hoogstens {LONGEST_NAME} tekens.")
    if not good.isprintable():
        raise InputError("Deze naam bevat tekens die niet op het scherm kunnen.")
    return good


def _the_list(code: str) -> SlideList:
    held = slide_list(code)
    if held is None:
        raise InputError("Deze lijst bestaat niet (meer). Laad de pagina opnieuw.")
    return held


def _ordered(views: Sequence[Record], code: str) -> tuple[Record, ...]:
    mine = [view for view in views if view["list_code"] == code]
    return tuple(sorted(mine, key=lambda view: (view["sort"], view.id)))
