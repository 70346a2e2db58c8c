/* Names on the map: as many as fit without touching each other, the legend or a button, the largest areas first. */
(function () {
  "use strict";
  const bv = (window.bv = window.bv || {});
  const markers = new Set();

  const OVER_MAP = ".legend, .map-buttons button, .attribution";

  /* First all boxes are read, then all is written: in turns the browser would lay out the page for each name. */
  function arrange() {
    const place = document.getElementById("map-frame");
    if (!place) return; // the visitor went to another page
    const frame = place.getBoundingClientRect();
    const taken = Array.from(place.parentElement.querySelectorAll(OVER_MAP), (one) => one.getBoundingClientRect());
    const names = [];
    for (const marker of markers) {
      const element = marker.getElement && marker.getElement();
      if (!element) continue;
      const text = element.firstChild;
      const box = text.getBoundingClientRect(); // empty where its level or its layer is not shown
      const moved = parseFloat(text.style.marginLeft) || 0;
      names.push({ text: text, rank: marker.options.rank, left: box.left - moved, right: box.right - moved, top: box.top, bottom: box.bottom });
    }
    names.sort((a, b) => a.rank - b.rank);
    for (const name of names) {
      const width = name.right - name.left;
      let shift = Math.max(0, frame.left + 4 - name.left) - Math.max(0, name.right - frame.right + 4);
      if (Math.abs(shift) >= width / 2) shift = 0; // its point is off the map
      const left = name.left + shift;
      const right = name.right + shift;
      const whole = width > 0 && left >= frame.left && right <= frame.right && name.top >= frame.top && name.bottom <= frame.bottom;
      const free = whole && taken.every((t) => right + 4 < t.left || left - 4 > t.right || name.bottom + 2 < t.top || name.top - 2 > t.bottom);
      name.text.style.visibility = free ? "visible" : "hidden"; // a name that is cut off is none
      name.text.style.marginLeft = free ? shift + "px" : "0px";
      if (free) taken.push({ left: left, right: right, top: name.top, bottom: name.bottom });
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
    marker: function (latlng, text, className, rank, pane) {
      const span = document.createElement("span");
      span.textContent = text;
      const marker = name(latlng, {
        icon: L.divIcon({ className: "bv-label " + className, html: span.outerHTML, iconSize: [0, 0] }),
        interactive: false, keyboard: false, rank: rank, pane: pane,
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
