"""What is said with figures that are protected for who looks: "ongeveer", and why."""

from __future__ import annotations

from data.statistics.protection import LARGEST, SMALLEST_SHOWN

ABOUT = "ongeveer "
NOTE = (
    "Ongeveer: elk aantal per gebied, maand en categorie is bij toeval licht gewijzigd "
    f"(hoogstens {LARGEST} feiten; onder {SMALLEST_SHOWN} staat er enkel nul), zodat niemand een klein aantal kan "
    "aflezen; een som telt die aantallen op."
)


def about(count: str, approximate: bool) -> str:
    """A count in words, with "ongeveer" before it when it is protected."""
    return ABOUT + count if approximate else count
