/* The way to the export menus. What they do is fetched when somebody opens one (assets/later/): a first visit does not
   pay for it. A button anywhere on the page is enough (dashboard/components/export_menu.py), also one drawn later. */
(function () {
  "use strict";
  const later = new URL("later/", document.currentScript.src);
  const load = (name) => import(new URL(name + ".js", later).href);

  document.addEventListener("click", async function (event) {
    const button = event.target.closest && event.target.closest("button[data-export]");
    if (!button) return;
    try {
      (await load("export_menu")).toggle(button);
    } catch (error) {
      console.warn(error);
      window.alert("Het menu kon niet geladen worden. Is er nog verbinding met de server? Probeer het opnieuw.");
    }
  });

  /* On paper the map and the charts keep the size they have on screen, made smaller as a whole: nothing falls off. */
  const PAPER = { width: 690, height: 640 }; // pixels that a chart may take between the margins of an A4
  window.addEventListener("beforeprint", function () {
    const map = document.querySelector(".map-panel");
    const frame = document.getElementById("map-frame");
    if (map && frame) {
      map.classList.toggle("is-narrow", getComputedStyle(frame).position === "relative"); // the legend is under the map
      map.style.setProperty("--print-map", frame.clientHeight + "px");
    }
    for (const panel of document.querySelectorAll(".map-panel, .story .card:not(.key)")) {
      const box = panel.getBoundingClientRect();
      if (!box.width) continue;
      panel.style.setProperty("--print-width", Math.round(box.width) + "px");
      panel.style.setProperty("--print-height", Math.round(box.height) + "px");
      panel.style.setProperty("--print-zoom", String(Math.min(1, PAPER.width / box.width, PAPER.height / box.height)));
    }
  });
})();
