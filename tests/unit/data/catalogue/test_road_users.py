"""Who is a vulnerable road user, by the words of files: what they do not tell stays unknown."""

from __future__ import annotations

import pytest

from data.catalogue.road_users import DEFINITION, KINDS, is_vulnerable
from data.statistics.methods import METHODS


@pytest.mark.parametrize(
    ("word", "told"),
    [
        ("fiets", True), ("Fietser", True), ("FIETSERS", True), ("e-bike", True), ("Elektrische fiets", True),
        ("Speed pedelec (<= 4000W en <=45km/u)", True), ("Fiets met elektrische hulpmotor (<=250W)", True),
        ("Voetganger die zijn (brom)fiets duwt", True), ("Gehandicapte in rolstoel", True), ("e-step", True),
        ("Bromfiets A (tweewielig)", True), ("Motorfiets meer dan 400 cc", True), ("motor", True), ("Vélo", True),
        ("auto", False), ("Personenauto", False), ("Lichte vrachtauto", False), ("Trekker + aanhangwagen", False),
        ("Trolleybus, Tram", False), ("tram of bus", False), ("motor home", False), ("Auto voor dubbel gebruik", False),
        ("09", None), ("Andere weggebruiker", None), ("onbekend", None), ("", None), ("auto/fiets", None),
        ("aanhangfietsendrager", None),
    ],
)  # fmt: skip
def test_words_of_files(word: str, told: bool | None) -> None:
    assert is_vulnerable(word) is told


def test_the_page_with_the_methods_names_every_kind_and_where_the_definition_was_read() -> None:
    method = METHODS["kwetsbaar"]
    yes, no = method.text.split(" Niet: ")
    for kind in KINDS:
        assert kind.name in (yes if kind.vulnerable else no)
    assert DEFINITION.text in method.text
    assert "2010/40/EU" in method.source
    assert "2010/40/EU" in DEFINITION.source
