"""Finding the category that a file means, and filling the table of categories."""

from __future__ import annotations

from dataclasses import dataclass

import pandas as pd
from sqlalchemy import delete, select

from data.catalogue import CATEGORIES, category_by_name
from data.catalogue.models import Category
from data.catalogue.sources import FactsSource
from data.ingest.area_index import place_key
from data.snapshot import Building
from data.tables import category, coverage, incident


@dataclass(frozen=True)
class CategoryMatch:
    """What a value of a file turned out to be; exactly one of `category_id` and `fault` is there.

    Attributes:
        category_id: Id of the catalogue, or of a new category.
        name: Its name on screen.
        mended: A Dutch sentence when it was spelled in another way.
        fault: A Dutch reason for rejection.
    """

    category_id: str | None = None
    name: str = ""
    mended: str | None = None
    fault: str | None = None


_BY_KEY = {place_key(name): c for c in CATEGORIES.values() for name in (c.id, c.name, *c.aliases)}


def find_known(name: str) -> Category | None:
    """The category of the catalogue with this name, id or alias, however it is spelled."""
    return category_by_name(name) or _BY_KEY.get(place_key(name))


class CategoryIndex:
    """The categories that one source can hold."""

    def __init__(self, mapping: FactsSource) -> None:
        self._mapping = mapping
        self._names = {place_key(k): v for k, v in mapping.category_names.items()}

    def find(self, value: str) -> CategoryMatch:
        """Finds the category that a value of a file means."""
        key = place_key(value)
        name = self._names.get(key, value)
        known = find_known(name)
        if known is not None:
            told = key in self._names or value in (known.name, known.id)
            return CategoryMatch(known.id, known.name, None if told else f"feit '{value}' gelezen als '{known.name}'")
        new_id = place_key(name).replace(" ", "-")
        if self._mapping.categories == "known" or not new_id:
            return CategoryMatch(
                fault="de catalogus kent dit soort feit niet: kies bij 'Wat' waarmee het overeenkomt, of laat daar "
                f"onbekende soorten toe (in een toml: category_names, categories) ({value[:60]})"
            )
        return CategoryMatch(new_id, name)


def write_categories(building: Building, mapping: FactsSource, names: dict[str, str]) -> None:
    """Fills the table `category`: the catalogue in its order, then the categories that sources brought themselves.

    Args:
        building: The snapshot under construction, its coverage already written.
        mapping: The source that brought the new ones; it tells what drives them.
        names: Id to name of the categories that this import met.
    """
    connection = building.connection
    used = set(connection.execute(select(coverage.c.category_id).distinct()).scalars())
    used |= set(connection.execute(select(incident.c.category_id).distinct()).scalars())
    police = {place_key(name) for name in mapping.police_driven}
    others = {
        row.category_id: (row.name, row.driven_by)
        for row in connection.execute(select(category).order_by(category.c.sort))
        if row.category_id in used
    }
    for new_id, name in sorted(names.items(), key=lambda item: item[1]):
        others[new_id] = (name, "politie" if place_key(name) in police else mapping.driven_by)
    rows = [(c.id, c.name, c.driven_by) for c in CATEGORIES.values()]
    rows += [(new_id, *told) for new_id, told in others.items() if new_id not in CATEGORIES]
    connection.execute(delete(category))
    frame = pd.DataFrame(rows, columns=["category_id", "name", "driven_by"])
    building.append(category, frame.assign(sort=range(1, len(frame) + 1)))
