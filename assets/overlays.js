/* The layers that are made of single facts: marks on a canvas, and the heat map as a picture. While a layer is on the
   answer holds its address (dashboard/overlays.py); the marks are asked again when the map has moved, the
   picture too where the map shows less than the city. */
(function () {
  "use strict";
  const bv = (window.bv = window.bv || {});
  const WAIT = 120; // milliseconds that the map must stand still
  const MARK = { color: "#ffffff", fill: "#022064", opacity: 0.86 };
  const kinds = {
    punten: { movesFrom: 0, pad: 0, draw: drawPoints, failed: "De punten konden niet geladen worden. Verschuif de kaart om het opnieuw te proberen." },
    warmte: { movesFrom: 13, pad: 0.3, draw: drawHeat, failed: "De warmtekaart kon niet geladen worden. Zet de laag uit en weer aan." },
  };
  const state = {}; // by kind: address that is wanted, address that was asked, layer on the map, request under way
  let leaflet = null;
  let wanted = {};
  let marks = [];
  let canvas = null;

  function frame() { return document.getElementById("map-frame"); }

  function pane(name, level) {
    if (!leaflet.getPane(name)) leaflet.createPane(name).style.zIndex = level;
    return name;
  }

  function legend(kind, nodes) {
    const place = document.getElementById("layer-legend");
    if (!place) return;
    let part = place.querySelector('[data-layer="' + kind + '"]');
    if (!nodes) {
      if (part) part.remove();
      bv.labels.arrange();
      return;
    }
    if (!part) {
      part = document.createElement("div");
      part.dataset.layer = kind;
      part.className = "legend legend-" + kind;
      place.append(part);
    }
    part.replaceChildren(...nodes.map(bv.table.element));
    bv.labels.arrange(); // names make room for it
  }

  function address(kind) {
    if (leaflet.getZoom() < kinds[kind].movesFrom) return wanted[kind]; // one picture of the whole city
    const b = leaflet.getBounds().pad(kinds[kind].pad);
    const box = [b.getWest(), b.getSouth(), b.getEast(), b.getNorth()];
    return wanted[kind] + "&vak=" + box.map((v) => v.toFixed(5)).join(",") + "&zoom=" + leaflet.getZoom();
  }

  function remove(kind) {
    const mine = state[kind];
    if (!mine) return;
    clearTimeout(mine.timer);
    if (mine.request) mine.request.abort();
    if (mine.layer && leaflet) mine.layer.remove();
    delete state[kind];
    if (kind === "punten") {
      marks = [];
      hover(null);
      if (canvas) canvas.remove();
      canvas = null;
    }
    legend(kind, null);
    const place = frame();
    if (place) delete place.dataset[kind];
  }

  function refresh(kind, wait) {
    const mine = (state[kind] = state[kind] || {});
    clearTimeout(mine.timer);
    mine.timer = setTimeout(() => ask(kind, mine), wait);
  }

  async function ask(kind, mine) {
    const url = address(kind);
    if (url === mine.asked) return;
    if (mine.request) mine.request.abort();
    mine.asked = url;
    const request = (mine.request = new AbortController());
    try {
      const response = await fetch(url, { signal: request.signal });
      const answer = await response.json();
      if (state[kind] !== mine || mine.asked !== url) return;
      if (!response.ok) throw new Error(answer.fout);
      if (mine.layer) mine.layer.remove();
      mine.layer = kinds[kind].draw(answer);
      legend(kind, answer.legend);
    } catch (error) {
      if (request.signal.aborted || state[kind] !== mine) return;
      mine.asked = null;
      legend(kind, [{ type: "p", props: { children: kinds[kind].failed } }]);
    }
  }

  /* A mark says its number where there is room for it. */
  function markClass() {
    return L.CircleMarker.extend({
      _updatePath: function () {
        L.CircleMarker.prototype._updatePath.call(this);
        const text = this.options.text;
        if (!text || this._empty()) return;
        const context = this._renderer._ctx;
        context.globalAlpha = 1;
        context.fillStyle = "#ffffff";
        context.font = "600 " + this.options.size + 'px "Fira Sans", system-ui, sans-serif';
        context.textAlign = "center";
        context.textBaseline = "middle";
        context.fillText(text, this._point.x, this._point.y + 0.5);
      },
    });
  }

  function label(n, radius) {
    const text = bv.map.number(n, 0);
    const size = Math.min(13, Math.round(radius * 0.95));
    return size >= 10 && text.length * size * 0.56 < 2 * radius - 2 ? { text: text, size: size } : {};
  }

  function drawPoints(answer) {
    bv.overlays.Mark = bv.overlays.Mark || markClass();
    canvas = canvas || L.canvas({ pane: pane("bv-punten", 455), padding: 0.4 }); // one, or each move would leave one behind
    marks = answer.n.map(function (n, i) {
      const style = { renderer: canvas, pane: "bv-punten", interactive: false, radius: answer.r[i], weight: 1.2, color: MARK.color, fillColor: MARK.fill, fillOpacity: MARK.opacity };
      const mark = new bv.overlays.Mark([answer.lat[i], answer.lon[i]], Object.assign(style, label(n, answer.r[i])));
      mark.bvCard = () => card(answer, i);
      return mark;
    });
    hover(null);
    frame().dataset.punten = String(marks.length);
    return L.layerGroup(marks).addTo(leaflet); // the most facts first, so that small marks lie over large ones
  }

  function drawHeat(answer) {
    const group = L.layerGroup([]);
    if (answer.png) group.addLayer(L.imageOverlay(answer.png, answer.bounds, { pane: pane("bv-warmte", 405), interactive: false, alt: "" }));
    frame().dataset.warmte = answer.png ? "1" : "0";
    return group.addTo(leaflet);
  }

  function card(answer, i) {
    const box = document.createElement("div");
    const add = (tag, text) => box.appendChild(Object.assign(document.createElement(tag), { textContent: text }));
    const n = answer.n[i];
    add("strong", bv.map.number(n, 0) + (n === 1 ? " feit" : " feiten"));
    const kinds = answer.by ? answer.by[i].map((v, k) => [answer.names[k], v]).filter((pair) => pair[1]) : [[answer.names[0], 0]];
    kinds.sort((a, b) => b[1] - a[1]);
    for (const [name, count] of kinds) add("div", answer.by ? name + ": " + bv.map.number(count, 0) : name);
    if (answer.cell) add("div", "vak van " + bv.map.number(answer.cell, 0) + " m").className = "quiet";
    return box;
  }

  /* The canvas lets every event through to the areas under it, so what is pointed at is looked up here. */
  function at(event) {
    if (!marks.length || !leaflet) return null;
    const point = leaflet.mouseEventToLayerPoint(event);
    for (let i = marks.length - 1; i >= 0; i--) {
      const p = marks[i]._point;
      if (p && Math.hypot(p.x - point.x, p.y - point.y) <= marks[i]._radius + 1) return marks[i];
    }
    return null;
  }

  let shown = null;
  let tooltip = null;
  function hover(mark) {
    if (mark === shown) return;
    shown = mark;
    if (tooltip) tooltip.remove();
    tooltip = null;
    const place = frame();
    if (place) place.dataset.onMark = mark ? "1" : ""; // the card of the area under it makes room
    if (mark) {
      tooltip = L.tooltip({ className: "bv-card bv-card-mark", offset: [mark._radius, 0], direction: "auto", opacity: 1 });
      tooltip.setLatLng(mark.getLatLng()).setContent(mark.bvCard()).addTo(leaflet);
    }
  }

  function listen(map) {
    const container = map.getContainer();
    let pointer = "mouse";
    map.on("moveend resize", function () {
      for (const kind of Object.keys(kinds)) if (wanted[kind] && map === leaflet) refresh(kind, WAIT);
    });
    map.on("movestart zoomstart", () => hover(null));
    container.addEventListener("pointerdown", (event) => { pointer = event.pointerType; }, true);
    container.addEventListener("pointermove", (event) => { if (event.pointerType === "mouse") hover(at(event)); });
    container.addEventListener("pointerleave", () => hover(null));
    /* A finger cannot hover: its tap on a mark opens the card, and is no choice of the area under it. */
    container.addEventListener("click", function (event) {
      const mark = pointer === "mouse" ? null : at(event);
      if (pointer !== "mouse") hover(mark);
      if (mark) event.stopPropagation();
    }, true);
  }

  bv.overlays = {
    /* What is on, by its address. */
    show: function (addresses) {
      wanted = addresses;
      bv.overlays.sync();
    },
    sync: function () {
      const now = bv.map.leaflet();
      if (!now) return;
      if (now !== leaflet) { // the page was made anew
        for (const kind of Object.keys(kinds)) remove(kind);
        leaflet = now;
        listen(now);
      }
      for (const kind of Object.keys(kinds)) {
        if (!wanted[kind]) remove(kind);
        else refresh(kind, 0);
      }
    },
    marks: () => marks,
  };
})();
