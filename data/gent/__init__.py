"""The embedded facts about Gent: `source/` as published, `*.geojson` made from it by `python -m data.gent.build`."""

from __future__ import annotations

from pathlib import Path

FOLDER = Path(__file__).resolve().parent
"""Where the built files lie."""

SOURCE = FOLDER / "source"
"""The facts as they were published; nothing here is edited by hand."""
