"""The web process never loads the libraries that take seconds to import, nor the driver of a database it has not."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
SLOW = ("esda", "libpysal", "statsmodels", "geopandas", "numba", "matplotlib", "psycopg")
PROGRAM = f"""
import sys
from dashboard.app_factory import make_app
from dashboard.callbacks.draw import draw
from dashboard.callbacks.routing import PAGES
make_app()
for page in PAGES.values():
    page()
for search in ("", "?maat=verandering", "?niveau=buurt&lagen=feiten,hotspots", "?gebied=W06&grafiek=seizoen"):
    assert "sentence" in draw(search)
print(sorted(name for name in {SLOW!r} if name in sys.modules))
"""


def test_drawing_every_page_imports_no_slow_library(demo: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROGRAM],
        cwd=ROOT,
        env=os.environ | {"VAR_DIR": str(demo), "PROFILE": "intern"},  # which has every page
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert done.stdout.split() == ["[]"]
