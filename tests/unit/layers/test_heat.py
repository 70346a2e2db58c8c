"""The heat map lies where its facts are, ends at the border, and its picture is a real PNG."""

from __future__ import annotations

import struct
import zlib

import numpy as np
import pytest
from pyproj import Transformer
from shapely import box, to_wkb

from layers import heat, warp
from layers.colours import SEQUENTIAL
from layers.png import palette_png

GENT = (3.58, 50.98, 3.85, 51.19)


def decoded(png: bytes) -> np.ndarray:
    """The numbers of the pixels, read by the rules of the format."""
    assert png[:8] == b"\x89PNG\r\n\x1a\n"
    parts, at = {}, 8
    while at < len(png):
        (length,) = struct.unpack(">I", png[at : at + 4])
        kind, body = png[at + 4 : at + 8], png[at + 8 : at + 8 + length]
        assert struct.unpack(">I", png[at + 8 + length : at + 12 + length]) == (zlib.crc32(kind + body),)
        parts[kind] = body
        at += 12 + length
    width, height, depth, colour, *_ = struct.unpack(">IIBBBBB", parts[b"IHDR"])
    assert (depth, colour) == (4, 3)
    lines = np.frombuffer(zlib.decompress(parts[b"IDAT"]), dtype=np.uint8).reshape(height, -1)
    assert not lines[:, 0].any()
    packed = lines[:, 1:]
    return np.stack([packed >> 4, packed & 15], axis=2).reshape(height, -1)[:, :width]


@pytest.mark.parametrize("shape", [(1, 1), (3, 5), (4, 8)])
def test_png_holds_its_pixels(shape: tuple[int, int]) -> None:
    pixels = (np.arange(np.prod(shape)) % 7).astype(np.uint8).reshape(shape)
    png = palette_png(pixels, ("#ffffff", *SEQUENTIAL), (0, 1, 2, 3, 4, 5, 6))
    assert decoded(png).tolist() == pixels.tolist()


def test_a_peak_lies_on_the_map_where_its_fact_is() -> None:
    lon, lat = 3.7312, 51.0517
    x, y = Transformer.from_crs(4326, 3812, always_xy=True).transform(lon, lat)
    column, row = int(x // 100), int(y // 100)
    frame = warp.frame_of(*GENT)
    surface = np.zeros((5, 5))
    surface[2, 2] = 1.0
    found = warp.warped(surface, column=column - 2, row=row - 2, cells=warp.cells_of(frame, 100.0))
    down, across = np.unravel_index(found.argmax(), found.shape)
    xs, ys = frame.pixels(columns=frame.width, rows=frame.height)
    back = Transformer.from_crs(3857, 3812, always_xy=True).transform(xs[across], ys[down])
    assert (back[0] // 100, back[1] // 100) == (column, row)
    assert abs(back[0] - (column + 0.5) * 100) < warp.PIXEL_M
    assert abs(back[1] - (row + 0.5) * 100) < warp.PIXEL_M
    assert found.max() == pytest.approx(1.0, abs=0.3)


def test_a_pixel_lies_within_a_centimetre_of_where_the_projection_puts_it() -> None:
    frame = warp.frame_of(*GENT)
    cells = warp.cells_of(frame, 100.0)
    xs, ys = frame.pixels(columns=frame.width, rows=frame.height)
    to_lambert = Transformer.from_crs(3857, 3812, always_xy=True)
    for down, across in np.random.default_rng(1).integers(0, (frame.height, frame.width), (50, 2)):
        east, north = to_lambert.transform(xs[across], ys[down])
        assert cells[:, down, across] * 100 == pytest.approx([north, east], abs=0.05)


def test_a_large_box_keeps_to_the_most_pixels() -> None:
    frame = warp.frame_of(*GENT, pixel_m=0.5)
    assert frame.width * frame.height <= warp.MOST_PIXELS * 1.01


def test_outside_the_shapes_nothing_is_coloured() -> None:
    frame = warp.frame_of(*GENT)
    west, south, east, north = GENT
    half = warp.mask_of((to_wkb(box(west, south, (west + east) / 2, north)),), frame)
    assert half.mean() == pytest.approx(0.5, abs=0.01)
    scale = heat.heat_scale(np.full(half.shape, 100.0))
    assert scale is not None
    pixels = decoded(heat.heat_picture(np.full(half.shape, 100.0), half, scale))
    assert (pixels[:, : frame.width // 2 - 2] == 6).all()
    assert not pixels[:, frame.width // 2 + 2 :].any()
    part = warp.frame_of((west + east) / 2 - 0.01, 51.0, (west + east) / 2 + 0.01, 51.02)
    assert warp.part_of(half, frame, part).mean() == pytest.approx(0.5, abs=0.02)


def test_classes_double_and_the_picture_follows_the_legend() -> None:
    scale = heat.heat_scale(np.array([0.0, 320.0]))
    assert scale is not None
    assert scale.limits == (10.0, 20.0, 40.0, 80.0, 200.0, 400.0)  # rounded up to plain numbers
    values = np.array([[4.9, 5.0, 10.0, 10.1, 80.0, 320.0]])
    assert decoded(heat.heat_picture(values, np.full(values.shape, True), scale)).tolist() == [[0, 1, 1, 2, 4, 6]]
    assert len(scale.colours) == 6


def test_a_few_facts_have_few_classes_or_none() -> None:
    few = heat.heat_scale(np.array([3.0]))
    assert few is not None
    assert len(few.limits) == len(few.colours) < 6
    assert few.colours[-1] == SEQUENTIAL[-1]
    assert heat.heat_scale(np.array([0.4])) is None
    assert heat.heat_scale(np.zeros(0)) is None
