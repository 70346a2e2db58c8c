"""What the administrator is told to set exists: a setting with another name would be ignored without a word."""

from __future__ import annotations

import re
from pathlib import Path

from data.config import Settings

DOCS = Path(__file__).resolve().parents[2] / "docs"


def test_every_setting_in_the_examples_exists() -> None:
    known = {name.upper() for name in Settings.model_fields}
    example = (DOCS / "beheer" / "instellingen.env").read_text(encoding="utf-8")
    assert len(named := set(re.findall(r"^#?([A-Z_]+)=", example, re.MULTILINE))) > 10
    assert named <= known
    told = set(re.findall(r"`([A-Z]+_[A-Z_]+)[`=/]", (DOCS / "beheer.md").read_text(encoding="utf-8")))
    assert told <= known
