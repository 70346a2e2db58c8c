"""Finding the mapping that reads a file: a source of the catalogue, or a file of the user's own."""

from __future__ import annotations

import tomllib
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from pydantic import ValidationError

from data.catalogue.incident_source import IncidentsSource, read_incident_source
from data.catalogue.sources import SOURCES, CountsSource, read_source
from data.errors import InputError

DEFAULT_MAPPING = "gent-criminaliteit"
_R = TypeVar("_R", CountsSource, IncidentsSource)


def find_mapping(name_or_file: str = DEFAULT_MAPPING) -> CountsSource:
    """The mapping of this name, or the one in this file.

    Raises:
        InputError: when there is none, or the file is not a mapping.
    """
    if name_or_file in SOURCES:
        return SOURCES[name_or_file]
    path = Path(name_or_file)
    if not path.is_file():
        raise InputError(
            f"Er is geen mapping '{name_or_file}'. Bekend zijn: {', '.join(SOURCES)}; of geef een toml-bestand."
        )
    return _read(path, read_source)


def find_incident_mapping(path: Path) -> IncidentsSource:
    """The mapping of single facts in this file.

    Raises:
        InputError: when the file is not there, or is not such a mapping.
    """
    if not path.is_file():
        raise InputError(f"{path}: dit mappingbestand bestaat niet. Voorbeelden staan in docs/mappings.")
    return _read(path, read_incident_source)


def _read(path: Path, read: Callable[[Path], _R]) -> _R:
    try:
        mapping = read(path)
    except tomllib.TOMLDecodeError as error:
        raise InputError(f"{path.name}: dit is geen geldig toml-bestand ({error}).") from error
    except ValidationError as error:
        faults = "; ".join(
            f"{'.'.join(map(str, e['loc'])) or 'geheel'}: {_dutch(e['type'], e['msg'])}" for e in error.errors()
        )
        raise InputError(f"{path.name}: de mapping klopt niet. {faults}.") from error
    except (OSError, UnicodeError) as error:
        raise InputError(f"{path.name}: de mapping kan niet gelezen worden.") from error
    if mapping.id in SOURCES:
        raise InputError(f"{path.name}: de id '{mapping.id}' is al van een ingebouwde bron. Kies een andere id.")
    return mapping


def _dutch(kind: str, message: str) -> str:
    told = {"extra_forbidden": "onbekende sleutel", "missing": "ontbreekt"}
    return told.get(kind, message.removeprefix("Value error, "))
