"""Where aanpak is."""

from __future__ import annotations

PATH = "/aanpak"


def action_address(number: int) -> str:
    """The page of one action, with its before-and-after."""
    return f"{PATH}/{number}"
