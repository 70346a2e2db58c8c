/* The buttons that move the map. Leaflet drops what it is asked while it zooms, and from a press to the next frame it does
   not know yet that it will: each press waits for the one before it. Heard here and not in a callback of Dash, which makes
   one of two presses that follow fast. */
(function () {
  "use strict";
  const bv = (window.bv = window.bv || {});
  const BUTTONS = {
    "zoom-in": () => zoom(1),
    "zoom-out": () => zoom(-1),
    "zoom-home": () => fit([]),
    "zoom-selection": () => fit(bv.map.selected()),
  };

  /* The zooms that wait are made in one. */
  function next(leaflet) {
    const waiting = leaflet.bvWaiting;
    leaflet.bvMoves = waiting.length > 0;
    if (!leaflet.bvMoves) return;
    const move = waiting.shift();
    if (!move.bounds) while (waiting.length && !waiting[0].bounds) move.by += waiting.shift().by;
    leaflet.once("moveend", () => next(leaflet)); // comes as well when there is nothing to move
    if (move.bounds) leaflet.fitBounds(move.bounds, { padding: [24, 24], maxZoom: 15 });
    else leaflet.setZoom(leaflet.getZoom() + move.by);
  }

  function ask(move) {
    const leaflet = bv.map.leaflet();
    if (!leaflet) return;
    if (!leaflet.bvWaiting) leaflet.bvWaiting = [];
    if (move.bounds) leaflet.bvWaiting.length = 0; // where it leads does not depend on what is dropped
    leaflet.bvWaiting.push(move);
    if (leaflet.bvMoves) return;
    leaflet.bvMoves = true;
    if (leaflet.getPane("mapPane").classList.contains("leaflet-zoom-anim")) leaflet.once("zoomend", () => next(leaflet)); // the wheel
    else next(leaflet);
  }

  const zoom = (by) => ask({ by: by });

  /* All of these areas as large as fits; none means the whole city. */
  function fit(codes) {
    const bounds = bv.map.boundsOf(codes);
    if (bounds.isValid()) ask({ bounds: bounds });
  }

  document.addEventListener("click", function (event) {
    const button = event.target.closest && event.target.closest(".map-buttons button");
    if (button && Object.hasOwn(BUTTONS, button.id)) BUTTONS[button.id]();
  });

  bv.moves = { fit: fit };
})();
