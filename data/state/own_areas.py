"""Zones and groups as people make, rename, redraw and delete them: checked first, then kept with who and when."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Sequence
from dataclasses import dataclass

import pandas as pd
import shapely

from data.errors import InputError
from data.own.areas import GROUP, ZONE
from data.state.polygons import checked
from data.state.records import NOBODY_YET, Record, change, create_many, delete, rows

LONGEST_NAME = 60
_SLUG = 32
_PREFIX = {ZONE: "Z-", GROUP: "G-"}


@dataclass(frozen=True)
class DrawnZone:
    """A zone to be kept: its name, and its polygon in degrees (EPSG:4326), not checked yet."""

    name: str
    shape: shapely.Geometry


def create_zones(
    zones: Sequence[DrawnZone], *, city: Sequence[bytes], areas: pd.DataFrame, user: str = NOBODY_YET
) -> tuple[Record, ...]:
    """Keeps zones, all of them or none.

    Args:
        zones: What was drawn or imported.
        city: Outlines of the wijken, WKB, EPSG:4326.
        areas: Every area, as `queries.areas` gives them: their codes and names are taken.
        user: Who.

    Returns:
        One record per zone, in the order given.

    Raises:
        InputError: when one of them cannot be a zone; nothing was kept.
    """
    made: list[dict[str, object]] = []
    for zone in zones:
        name = _name(zone.name, [*_names(areas), *(str(other["name"]) for other in made)])
        wkb = checked(zone.shape, city=city) if len(zones) == 1 else _checked_of_many(zone, city)
        taken = {*areas.index, *(str(other["code"]) for other in made)}
        made.append({"code": _code(ZONE, name, taken), "kind": ZONE, "name": name, "wkb": wkb})
    return create_many("own_area", made, user=user)


def _checked_of_many(zone: DrawnZone, city: Sequence[bytes]) -> bytes:
    try:
        return checked(zone.shape, city=city)
    except InputError as error:
        raise InputError(f"{zone.name}: {error} Er is geen enkele zone bewaard.") from error


def redraw_zone(
    code: str, shape: shapely.Geometry, *, version: int, name: str, city: Sequence[bytes], user: str = NOBODY_YET
) -> Record:
    """Gives a zone another border; its code, and so every link to it, stays.

    Args:
        code: Of the zone; a published zone gets an own one in its place.
        shape: Polygon, degrees (EPSG:4326).
        version: Of the zone as the user saw it; 0 for a published one.
        name: Of a published zone.
        city: As for `create_zones`.
        user: Who.

    Raises:
        InputError: when the polygon cannot be a zone. ConflictError: when somebody else was first.
    """
    wkb = checked(shape, city=city)
    if version == 0:
        return create_many("own_area", [{"code": code, "kind": ZONE, "name": name, "wkb": wkb}], user=user)[0]
    return change("own_area", _id_of(code, ZONE), {"wkb": wkb}, version=version, user=user)


def create_group(
    name: str, members: Sequence[str], *, areas: pd.DataFrame, user: str = NOBODY_YET
) -> tuple[Record, str]:
    """Keeps wijken and buurten under one name.

    Args:
        name: As it stands on screen.
        members: Codes of wijken and buurten. A buurt inside a wijk that is a member too counts already and is left out.
        areas: Every area, as `queries.areas` gives them.
        user: Who.

    Returns:
        The record, and a Dutch sentence about what was left out (empty when nothing was).

    Raises:
        InputError: when these cannot be a group; nothing was kept.
    """
    codes = list(dict.fromkeys(members))
    known = [code for code in codes if code in areas.index and areas.at[code, "is_located"]]
    if len(known) < len(codes):
        raise InputError("Een van de gekozen gebieden bestaat niet (meer). Kies de gebieden opnieuw.")
    over = [str(areas.at[code, "name"]) for code in known if areas.at[code, "level"] not in ("wijk", "buurt")]
    if over:
        raise InputError(f"{over[0]} is zelf een zone of een groep. Een groep bestaat uit wijken en buurten.")
    twice = [code for code in known if areas.at[code, "parent_code"] in known]
    kept = [code for code in known if code not in twice]
    if len(kept) < 2:
        raise InputError("Een groep bestaat uit minstens twee wijken of buurten. Kies er meer (Ctrl-klik op de kaart).")
    good = _name(name, _names(areas))
    code = _code(GROUP, good, areas.index)
    values = {"code": code, "kind": GROUP, "name": good, "members": ",".join(kept)}
    record = create_many("own_area", [values], user=user)[0]
    named = ", ".join(str(areas.at[code, "name"]) for code in twice)
    said = f"{named} ligt in een wijk die ook gekozen is en telt al mee." if len(twice) == 1 else ""
    return record, f"{named} liggen in wijken die ook gekozen zijn en tellen al mee." if len(twice) > 1 else said


def rename(code: str, name: str, *, version: int, areas: pd.DataFrame, user: str = NOBODY_YET) -> Record:
    """Gives an own area another name; its code, and so every link to it, stays. Raises as `redraw_zone` does."""
    good = _name(name, [str(n) for c, n in areas["name"].items() if c != code])
    return change("own_area", _id_of(code), {"name": good}, version=version, user=user)


def delete_area(code: str, *, version: int, user: str = NOBODY_YET) -> Record:
    """Takes an own area out of sight; a published zone that it stood in for is back. Raises as `redraw_zone` does."""
    return delete("own_area", _id_of(code), version=version, user=user)


def deleted_area(code: str) -> Record | None:
    """The own area that had this code and was deleted, the latest one; None when there never was one."""
    found = [row for row in rows("own_area", deleted=True, code=code) if row.deleted_at is not None]
    return found[-1] if found else None


def own_area(code: str) -> Record | None:
    """The own area with this code, or None when it is not there."""
    return next(iter(rows("own_area", code=code)), None)


def _id_of(code: str, kind: str | None = None) -> int:
    held = own_area(code) or deleted_area(code)
    if held is None or (kind and held["kind"] != kind):
        raise InputError("Dit gebied bestaat niet (meer). Laad de pagina opnieuw.")
    return held.id


def _names(areas: pd.DataFrame) -> list[str]:
    return [str(name) for name in areas.loc[areas["level"].isin([ZONE, GROUP, "wijk"]), "name"]]


def _name(name: object, taken: Collection[str]) -> str:
    good = re.sub(r"\s+", " ", name).strip() if isinstance(name, str) else ""
    if len(good) < 2:
        raise InputError("Geef een naam van minstens twee tekens.")
    if len(good) > LONGEST_NAME:
        raise InputError(f"Deze naam is te lang: hoogstens {LONGEST_NAME} tekens.")
    if not good.isprintable():
        raise InputError("Deze naam bevat tekens die niet op het scherm kunnen.")
    if good.casefold() in {other.casefold() for other in taken}:
        raise InputError(f"De naam '{good}' is al van een ander gebied. Kies een andere naam.")
    return good


def _code(kind: str, name: str, taken: Collection[str]) -> str:
    """A code that says what it is and was never given out before: an old link never shows another area."""
    plain = unicodedata.normalize("NFKD", name).encode("ascii", "ignore").decode().upper()
    slug = re.sub(r"[^A-Z0-9]+", "-", plain).strip("-")[:_SLUG].strip("-") or "NAAMLOOS"
    given = {*taken, *(row["code"] for row in rows("own_area", deleted=True))}
    wanted = code = _PREFIX[kind] + slug
    number = 1
    while code in given:
        number += 1
        code = f"{wanted}-{number}"
    return code
