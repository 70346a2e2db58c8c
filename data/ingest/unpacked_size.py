"""How large a workbook becomes when it is unpacked: a file of a few MB can hold gigabytes of nothing."""

from __future__ import annotations

import zipfile
from pathlib import Path

from openpyxl.packaging.manifest import Manifest
from openpyxl.xml.constants import ARC_CONTENT_TYPES, SHARED_STRINGS
from openpyxl.xml.functions import fromstring

from data.errors import InputError

MOST_BYTES = 2_000_000_000
"""Of all parts together; a sheet with all the 1,048,576 rows that there can be, of ten columns, has 630 MB."""
MOST_TEXTS = 300_000_000
"""Of the table of texts, which is in memory as a whole."""
MOST_OTHER = 20_000_000
"""Of each other part that is read as a whole: styles, names of sheets."""
MOST_TIMES = 100
"""As large as the file itself; a sheet of facts becomes ten to thirty times as large."""
SMALL = 50_000_000
"""What becomes no larger than this may be packed as tightly as it likes."""
_STREAMED = ("xl/worksheets/", "xl/pivotCache/", "xl/media/", "xl/externalLinks/", "xl/calcChain.xml")
"""Parts that are read row by row, or not at all."""


def check_unpacked_size(path: Path) -> None:
    """Refuses a workbook that unpacks to more than this reads; what its parts say of their size is never exceeded.

    Args:
        path: An xlsx file.

    Raises:
        InputError: when it is too large; nothing was unpacked.
        zipfile.BadZipFile, KeyError, ParseError: when it is no workbook.
    """
    with zipfile.ZipFile(path) as archive:
        sizes = {part.filename: part.file_size for part in archive.infolist()}
        total = sum(part.file_size for part in archive.infolist())
        if total > MOST_BYTES or total > max(SMALL, MOST_TIMES * path.stat().st_size):
            raise _too_large(path, total)
        if sizes[ARC_CONTENT_TYPES] > MOST_OTHER:
            raise _too_large(path, total)
        found = Manifest.from_tree(fromstring(archive.read(ARC_CONTENT_TYPES))).find(SHARED_STRINGS)
    texts = found.PartName[1:] if found is not None else ""
    for name, size in sizes.items():
        most = MOST_TEXTS if name == texts else MOST_BYTES if name.startswith(_STREAMED) else MOST_OTHER
        if size > most:
            raise _too_large(path, total)


def _too_large(path: Path, total: int) -> InputError:
    return InputError(
        f"{path.name}: het rekenblad wordt uitgepakt {total / 1_000_000:.0f} MB groot, meer dan hier gelezen wordt. "
        "Bewaar het blad als csv, of deel het op."
    )
