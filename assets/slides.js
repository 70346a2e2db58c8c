/* The way to the meeting mode: "Projecteer" opens the view of now, "Bewaar als dia" keeps it. What the buttons do is
   fetched at the first press (assets/later/slides.js). */
(function () {
  "use strict";
  const later = new URL("later/", document.currentScript.src);
  const load = () => import(new URL("slides.js", later).href);

  function aim(event) {
    const link = event.target.closest && event.target.closest("#project");
    if (link) link.href = "/projectie" + location.search;
  }
  for (const kind of ["pointerdown", "focusin", "click"]) document.addEventListener(kind, aim, true);

  document.addEventListener("click", async function (event) {
    const button = event.target.closest && event.target.closest("button[data-slide]");
    if (!button) return;
    try {
      (await load()).act(button);
    } catch (error) {
      console.warn(error);
      window.alert("Dit kon niet geladen worden. Is er nog verbinding met de server? Probeer het opnieuw.");
    }
  });

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    bvSlides: {
      place: function (id) {
        if (id) load().then((slides) => slides.place(document.getElementById(id)));
        return window.dash_clientside.no_update;
      },
    },
  });
})();
