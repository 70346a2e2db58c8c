"""How a long import tells how far it is, to whoever shows it."""

from __future__ import annotations

from typing import Protocol


class Progress(Protocol):
    """Is told of every step; the command line draws bars with it."""

    def __call__(self, text: str, done: int, total: int | None) -> None:
        """Tells that `done` of `total` (None: not known) is finished of the step that `text` names in Dutch."""


def silent(text: str, done: int, total: int | None) -> None:
    """Shows nothing."""


def dutch(number: int) -> str:
    """A whole number as Belgians write it: 1.234."""
    return f"{number:,}".replace(",", ".")
