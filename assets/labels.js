/* Names on the map: as many as fit without touching, the largest areas first. */
(function () {
  "use strict";
  const bv = (window.bv = window.bv || {});
  const markers = new Set();

  function arrange() {
    const place = document.getElementById("map-frame");
    if (!place) return; // the visitor went to another page
    const taken = [];
    const frame = place.getBoundingClientRect();
    const order = Array.from(markers).sort((a, b) => a.options.rank - b.options.rank);
    for (const marker of order) {
      const element = marker.getElement && marker.getElement();
      if (!element) continue;
      const text = element.firstChild;
      text.style.visibility = "hidden";
      text.style.marginLeft = "0";
      if (getComputedStyle(element.parentElement).display === "none") continue;
      if (getComputedStyle(element).display === "none") continue;
      let box = text.getBoundingClientRect();
      if (!box.width) continue;
      const out = Math.max(0, frame.left + 4 - box.left) - Math.max(0, box.right - frame.right + 4);
      if (out && Math.abs(out) < box.width / 2) { // on the edge: a name that is cut off is none; the point stays under it
        text.style.marginLeft = out + "px";
        box = text.getBoundingClientRect();
      }
      const free = taken.every((t) => box.right + 4 < t.left || box.left - 4 > t.right || box.bottom + 2 < t.top || box.top - 2 > t.bottom);
      if (free) {
        text.style.visibility = "visible";
        taken.push(box);
      }
    }
  }

  let pending = null;
  bv.labels = {
    marker: function (latlng, name, className, rank, pane) {
      const span = document.createElement("span");
      span.textContent = name;
      const marker = L.marker(latlng, {
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
      leaflet.on("zoomend viewreset resize", bv.labels.arrange);
    },
    arrange: function () {
      cancelAnimationFrame(pending);
      pending = requestAnimationFrame(arrange);
    },
  };
})();
