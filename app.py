"""Starts Buurtveiligheid Gent: `python app.py`, or `make run`."""

from __future__ import annotations

import gc
import os
import sys

if __name__ == "__main__":
    # Tables are small: more threads for them only wait, and they wait by spinning, which took the browser's time too.
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.disable()  # nothing that a start loads is garbage, and looking for it takes a while; `serve` enables it
    sys.dont_write_bytecode = False  # also where an image of Python says so: a second start need not compile again
    from dashboard.server import serve

    serve()
