"""Lists of slides: in the order that people gave them, under a link that stays; nothing over the work of another."""

from __future__ import annotations

import pytest

from data import state
from data.errors import ConflictError, InputError
from data.state import slides

pytestmark = pytest.mark.usefixtures("var_dir")


def names(code: str) -> list[str]:
    held = slides.slide_list(code)
    assert held is not None
    return [slide["name"] for slide in held.slides]


@pytest.fixture
def code() -> str:
    """A list with three slides."""
    made = slides.make_list("Raad van mei")["code"]
    for name in "ABC":
        slides.add_slide(made, name, f"?gebied={name}")
    return str(made)


def test_slides_are_ordered_renamed_and_removed(code: str) -> None:
    a, _b, c = slides.slide_list(code).slides
    slides.move_slide(code, c.id, by=-1, version=c.version)
    assert names(code) == ["A", "C", "B"]
    slides.move_slide(code, a.id, by=-1, version=a.version)  # at the end of the list it stays
    slides.rename_slide(a.id, " Eerste   dia ", version=a.version)
    slides.delete_slide(slides.slide_list(code).slides[1].id, version=2)
    assert names(code) == ["Eerste dia", "B"]
    slides.add_slide(code, "D", "")
    assert names(code) == ["Eerste dia", "B", "D"]
    last = slides.slide_list(code).slides[-1]
    slides.move_slide(code, last.id, by=-1, version=last.version)
    slides.move_slide(code, last.id, by=-1, version=last.version + 1)
    assert names(code) == ["D", "Eerste dia", "B"]


def test_the_second_of_two_who_move_a_slide_is_told(code: str) -> None:
    *_, c = slides.slide_list(code).slides
    slides.move_slide(code, c.id, by=-1, version=c.version)
    with pytest.raises(ConflictError, match="intussen gewijzigd"):
        slides.move_slide(code, c.id, by=-1, version=c.version)
    assert names(code) == ["A", "C", "B"]


def test_a_list_keeps_its_code_and_goes_with_all_its_slides_or_not_at_all(code: str) -> None:
    slides.rename_list(code, "Raad van juni", version=1)
    assert slides.slide_list(code).name == "Raad van juni"
    with pytest.raises(ConflictError):
        slides.delete_list(code, version=1)
    assert names(code) == ["A", "B", "C"]
    slides.delete_list(code, version=2)
    assert slides.slide_list(code) is None
    assert state.rows("saved_view") == ()
    with pytest.raises(InputError, match="bestaat niet"):
        slides.add_slide(code, "E", "")


@pytest.mark.parametrize("name", ["", "  ", "x" * 61, None, 7, "a\x00b", "raad VAN mei"])
def test_a_name_that_cannot_be_is_refused(code: str, name: object) -> None:
    with pytest.raises(InputError, match=r"\.$"):
        slides.make_list(name)
    assert len(slides.slide_lists()) == 1


def test_a_full_list_says_so(code: str) -> None:
    for number in range(slides.MOST_SLIDES - 3):
        slides.add_slide(code, str(number), "")
    with pytest.raises(InputError, match="hoogstens"):
        slides.add_slide(code, "Te veel", "")
