/* The way to the meeting mode: "Projecteer" opens the view of now, "Bewaar als dia" keeps it. What the buttons do is
   fetched at the first press (assets/later/slides.js). */
(function () {
  "use strict";
  const later = new URL("later/", document.currentScript.src);
  const load = () => import(new URL("slides.js", later).href);

  function aim(event) {
    const link = event.target.closest && event.target.closest("#project");
    if (link) link.href = "/projectie?" + window.bv.lasting();
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

  /* Colours and advance, chosen on the page of slides: in the links to the meeting mode at the moment one is used. */
  function dressed(link) {
    const [path, mark] = link.split("#");
    const [before, query] = path.split("?");
    const chosen = Array.from(document.querySelectorAll("select[data-slide-show]"), (one) => [one.dataset.slideShow, one.value]);
    const kept = (query || "").split("&").filter((part) => part && !chosen.some(([key]) => part.split("=")[0] === key));
    for (const [key, value] of chosen) if (value) kept.push(key + "=" + value);
    return before + (kept.length ? "?" + kept.join("&") : "") + (mark ? "#" + mark : "");
  }
  window.bv.dressed = dressed;

  function dress(event) {
    const link = event.target.closest && event.target.closest('.own-areas a[href*="/projectie"]');
    if (link) link.href = dressed(link.href);
  }
  for (const kind of ["pointerdown", "focusin", "click"]) document.addEventListener(kind, dress, true);
  document.addEventListener("change", function (event) {
    if (!event.target.matches || !event.target.matches("select[data-slide-show]")) return;
    for (const link of document.querySelectorAll('.own-areas a[href*="/projectie"]')) link.href = dressed(link.href);
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
