"""Texts on paper and on slides: whatever a name holds, it stays inside its place."""

from __future__ import annotations

import re

from dashboard.export.safe import one_line

_TURNS = re.compile("[\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]")
"""Marks that turn the direction of what follows, beyond the name that they are in."""
_LONG = re.compile(r"\S{25,}")
BREAK = "\u200b"
"""A place where a line may end, of no width."""


def printed(text: str, *, most: int = 4000, breaks: bool = True) -> str:
    """A text as it can be printed.

    Args:
        text: Any text.
        most: Characters; what is longer ends in an ellipsis.
        breaks: Let a line end inside a word of 25 characters or more.
    """
    plain = _TURNS.sub("", one_line(text))
    plain = plain if len(plain) <= most else plain[: most - 1].rstrip() + "…"
    return _LONG.sub(_with_breaks, plain) if breaks else plain


def _with_breaks(match: re.Match[str]) -> str:
    word = match.group()
    return BREAK.join(word[i : i + 20] for i in range(0, len(word), 20))
