"""Finding areas and places by name, typing errors forgiven."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from data.config import PUBLIEK, Audience
from data.queries.base_map import base_shapes
from data.queries.shapes import area_at
from data.queries.snapshot_info import areas, snapshot_info
from data.snapshot import Snapshot

MOST_CHARACTERS = 80
CITY = "stad"
"""The code of the whole city in an address."""
_LEVELS = {CITY: 0, "wijk": 1, "groep": 2, "zone": 3, "buurt": 4}
_SAINT = re.compile(r"\b(st|snt|sint)\b\.?")
_BETWEEN = re.compile(r"[^a-z0-9]+")
_PARTS = re.compile(r"\s+-\s+|\s*/\s*")

WHOLE, BEGINNING, WORD, INSIDE = range(4)
"""How a name was found: it is the text, begins with it, has a word that begins with it, or holds it somewhere."""


@dataclass(frozen=True)
class Hit:
    """An area that a text may mean.

    Attributes:
        code: Area code; CITY for the whole city.
        name: Name of the area. level: Its level; parent: Name of the wijk of a buurt.
        place: Name of the place in that area which was found; empty when the area itself was.
        errors: Letters that are wrong, missing or too many in what was typed.
    """

    code: str
    name: str
    level: str
    parent: str = ""
    place: str = ""
    errors: int = 0


@dataclass(frozen=True)
class _Name:
    """One way to write a hit: the text from the beginning of one of its words, without spaces."""

    hit: Hit
    text: str
    starts: int


def plain_text(text: str) -> str:
    """A text without capitals, accents, hyphens and signs; "St." is "sint"."""
    bare = "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))
    return _SAINT.sub("sint", _BETWEEN.sub(" ", bare)).strip()


def errors_allowed(length: int) -> int:
    """How many letters may be wrong in a text of that length: none in three, one in five, three in nine."""
    return 0 if length < 4 else 1 if length < 6 else 2 if length < 9 else 3


def find(snapshot: Snapshot, *, text: str, most: int = 8, audience: Audience = PUBLIEK) -> list[Hit]:
    """The areas that a text may mean, the most likely first.

    A name counts when it is the text, or when it or one of its words begins with it, but for a few letters: an
    insertion, a deletion, a replacement or a swap of neighbours each count as one error (optimal string alignment).

    Args:
        snapshot: The snapshot to look in.
        text: What was typed; only its first MOST_CHARACTERS count.
        most: How many hits at most.

    Returns:
        Hits with the fewest errors; whole names before beginnings before words; then the city, wijken, groups, zones,
        buurten. No two with the same area and place.
    """
    asked = plain_text(text[:MOST_CHARACTERS]).replace(" ", "")
    if not asked:
        return []
    frame = areas(snapshot, audience=audience)
    frame = frame[frame["is_located"].astype(bool)]
    parents = frame["name"].reindex(frame["parent_code"]).fillna("").tolist()
    known = tuple(zip(frame.index, frame["name"], frame["level"], parents, strict=True))
    found: dict[tuple[str, str], tuple[tuple[int, int, int, int], Hit]] = {}
    for name in _names(snapshot.published, known, audience):
        matched = match(asked, name.text)
        if matched is None:
            continue
        errors, how = matched
        if name.starts and how < WORD:
            how = WORD
        hit = Hit(name.hit.code, name.hit.name, name.hit.level, name.hit.parent, name.hit.place, errors)
        rank = (errors, how, _LEVELS.get(hit.level, len(_LEVELS)) + (5 if hit.place else 0), len(name.text))
        key = (hit.code, hit.place)
        if key not in found or rank < found[key][0]:
            found[key] = (rank, hit)
    fewest = min((rank[0] for rank, _ in found.values()), default=0)
    best = [pair for pair in found.values() if pair[0][0] == fewest]
    in_order = sorted(best, key=lambda pair: (pair[0], pair[1].name, pair[1].place))
    return [hit for _, hit in in_order[:most]]


def match(asked: str, name: str) -> tuple[int, int] | None:
    """How a name (both without spaces) answers what was asked: errors and WHOLE, BEGINNING or INSIDE; None if not."""
    from rapidfuzz.distance import OSA

    allowed = errors_allowed(len(asked))
    whole = OSA.distance(asked, name, score_cutoff=allowed)
    if whole == 0:
        return 0, WHOLE
    if name.startswith(asked):
        return 0, BEGINNING
    beginnings = [
        OSA.distance(asked, name[: len(asked) + more], score_cutoff=allowed)
        for more in (range(-allowed, allowed + 1) if allowed else ())
        if 0 < len(asked) + more < len(name)
    ]
    options = [(whole, WHOLE), *[(errors, BEGINNING) for errors in beginnings]]
    if len(asked) >= 4 and asked in name:
        options.append((0, INSIDE))
    errors, how = min(options)
    return (errors, how) if errors <= allowed else None


@lru_cache(maxsize=4)
def _names(snapshot: Snapshot, known: tuple[tuple[str, str, str, str], ...], audience: Audience) -> tuple[_Name, ...]:
    """Every way to write every hit; kept for as long as the areas are the same."""
    city = snapshot_info(snapshot, audience=audience).city
    hits = [Hit(CITY, city, CITY), *[Hit(code, name, level, parent) for code, name, level, parent in known]]
    taken = {plain_text(hit.name) for hit in hits}
    hits += [hit for hit in _places(snapshot, known, audience) if plain_text(hit.place) not in taken]
    return (_Name(hits[0], CITY, 0), *[name for hit in hits for name in _ways(hit)])


def _ways(hit: Hit) -> list[_Name]:
    """The whole name, each of its parts ("Sluizeken - Tolhuis - Ham" is also called Ham), and all from each word on."""
    name = hit.place or hit.name
    found: dict[str, int] = {}
    for part in (name, *_PARTS.split(name)):
        words = plain_text(part).split()
        for start in range(len(words)):
            text = "".join(words[start:])
            found[text] = min(found.get(text, start), start)
    return [_Name(hit, text, starts) for text, starts in found.items() if text]


def _places(snapshot: Snapshot, known: tuple[tuple[str, str, str, str], ...], audience: Audience) -> list[Hit]:
    """Names of places, each with the smallest area that holds it; those outside all areas are left out."""
    records = {code: (name, level, parent) for code, name, level, parent in known}
    level = "buurt" if any(row[2] == "buurt" for row in known) else "wijk"
    found = []
    for name, point in base_shapes(snapshot, kind="place", audience=audience):
        code = area_at(snapshot, point=point, level=level, audience=audience)
        if name and code is not None and code in records:
            found.append(Hit(code, *records[code], place=name))
    return found
