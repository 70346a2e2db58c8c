/* The buttons of the page of own areas (dashboard/pages/own_areas.py); each change reloads what it changed. */
(function () {
  "use strict";
  const bv = (window.bv = window.bv || {});

  function wrong(text) {
    const place = document.getElementById("own-error");
    place.textContent = text;
    place.scrollIntoView({ block: "center" });
  }

  async function send(what, content) {
    try {
      await bv.send("/eigen-gebieden/" + what, content);
      location.reload();
    } catch (error) {
      wrong(error.message);
    }
  }

  function choose() {
    const input = Object.assign(document.createElement("input"), { type: "file", accept: ".geojson,.json,.gpkg" });
    input.addEventListener("change", function () {
      const form = new FormData();
      form.append("bestand", input.files[0]);
      send("bestand", form);
    });
    input.click();
  }

  document.addEventListener("click", function (event) {
    const target = event.target.closest && event.target.closest("button");
    if (!target) return;
    if (target.id === "own-file") return choose();
    const known = target.dataset;
    if (!known.own) return;
    const asked = { code: known.code, versie: Number(known.version) };
    if (known.own === "naam") {
      const name = window.prompt("Nieuwe naam", known.name);
      if (name !== null && name !== known.name) send("naam", Object.assign(asked, { naam: name }));
    } else if (window.confirm(known.ask)) send("verwijderen", asked);
  });
})();
