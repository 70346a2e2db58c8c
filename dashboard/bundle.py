"""Our own scripts and styles, each as one file: asked one by one, they were most of the questions of a first visit."""

from __future__ import annotations

import hashlib
from pathlib import Path

from flask import Flask, Response

from dashboard.headers import MARK

KINDS = {"js": "text/javascript", "css": "text/css"}
"""Ending of the files -> what they are."""
_BETWEEN = {"js": "\n;\n", "css": "\n"}


class Bundle:
    """All scripts, or all styles, of a folder after each other, in the order of their names; those in vendor/ first.

    Args:
        folder: Of the files; what is in other folders below it is not in.
        kind: One of KINDS.
    """

    def __init__(self, folder: Path, kind: str) -> None:
        files = [*sorted(folder.glob(f"vendor/*.{kind}")), *sorted(folder.glob(f"*.{kind}"))]
        texts = [path.read_text(encoding="utf-8") for path in files]
        self.content = _BETWEEN[kind].join(texts).encode()
        self.path = f"/assets/bundle.{kind}"
        self.address = f"{self.path}?{MARK}={hashlib.sha256(self.content).hexdigest()[:12]}"
        self._kind = kind

    @property
    def tag(self) -> str:
        """The element of a page that loads it."""
        if self._kind == "css":
            return f'<link rel="stylesheet" href="{self.address}">'
        return f'<script src="{self.address}"></script>'

    def register(self, server: Flask) -> None:
        """Adds its route; beside the files, so that an address within one of them still holds."""

        def bundle() -> Response:
            answer = Response(self.content, mimetype=KINDS[self._kind])
            answer.headers["Cache-Control"] = "no-cache"  # without its mark in the address
            return answer

        server.add_url_rule(self.path, f"bundle_{self._kind}", bundle)
