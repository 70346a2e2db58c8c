/* Names on the map: as many as fit without touching each other, the legend or a button, the largest areas first. A name
   whose own place is taken stands a little beside it where that is free, with its middle still in its own area. Buurten
   that are smaller than a name leave the map to the names of the wijken. */
(function () {
  "use strict";
  const bv = (window.bv = window.bv || {});
  const markers = new Set();

  const OVER_MAP = ".legend, .map-buttons button, .attribution";
  /* Where a name may stand, the nearest to its point first: parts of its width and of its height beside it. */
  const BESIDE = [[0, 0], [0, -0.5], [0, 0.5], [-0.2, 0], [0.2, 0], [0, -1], [0, 1], [-0.2, -0.5], [0.2, -0.5], [-0.2, 0.5],
    [0.2, 0.5], [-0.4, 0], [0.4, 0], [-0.4, -0.5], [0.4, -0.5], [-0.4, 0.5], [0.4, 0.5], [-0.2, -1], [0.2, -1], [-0.2, 1],
    [0.2, 1], [0, -1.5], [0, 1.5]];

  const NAME = 90; // pixels that a name of a buurt is wide, most of them
  let usual = null; // half of the buurten are wider than these degrees, and how many there are

  function buurtenAreSmall(leaflet) {
    const all = Array.from(bv.map.shapes.buurt.values());
    if (!all.length || !Array.from(markers).some((one) => one.options.level === "wijk")) return false;
    if (!usual || usual.of !== all.length) {
      const wide = all.map(({ layer }) => layer.getBounds().getEast() - layer.getBounds().getWest()).sort((a, b) => a - b);
      usual = { of: all.length, degrees: wide[wide.length >> 1] };
    }
    const { lat, lng } = leaflet.getCenter();
    const across = leaflet.project([lat, lng + usual.degrees]).x - leaflet.project([lat, lng]).x;
    return across < NAME;
  }

  /* Whether a name that moves is still in its own area: on another it would be a wrong name. */
  function isWithin(marker, dx, dy) {
    const levels = bv.map.shapes[marker.options.level];
    const shape = levels && levels.get(marker.options.code);
    if (!shape || !shape.layer._map || !marker._map) return false;
    const at = marker._map.latLngToLayerPoint(marker.getLatLng());
    const point = shape.layer._path.ownerSVGElement.createSVGPoint(); // not every browser takes a plain object
    point.x = at.x + dx;
    point.y = at.y + dy;
    return shape.layer._path.isPointInFill(point);
  }

  /* How far a name moves, or null when there is no room for it. */
  function room(name, frame, taken) {
    const width = name.right - name.left;
    if (width <= 0) return null;
    for (const [x, y] of BESIDE) {
      let dx = x * width;
      const dy = y * (name.bottom - name.top);
      const cut = Math.max(0, frame.left + 4 - name.left - dx) - Math.max(0, name.right + dx - frame.right + 4);
      if (Math.abs(dx + cut) < width / 2) dx += cut; // else its point is off the map
      const left = name.left + dx, right = name.right + dx, top = name.top + dy, bottom = name.bottom + dy;
      if (left < frame.left || right > frame.right || top < frame.top || bottom > frame.bottom) continue; // cut off
      if (taken.some((t) => right + 4 >= t.left && left - 4 <= t.right && bottom + 2 >= t.top && top - 2 <= t.bottom)) continue;
      if ((x || y) && !isWithin(name.marker, dx, dy)) continue;
      taken.push({ left, right, top, bottom });
      return [dx, dy];
    }
    return null;
  }

  /* First all boxes are read, then all is written: in turns the browser would lay out the page for each name. */
  function arrange() {
    const place = document.getElementById("map-frame");
    if (!place) return; // the visitor went to another page
    const leaflet = bv.map.leaflet();
    const namesOf = leaflet && buurtenAreSmall(leaflet) ? "wijk" : "own";
    if (place.dataset.names !== namesOf) place.dataset.names = namesOf; // no class: each answer writes those anew
    const frame = place.getBoundingClientRect();
    const taken = Array.from(place.parentElement.querySelectorAll(OVER_MAP), (one) => one.getBoundingClientRect());
    const names = [];
    for (const marker of markers) {
      const element = marker.getElement && marker.getElement();
      if (!element) continue;
      const text = element.firstChild;
      const box = text.getBoundingClientRect(); // empty where its level or its layer is not shown
      const [x, y] = element.bvMoved || [0, 0];
      names.push({ text, element, marker, left: box.left - x, right: box.right - x, top: box.top - y, bottom: box.bottom - y });
    }
    names.sort((a, b) => a.marker.options.rank - b.marker.options.rank);
    for (const name of names) name.moved = room(name, frame, taken);
    for (const { text, element, moved } of names) {
      const [x, y] = moved || [0, 0];
      element.bvMoved = [x, y];
      text.style.visibility = moved ? "visible" : "hidden";
      text.style.margin = y + "px 0 0 " + x + "px";
    }
  }

  /* Leaflet moves a marker in three dimensions, for which a browser keeps a layer of its own, at level buurt fifty that it
     goes through at every frame. Moved in the plane all names are one. */
  let Name = null;
  function name(latlng, options) {
    Name = Name || L.Marker.extend({
      _setPos: function (at) {
        L.Marker.prototype._setPos.call(this, at);
        this._icon.style.transform = "translate(" + at.x + "px, " + at.y + "px)";
      },
    });
    return new Name(latlng, options);
  }

  let pending = null;
  bv.labels = {
    /* options: rank, the lowest first; pane; and of an area its level and code. */
    marker: function (latlng, text, className, options) {
      const span = document.createElement("span");
      span.textContent = text;
      const marker = name(latlng, {
        icon: L.divIcon({ className: "bv-label " + className, html: span.outerHTML, iconSize: [0, 0] }),
        interactive: false, keyboard: false, ...options,
      });
      marker.on("add", function () {
        markers.add(marker);
        bv.labels.watch(marker._map);
        bv.labels.arrange();
      });
      marker.on("remove", () => markers.delete(marker));
      return marker;
    },
    watch: function (leaflet) {
      if (!leaflet || leaflet.bvWatched) return;
      leaflet.bvWatched = true;
      leaflet.on("zoomend moveend viewreset resize", bv.labels.arrange);
      // A busy browser is still sliding the names to their place when the zoom is said to have ended.
      leaflet.getPane("mapPane").addEventListener("transitionend", bv.labels.arrange);
    },
    arrange: function () {
      cancelAnimationFrame(pending);
      pending = requestAnimationFrame(arrange);
    },
  };
})();
