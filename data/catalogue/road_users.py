"""Who was involved in an accident, as the files name them, and who of them is a vulnerable road user."""

from __future__ import annotations

import re
import tomllib
import unicodedata
from functools import lru_cache
from pathlib import Path

from data.catalogue.models import Record

VULNERABLE = "kwetsbaar"
"""In place of a road user: every one of a vulnerable kind, together."""
_WORD = re.compile(r"[^\W\d_]{2}")


class Kind(Record):
    """A kind of road user. `words`: what files call it, as `_key` writes it."""

    id: str
    name: str
    vulnerable: bool
    words: tuple[str, ...]


class Definition(Record):
    """What vulnerable means: its name on screen, the words of the definition, and where it was read."""

    name: str
    text: str
    source: str


def _read(path: Path) -> tuple[Definition, tuple[Kind, ...]]:
    read = tomllib.loads(path.read_text(encoding="utf-8"))
    kinds = tuple(Kind.model_validate(entry) for entry in read["kind"])
    words = [word for kind in kinds for word in kind.words]
    if len(set(words)) < len(words) or any(word != _key(word) for word in words):
        raise ValueError(f"{path.name}: a word is there twice, or not in plain lower case")
    return Definition.model_validate(read["definition"]), kinds


def _key(value: str) -> str:
    plain = unicodedata.normalize("NFKD", value.casefold())
    plain = "".join(c for c in plain if not unicodedata.combining(c))
    return " ".join(re.sub(r"[\W_]+", " ", plain).split())


DEFINITION, KINDS = _read(Path(__file__).with_name("road_users.toml"))
_KIND_OF = {tuple(word.split()): kind for kind in KINDS for word in kind.words}
_LONGEST = max(map(len, _KIND_OF))


def is_named(value: str) -> bool:
    """Whether a road user is a word, rather than the code of a list that nobody gave a meaning."""
    return _WORD.search(value) is not None


@lru_cache(maxsize=4096)
def is_vulnerable(value: str) -> bool | None:
    """Whether a road user is of a vulnerable kind; None when its words do not tell, or a code stands in their place.

    Source: the definition and the words of road_users.toml.
    """
    tokens = _key(value).split()
    found, at = set(), 0
    while at < len(tokens):
        sizes = range(min(_LONGEST, len(tokens) - at), 0, -1)
        size = next((size for size in sizes if tuple(tokens[at : at + size]) in _KIND_OF), 0)
        if size:
            found.add(_KIND_OF[tuple(tokens[at : at + size])].vulnerable)
        at += size or 1
    return found.pop() if len(found) == 1 else None
