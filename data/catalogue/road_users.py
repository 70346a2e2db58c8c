"""Who was involved in an accident, as the files name them."""

from __future__ import annotations

import re

_WORD = re.compile(r"[^\W\d_]{2}")


def is_named(value: str) -> bool:
    """Whether a road user is a word, rather than the code of a list that nobody gave a meaning."""
    return _WORD.search(value) is not None
