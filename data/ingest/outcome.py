"""What a command leaves in a folder for whoever watches it from another process: how far it is, and how it ended."""

from __future__ import annotations

import json
import os
import time
from contextlib import suppress
from pathlib import Path
from typing import Any

from data.ingest.result import ImportResult

PROGRESS, RESULT, REJECTED = "progress.json", "result.json", "rejected.csv"
SHOWN = 200
"""Rejected rows in the outcome itself; the file beside it has all of them."""
_OFTEN_S = 0.25


class Outcome:
    """Writes files that a reader never sees half written."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self._folder = folder
        self._step, self._at = "", 0.0
        for name in (PROGRESS, RESULT, REJECTED):
            (folder / name).unlink(missing_ok=True)

    @property
    def rejected(self) -> Path:
        """Where all rejected rows go."""
        return self._folder / REJECTED

    def progress(self, text: str, done: int, total: int | None) -> None:
        """Writes how far a step is, a few times a second; see `data.ingest.progress.Progress`."""
        now = time.monotonic()
        if text == self._step and done != total and now - self._at < _OFTEN_S:
            return
        self._step, self._at = text, now
        with suppress(OSError):  # an import does not stop because nobody can be told how far it is
            self._write(PROGRESS, {"text": text, "done": done, "total": total})

    def finished(self, result: ImportResult) -> None:
        """Writes how an import of single facts ended."""
        told: dict[str, Any] = {
            "error": None,
            "changed": result.changed,
            "rows_in": result.rows_in,
            "accepted": result.rows_accepted,
            "rejected": result.rows_rejected,
        }
        facts = result.facts
        if facts is not None:
            names = (
                "guesses",
                "counts",
                "without_place",
                "outside",
                "unmatched_rows",
                "unmatched",
                "new",
                "updated",
                "done",
            )
            told |= {name: getattr(facts, name) for name in (*names, "categories")}
            told |= {"first": facts.first and f"{facts.first:%Y-%m}", "last": facts.last and f"{facts.last:%Y-%m}"}
            rows = facts.rejected[["line", "reason", "raw"]]
            told["rejected_rows"] = [[int(line), *texts] for line, *texts in rows.head(SHOWN).itertuples(index=False)]
        self.told(told)

    def failed(self, sentence: str) -> None:
        """Writes the sentence with which a command ended; nothing was changed."""
        self._write(RESULT, {"error": sentence})

    def told(self, content: dict[str, Any]) -> None:
        """Writes how a command ended."""
        self._write(RESULT, content)

    def _write(self, name: str, content: dict[str, Any]) -> None:
        fresh = self._folder / f"{name}.new"
        try:
            fresh.write_text(json.dumps(content, ensure_ascii=False), encoding="utf-8", errors="replace")
            os.replace(fresh, self._folder / name)
        except OSError:
            fresh.unlink(missing_ok=True)
            raise
