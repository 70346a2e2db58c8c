"""An address of slides: readable, the same back, and whatever is typed gives slides or a sentence."""

from __future__ import annotations

from urllib.parse import quote, urlencode

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dashboard.projection.address import MOST_SLIDES, Asked, AskedSlide, read, slide_of, slide_text
from dashboard.projection.deck import areas_asked

QUERY = "gebied=W13,W16&periode=2022"


def test_a_view_is_one_slide_and_several_stand_readable_in_one_link() -> None:
    assert read(f"?{QUERY}&kleur=donker&elke=20").slides[0].query.startswith(QUERY)
    asked = read("?dia=gebied=W13,W16;periode=2022&dia=prioriteit=overlast;naam=De+raad;beeld=jaren&beeld=week")
    assert asked.slides == (
        AskedSlide(QUERY, "", "week"),
        AskedSlide("prioriteit=overlast&naam=De raad&beeld=jaren", "De raad", "jaren"),
    )
    assert read("?dia=").slides == (AskedSlide(""),)
    assert read("") == Asked((AskedSlide(""),))


def test_the_areas_of_all_slides_are_known_for_the_log() -> None:
    assert areas_asked("dia=gebied=W13,W16;periode=2022&dia=&dia=gebied=W13,W01") == ("W13", "W16", "W01")


@given(st.text(max_size=60), st.sampled_from(["", "trend", "week"]))
def test_a_slide_comes_back_from_its_link_as_it_was(name: str, chart: str) -> None:
    shown = " ".join("".join(c if c.isprintable() else " " for c in name).split())
    link = "dia=" + quote(slide_text(f"?{QUERY}", name=shown, chart=chart), safe="=;,")
    (found,) = read(link).slides
    assert (found.name, found.chart) == (shown, chart)
    assert found.query.startswith(QUERY)


@given(st.text(max_size=300))
def test_any_text_is_read(text: str) -> None:
    asked = read(text)
    assert asked.slides or asked.list_code or asked.notes
    assert all(note.endswith(".") for note in asked.notes)
    slide_of(text)


@given(st.dictionaries(st.sampled_from(["dia", "lijst", "kleur", "elke", "beeld", "naam"]), st.text(max_size=40)))
def test_any_value_of_a_known_key_is_read(values: dict[str, str]) -> None:
    asked = read(urlencode(values))
    assert asked.every_s == 0 or 3 <= asked.every_s <= 3600
    assert asked.colour in ("", "contrast", "donker")


@pytest.mark.parametrize(
    ("search", "said"),
    [
        ("kleur=paars", "kies contrast of donker"),
        ("elke=1", "van 3 tot 3600"),
        ("elke=snel", "van 3 tot 3600"),
        ("lijst=../x", "bestaat niet"),
        ("dia=&" * (MOST_SLIDES + 1), f"de eerste {MOST_SLIDES}"),
        ("x" * 20_000, "te lang"),
    ],
)
def test_what_cannot_be_is_said(search: str, said: str) -> None:
    asked = read(search)
    assert said in asked.notes[0]
    assert len(asked.slides) <= MOST_SLIDES
