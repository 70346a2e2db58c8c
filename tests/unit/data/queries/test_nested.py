"""A wijk holds its buurten and a buurt lies in its wijk; a neighbour does neither."""

from __future__ import annotations

from data import queries


def test_areas_hold_each_other_across_levels(demo) -> None:
    snapshot = queries.current()
    frame = queries.areas(snapshot)
    buurten = frame[(frame["level"] == "buurt") & frame["is_located"]]
    wijk = buurten["parent_code"].iloc[0]
    inside = set(buurten.index[buurten["parent_code"] == wijk])
    found = queries.nested(snapshot, codes=(wijk,))
    assert inside | {wijk} <= found
    others = frame.index[(frame["level"] == "wijk") & (frame.index != wijk)]
    assert not found & set(others)
    one = next(iter(inside))
    assert queries.nested(snapshot, codes=(one,)) & {wijk, *inside} == {wijk, one}
    # Overpoort lies in Binnenstad and over some buurten, which share ground with it.
    zone = frame.index[frame["level"] == "zone"][0]
    holders = queries.nested(snapshot, codes=(zone,)) & set(frame.index[frame["level"] == "wijk"])
    assert len(holders) == 1
    assert queries.sharing(snapshot, code=zone) >= {zone, *holders}
    assert queries.nested(snapshot, codes=("WEG",)) == {"WEG"}
