"""Texts that come from files and end up in a spreadsheet: they stay texts."""

from __future__ import annotations

import re
import unicodedata

_STARTS = frozenset("=+-@＝＋－＠")
_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ufffe\uffff\ud800-\udfff]+")
_SLUG = re.compile(r"[^a-z0-9]+")
MOST_SLUG = 40
MOST_CELL = 32_000
"""Characters of a cell; a spreadsheet refuses a file with more than 32.767."""


def one_line(text: str) -> str:
    """The text without line ends, tabs and other control characters, which no cell can hold as they are."""
    return _CONTROL.sub(" ", text).strip()[:MOST_CELL]


def is_formula(text: str) -> bool:
    """Whether a spreadsheet would compute this text in place of showing it."""
    return text.lstrip()[:1] in _STARTS


def as_text(text: str) -> str:
    """A text for a cell of a CSV file; what would be a formula gets an apostrophe before it."""
    plain = one_line(text)
    return f"'{plain}" if is_formula(plain) else plain


def slug(text: str, *, instead: str = "gebied") -> str:
    """A text as part of the name of a file: small letters, digits and dashes.

    Args:
        text: Any text. instead: For a text of which nothing is left, in another script for example.
    """
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return _SLUG.sub("-", plain).strip("-")[:MOST_SLUG].strip("-") or instead
