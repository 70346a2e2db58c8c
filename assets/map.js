/* Draws and colours the polygons. The server sends the shapes once and after that only values (layers/areas.py);
   setting styles on the paths that are there takes a few milliseconds, rebuilding them ten times as long. */
(function () {
  "use strict";
  const bv = (window.bv = window.bv || {});
  const shapes = { wijk: new Map(), buurt: new Map(), groep: new Map(), zone: new Map() };
  const OVER = ["groep", "zone"]; // lie over the others
  const paints = {};
  let current = null;
  const CHOSEN = "bv-keuze"; // pane of the border of what is chosen
  const BORDER = { color: "#f95706", weight: 3 };
  const NO_DATA = { "-1": "url(#bv-missing)", "-2": "url(#bv-suppressed)", "-3": "url(#bv-none)" };

  function number(value, decimals) {
    if (value === null || value === undefined) return "–";
    return value.toLocaleString("nl-BE", { minimumFractionDigits: decimals, maximumFractionDigits: decimals });
  }

  /* A new object each time, the no-data style first: a style kept from another polygon would lie. */
  function styleOf(level, index, code) {
    const paint = paints[level];
    const style = { fill: true, dashArray: null, fillColor: "#ffffff", fillOpacity: 1, color: "#ffffff", weight: 0.7, opacity: 1 };
    const onScreen = current && current.level === level;
    if (OVER.includes(level) && !onScreen) {
      Object.assign(style, { fillOpacity: 0, color: "#5a666b", weight: 1.5, dashArray: "4 3" });
    } else if (current && level === "wijk" && current.level !== "wijk") {
      Object.assign(style, { fill: false, color: "#5a666b", weight: 1 }); // the wijken stay as borders over the buurten
    } else if (paint) {
      const cls = paint.classes[index];
      style.fillColor = Number.isInteger(cls) && cls >= 0 ? paint.colours[cls] : NO_DATA[cls] || NO_DATA["-1"];
      style.color = OVER.includes(level) ? "#022064" : level === "wijk" ? "#91999d" : "#ffffff";
      style.weight = OVER.includes(level) ? 1.5 : level === "wijk" ? 1 : 0.6;
    }
    if (current && current.selected.includes(code)) {
      Object.assign(style, BORDER, { dashArray: null });
    }
    return style;
  }

  /* Of a path that is styled the browser works out everything anew, also when all of it stays as it was. */
  function restyle(level, shape, code) {
    const style = styleOf(level, shape.index, code);
    const now = shape.layer.options;
    if (Object.keys(style).some((key) => style[key] !== now[key])) shape.layer.setStyle(style);
  }

  function card(level, index, name) {
    const paint = paints[level];
    const title = "<strong>" + escape(name) + "</strong>";
    if (!paint) return title;
    const words = paint.words;
    const lines = [title];
    if (paint.classes[index] === undefined) return title;
    const n = paint.n[index];
    lines.push(n === null ? "geen cijfers in " + words.period : number(n, 0) + (n === 1 ? " feit in " : " feiten in ") + words.period);
    if (n !== null) {
      const before = paint.before[index];
      lines.push(words.before + ": " + (before === null ? "geen cijfers" : number(before, Number.isInteger(before) ? 0 : 1)));
    }
    if (words.measure) {
      let text = words.measure + ": ";
      if (paint.value[index] === null) text += words.none[paint.classes[index]] || "geen cijfers";
      else {
        text += number(paint.value[index], paint.decimals);
        if (paint.low) text += " (95%: " + number(paint.low[index], paint.decimals) + " – " + number(paint.high[index], paint.decimals) + ")";
      }
      lines.push(text);
      if (words.crude && words.crude[index]) lines.push("niet gladgestreken: " + words.crude[index]);
    }
    if (words.verdicts && words.verdicts[index]) lines.push(words.verdicts[index]);
    if (words.hotspots) lines.push(words.hotspots[index]);
    return lines.join("<br>");
  }

  /* At each click Leaflet closes the card, for a finger; that which a mouse holds open it then made anew, which came
     before the answer. */
  function cardEvents() {
    const close = (event) => { if (event.originalEvent.pointerType !== "mouse") this.close(); };
    return Object.assign(L.Tooltip.prototype.getEvents.call(this), { preclick: close });
  }

  function escape(text) {
    const span = document.createElement("span");
    span.textContent = text;
    return span.innerHTML;
  }

  const map = {
    styleBase: function (feature) {
      const kind = feature.properties.kind;
      if (kind === "outline") return { fill: false, color: "#5a666b", weight: 3 };
      if (kind === "water") return { fill: false, color: "#7fb4d6", weight: 1.6, opacity: 0.9 };
      return { fill: false, color: "#5a666b", weight: 1.2, dashArray: "6 4", opacity: 0.8 };
    },
    only_outline: (feature) => feature.properties.kind === "outline",
    only_water: (feature) => feature.properties.kind === "water",
    only_rail: (feature) => feature.properties.kind === "rail",
    only_place: (feature) => feature.properties.kind === "place",
    placeName: (feature, latlng) => bv.labels.marker(latlng, feature.properties.name, "bv-place", { rank: 1000, pane: "bv-plaatsen" }),
    areaName: function (feature, latlng) {
      const { code, level, name, rank } = feature.properties;
      return bv.labels.marker(latlng, name, "bv-name bv-name-" + level, { code, level, rank, pane: "bv-namen" });
    },
    campus: function (feature, latlng) {
      const dot = L.circleMarker(latlng, { pane: "bv-campussen", radius: 5, color: "#ffffff", weight: 1.5, fillColor: "#23333a", fillOpacity: 1 });
      dot.on("add", () => map.noTabStop(dot._path));
      return dot.bindTooltip(escape(feature.properties.name) + "<br>" + escape(feature.properties.institute), { className: "bv-card" });
    },
    /* A shape that listens for the focus, as one with a card does, is a stop of the Tab key, of which there would be
       hundreds, and takes the focus at each click: the table is the keyboard's way. */
    noTabStop: function (path) {
      if (path) L.DomEvent.off(path, "focus blur");
    },
    /* Colours one level; the others keep what they had, they are not on screen. */
    apply: function (paint) {
      paints[paint.level] = paint;
      const before = current ? current.selected : [];
      const relevel = !current || current.level !== paint.level;
      current = paint;
      for (const level of Object.keys(shapes)) {
        if (level === paint.level || relevel) {
          shapes[level].forEach((shape, code) => restyle(level, shape, code));
          continue;
        }
        for (const code of new Set(before.concat(paint.selected))) {
          const shape = shapes[level].get(code);
          if (shape) restyle(level, shape, code);
        }
      }
      map.drawChosen();
      map.fitOnce();
      const frame = document.getElementById("map-frame");
      if (frame) frame.dataset.painted = String(Number(frame.dataset.painted || 0) + 1);
    },
    /* A priority with a zone of its own opens on that zone, and leaving it shows the city again; nothing else moves the map. */
    fitOnce: function () {
      const wanted = (current && current.fit) || "";
      const leaflet = map.leaflet();
      if (!leaflet || wanted === (leaflet.bvFitted || "") || (wanted && !shapes.zone.has(wanted))) return;
      if (wanted) leaflet.fitBounds(shapes.zone.get(wanted).layer.getBounds().pad(2), { animate: false });
      else bv.moves.fit([]);
      leaflet.bvFitted = wanted; // a map that is made again, after another page, starts on the city
    },
    /* The border of what is chosen, once more, over the water and the rails that lie on it. */
    drawChosen: function () {
      const leaflet = map.leaflet();
      if (!current || !leaflet) return;
      const chosen = current.selected.flatMap((code) => Object.keys(shapes).map((level) => shapes[level].get(code)))
        .filter((shape) => shape && shape.layer._map);
      const before = leaflet.bvChosen;
      if (before && before.shapes.length === chosen.length && chosen.every((shape, i) => shape === before.shapes[i])) return;
      if (before) before.drawn.remove();
      if (!leaflet.getPane(CHOSEN)) Object.assign(leaflet.createPane(CHOSEN).style, { zIndex: 435, pointerEvents: "none" });
      const style = { ...BORDER, pane: CHOSEN, fill: false, interactive: false };
      const drawn = L.layerGroup(chosen.map((shape) => L.polygon(shape.layer.getLatLngs(), style)));
      leaflet.bvChosen = { shapes: chosen, drawn: drawn.addTo(leaflet) };
    },
    /* The polygons of a level arrive as one file; once they are on the map the selection is drawn over them. */
    whenComplete: function () {
      clearTimeout(map.waiting);
      map.waiting = setTimeout(function () {
        map.drawChosen();
        map.fitOnce();
        map.nameIt();
        bv.overlays.sync();
        if (bv.draw) bv.draw.fromAddress();
        bv.labels.arrange();
        const frame = document.getElementById("map-frame");
        if (frame) frame.dataset.shapes = String(shapes.wijk.size + shapes.buurt.size);
      }, 0);
    },
    /* Leaflet keeps the card of each area that a drag passes over and opens them all where the mouse was, and a mouse that
       leaves over a button is not seen to leave. The card of what the mouse is over when the map stands still stays. */
    watchCards: function (leaflet) {
      if (leaflet.bvCards) return;
      leaflet.bvCards = true;
      let dragged = false;
      let mouse = null;
      const close = () => leaflet.eachLayer((one) => { if (one instanceof L.Tooltip && one.options.className === "bv-card") one.remove(); });
      const container = leaflet.getContainer();
      container.addEventListener("pointermove", (event) => { mouse = event.pointerType === "mouse" ? event : null; });
      container.addEventListener("mouseleave", () => { mouse = null; close(); });
      leaflet.on("dragstart", () => { dragged = true; close(); });
      /* On a small screen the place beside the point that is tapped is narrower than a card: it is moved into the frame,
         under the row of buttons. */
      const small = window.matchMedia("(max-width: 480px)");
      let open = null;
      function keepWhole() {
        const element = open && open.getElement();
        if (!element || !open._map) return;
        element.style.translate = "none";
        if (!small.matches) return;
        const card = element.getBoundingClientRect();
        const frame = container.getBoundingClientRect();
        const buttons = container.closest(".map-panel").querySelector(".map-buttons").getBoundingClientRect();
        const x = Math.max(frame.left + 4 - card.left, 0) || Math.min(frame.right - 4 - card.right, 0);
        const y = Math.max(buttons.bottom + 4 - card.top, 0) || Math.min(frame.bottom - 4 - card.bottom, 0);
        element.style.translate = x + "px " + y + "px";
      }
      leaflet.on("tooltipopen", (event) => { open = event.tooltip; keepWhole(); });
      leaflet.on("mousemove", () => { if (small.matches) keepWhole(); }); // a second tap in the same area moves its card
      leaflet.on("moveend", function () {
        if (!dragged) return;
        dragged = false;
        queueMicrotask(function () { // after what Leaflet itself does at this event
          close();
          const over = mouse && container.querySelector("path[data-area]:hover");
          if (!over) return;
          for (const level of Object.keys(shapes)) {
            const shape = shapes[level].get(over.dataset.area);
            if (shape && shape.layer._path === over) shape.layer.openTooltip(leaflet.mouseEventToLatLng(mouse));
          }
        });
      });
    },
    nameIt: function () {
      const leaflet = map.leaflet();
      if (!leaflet) return;
      map.watchCards(leaflet);
      leaflet.getContainer().setAttribute("role", "group");
      leaflet.getContainer().setAttribute("aria-label", "Kaart: pijltjes verschuiven, plus en min zoomen, kiezen kan in de tabel");
    },
    leaflet: function () {
      for (const level of Object.keys(shapes)) {
        for (const shape of shapes[level].values()) if (shape.layer._map) return shape.layer._map;
      }
      return null;
    },
    /* Of these areas, of the whole city when there are none. */
    boundsOf: function (codes) {
      const bounds = L.latLngBounds([]);
      for (const level of Object.keys(shapes)) {
        shapes[level].forEach(function (shape, code) {
          if (codes.length ? codes.includes(code) : !OVER.includes(level)) bounds.extend(shape.layer.getBounds());
        });
      }
      return bounds;
    },
    selected: () => (current ? current.selected : []),
    number: number,
    styleOf: styleOf,
    shapes: shapes,
  };
  /* style_<level> and each_<level>: what dash-leaflet calls for each polygon of that level. */
  for (const level of Object.keys(shapes)) {
    map["style_" + level] = (feature) => styleOf(level, -1, String(feature.id));
    map["each_" + level] = function (feature, layer) {
      const code = String(feature.id);
      const index = shapes[level].has(code) ? shapes[level].get(code).index : shapes[level].size;
      const name = feature.properties.name;
      shapes[level].set(code, { layer: layer, index: index });
      layer.setStyle(styleOf(level, index, code));
      layer.bindTooltip(() => (OVER.includes(level) && current && current.level !== level ? "<strong>" + escape(name) + "</strong>" : card(level, index, name)),
        { sticky: true, className: "bv-card", direction: "auto" });
      layer.off("click", layer._openTooltip, layer);
      layer.getTooltip().getEvents = cardEvents;
      layer.on("click", function (event) {
        const mouse = event.originalEvent;
        L.DomEvent.stopPropagation(event); // dash-leaflet would tell Dash of a click on the map, which draws all of it anew
        bv.pick(code, mouse.ctrlKey || mouse.metaKey || mouse.shiftKey);
        if (!layer.isTooltipOpen()) layer.openTooltip(event.latlng); // a finger
      });
      layer.on("add", function () {
        if (!layer._path) return;
        layer._path.setAttribute("data-area", code);
        map.noTabStop(layer._path);
      });
      map.whenComplete();
    };
  }

  bv.map = map;
})();
