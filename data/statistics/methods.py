"""The registry behind `/methode`: every measure, verdict and model with its formula, source and limits."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from pathlib import Path
from types import MappingProxyType
from typing import TypeVar

from pydantic import Field

from data.catalogue.models import Record

_HERE = Path(__file__).parent


class Method(Record):
    """How one number is made.

    Attributes:
        id: What a measure or verdict on screen links to.
        text: Plain Dutch.
        formula: Plain text.
        code: Dotted name of the function that does it; None for a plain sum.
        values: Constants of the code that the text names, by dotted name.
    """

    id: str
    title: str
    text: str
    formula: str
    source: str
    limits: str
    code: str | None = None
    values: Mapping[str, float] = Field(default_factory=dict)


class Published(Record):
    """A check on real or simulated figures, made once and stated on the page.

    Attributes:
        made: How the numbers were made, in Dutch.
        columns: Headings of the rows, in Dutch.
        rows: The numbers, as they are to be shown (a point is a decimal point).
        test: The test that makes the numbers again.
    """

    id: str
    title: str
    made: str
    columns: tuple[str, ...]
    rows: tuple[tuple[str | float, ...], ...]
    test: str


_R = TypeVar("_R", Method, Published)


def read_methods(path: Path, table: str, model: type[_R]) -> Mapping[str, _R]:
    """Reads `[[table]]` entries of a TOML file into records by id.

    Raises:
        ValueError: for a duplicate id; pydantic's ValidationError for a wrong or unknown key.
    """
    records: dict[str, _R] = {}
    for entry in tomllib.loads(path.read_text(encoding="utf-8"))[table]:
        record = model.model_validate(entry)
        if record.id in records:
            raise ValueError(f"{path.name}: id '{record.id}' is there twice")
        records[record.id] = record
    return MappingProxyType(records)


METHODS = read_methods(_HERE / "methods.toml", "method", Method)
PUBLISHED = read_methods(_HERE / "published.toml", "published", Published)
