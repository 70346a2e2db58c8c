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

  /* On paper the map keeps the size it has on screen, made smaller as a whole: nothing of it falls off. */
  const PAPER = 700; // pixels between the margins of an A4
  window.addEventListener("beforeprint", function () {
    for (const panel of document.querySelectorAll(".map-panel, .story .card:not(.key)")) {
      const box = panel.getBoundingClientRect();
      if (!box.width) continue;
      panel.style.setProperty("--print-width", Math.round(box.width) + "px");
      panel.style.setProperty("--print-height", Math.round(box.height) + "px");
      panel.style.setProperty("--print-zoom", String(Math.min(1, PAPER / box.width, 620 / box.height)));
    }
  });
})();
