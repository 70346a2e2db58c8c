/* Drawing zones and keeping groups (dashboard/components/draw_panel.py), only there for profile intern. Leaflet.draw
   draws; it cannot reshape what is kept, so a zone is redrawn in its place. */
(function () {
  "use strict";
  const bv = (window.bv = window.bv || {});
  const HELP = {
    polygon: "Klik de hoekpunten op de kaart. Klik op het eerste punt om te sluiten.",
    rectangle: "Sleep op de kaart van de ene hoek naar de andere.",
    drawn: "Getekend. Geef een naam en bewaar, of teken opnieuw.",
    redrawn: "Getekend. Bewaar, of teken opnieuw. De oude grens geldt tot u bewaart.",
  };
  let mode = null; // zone | hertekenen | groep
  let redrawing = null; // code, version and name of the zone that gets another border
  let handler = null;
  let shape = null; // layer on the map
  let listening = null;

  const place = (id) => document.getElementById(id);
  const say = (text, wrong) => {
    place("draw-help").textContent = wrong ? "" : text;
    place("draw-error").textContent = wrong ? text : "";
  };

  function dutch() {
    const words = L.drawLocal.draw.handlers;
    words.polygon.tooltip = { start: "Klik het eerste hoekpunt", cont: "Klik het volgende hoekpunt", end: "Klik op het eerste punt om te sluiten" };
    words.rectangle.tooltip = { start: "Sleep om een rechthoek te tekenen" };
    words.simpleshape.tooltip = { end: "Laat los om te stoppen" };
    words.polyline.error = "Lijnen mogen elkaar niet kruisen";
    const tools = L.drawLocal.draw.toolbar;
    tools.buttons.polygon = "Teken een veelhoek";
    tools.buttons.rectangle = "Teken een rechthoek";
    tools.actions = { title: "Stop met tekenen", text: "Annuleer" };
    tools.finish = { title: "Sluit de zone", text: "Klaar" };
    tools.undo = { title: "Haal het laatste punt weg", text: "Laatste punt weg" };
  }

  function clear() {
    if (handler) handler.disable();
    if (shape) shape.remove();
    handler = shape = null;
  }

  function start(kind) {
    const leaflet = bv.map.leaflet();
    if (!leaflet || !L.Draw) return say("De kaart is nog niet klaar. Probeer het zo opnieuw.", true);
    clear();
    dutch();
    const style = { color: "#f95706", weight: 2, fillOpacity: 0.1 };
    if (listening !== leaflet) {
      leaflet.on("draw:created", created);
      listening = leaflet;
    }
    handler = kind === "polygon"
      ? new L.Draw.Polygon(leaflet, { allowIntersection: false, drawError: { color: "#b83f00", message: "Lijnen mogen elkaar niet kruisen" }, shapeOptions: style })
      : new L.Draw.Rectangle(leaflet, { shapeOptions: style, showArea: false });
    handler.enable();
    const follower = leaflet.getContainer().querySelector(".leaflet-mouse-marker"); // under the pointer, nothing to stop at
    if (follower) for (const name of ["role", "tabindex"]) follower.removeAttribute(name);
    say(HELP[kind]);
    place("draw-save").disabled = true;
    place("draw-panel").classList.add("is-drawing"); // as small as can be: the map is what is drawn on
  }

  function created(event) {
    if (!handler) return;
    handler = null;
    // The control keeps what was drawn in a group of its own; here it is only held until it is kept.
    setTimeout(function () {
      if (shape) shape.remove();
      shape = event.layer;
      if (!shape._map) shape.addTo(listening);
      place("draw-save").disabled = false;
      place("draw-panel").classList.remove("is-drawing");
      say(mode === "hertekenen" ? HELP.redrawn : HELP.drawn);
      if (mode === "zone") place("draw-name").focus();
    }, 0);
  }

  function open(what, zone) {
    mode = what;
    redrawing = zone || null;
    const panel = place("draw-panel");
    panel.className = "draw-panel draw-" + what;
    panel.closest(".map-panel").classList.add("is-drawn-on");
    place("draw-title").textContent = { zone: "Zone tekenen", hertekenen: "Hertekenen: " + (zone ? zone.name : ""), groep: "Bewaar als groep" }[what];
    say("");
    bv.draw.fill("");
    place("draw-save").disabled = false;
    if (what === "groep") {
      const n = bv.map.selected().length;
      say(n < 2
        ? "Kies eerst minstens twee wijken of buurten: Ctrl-klik op de kaart, of de knop Voeg toe."
        : "De " + n + " gekozen gebieden komen samen onder één naam.");
      place("draw-save").disabled = n < 2;
      place("draw-name").focus();
    } else start("polygon");
  }

  function close() {
    clear();
    mode = redrawing = null;
    const panel = place("draw-panel");
    if (!panel) return;
    panel.className = "draw-panel is-hidden";
    panel.closest(".map-panel").classList.remove("is-drawn-on");
  }

  function show(code, level) {
    const params = new URLSearchParams(location.search);
    params.set("gebied", code);
    params.set("niveau", level);
    for (const name of ["hertekenen", "versie", "naam", "rijen"]) params.delete(name);
    location.assign("/?" + params.toString());
  }

  async function save() {
    const name = place("draw-name").value;
    if (mode !== "groep" && !shape) return say("Teken eerst de zone op de kaart.", true);
    const button = place("draw-save");
    button.disabled = true;
    try {
      if (mode === "groep") {
        const made = await bv.send("/eigen-gebieden/groep", { naam: name, leden: bv.map.selected() });
        if (made.zin) window.alert(made.zin); // what was left out must be read before the page is another
        return show(made.code, "groep");
      }
      const geometry = shape.toGeoJSON().geometry;
      const made = redrawing
        ? await bv.send("/eigen-gebieden/hertekenen", { code: redrawing.code, versie: redrawing.version, vorm: geometry })
        : await bv.send("/eigen-gebieden/zone", { naam: name, vorm: geometry });
      show(made.code, "zone");
    } catch (error) {
      say(error.message, true);
    } finally {
      button.disabled = false;
    }
  }

  const actions = {
    "draw-open": () => open("zone"),
    "group-open": () => open("groep"),
    "draw-polygon": () => start("polygon"),
    "draw-rectangle": () => start("rectangle"),
    "draw-undo": () => handler && handler.deleteLastVertex && handler.deleteLastVertex(),
    "draw-cancel": close,
    "draw-save": save,
  };
  document.addEventListener("click", function (event) {
    const target = event.target.closest && event.target.closest("button");
    if (target && actions[target.id]) actions[target.id]();
  });
  document.addEventListener("keydown", function (event) {
    if (event.key === "Enter" && event.target.id === "draw-name") save();
    if (event.key === "Escape" && mode) close();
  });

  bv.draw = {
    fill: function (text) {
      window.dash_clientside.set_props("draw-name", { value: text });
    },
    /* The page of own areas links to the map with the zone that is to be redrawn. */
    fromAddress: function () {
      const params = new URLSearchParams(location.search);
      const code = params.get("hertekenen");
      if (!code || mode || !place("draw-panel") || !window.L || !L.Draw) return;
      open("hertekenen", { code: code, version: Number(params.get("versie") || 0), name: params.get("naam") || code });
      const old = bv.map.shapes.zone.get(code);
      if (old) bv.map.leaflet().fitBounds(old.layer.getBounds().pad(0.8), { animate: false });
    },
  };
})();
