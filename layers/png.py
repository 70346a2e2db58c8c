"""Small pictures with a palette, as PNG bytes."""

from __future__ import annotations

import struct
import zlib

import numpy as np
import numpy.typing as npt


def palette_png(pixels: npt.NDArray[np.uint8], colours: tuple[str, ...], alphas: tuple[int, ...]) -> bytes:
    """A picture in which each pixel is the number of a colour.

    Args:
        pixels: Rows from the top, at most 16 different numbers; two pixels go in a byte.
        colours: `#rrggbb` of each number.
        alphas: How opaque each is, 0 to 255.

    Source:
        W3C Recommendation, Portable Network Graphics (third edition), sections 5 and 11: IHDR, PLTE, tRNS, IDAT, IEND.
    """
    height, width = pixels.shape
    even = np.pad(pixels, ((0, 0), (0, width % 2)))
    packed = (even[:, ::2] << 4) | even[:, 1::2]
    lines = np.pad(packed, ((0, 0), (1, 0)))  # every line starts with the number of its filter: none
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", width, height, 4, 3, 0, 0, 0)),
        (b"PLTE", bytes.fromhex("".join(colour.lstrip("#") for colour in colours))),
        (b"tRNS", bytes(alphas)),
        (b"IDAT", zlib.compress(lines.astype(np.uint8).tobytes(), 6)),
        (b"IEND", b""),
    )
    chunks = (
        struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body)) for kind, body in parts
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(chunks)
