"""A disk that is full: recognised in whatever words it comes, and said in one sentence."""

from __future__ import annotations

import errno

FULL = (
    "De schijf is vol. Er is niets gewijzigd: de vorige cijfers en alles wat bewaard was, staan er nog. Maak plaats "
    "vrij (oude back-ups, KEEP_SNAPSHOTS) en probeer het opnieuw."
)
_NUMBERS = frozenset({errno.ENOSPC, errno.EDQUOT, errno.EFBIG})
_WORDS = ("no space left", "disk quota", "disk is full", "file too large", "max_temp_directory_size")


def is_full(error: BaseException | None) -> bool:
    """Whether a fault, or one that it came from, is that of a disk that takes no more."""
    while error is not None:
        if isinstance(error, OSError) and error.errno in _NUMBERS:
            return True
        if any(word in str(error).casefold() for word in _WORDS):
            return True
        error = error.__cause__ or error.__context__
    return False
