/* Draws what does not change after it is there as plain elements: each Dash component listens to every change of the
   page, and the thousand of a long page held the browser for ten seconds. table.js makes the elements. */
(function () {
  "use strict";

  /* A link inside such a part opens another page of the app without loading everything again. */
  document.addEventListener("click", function (event) {
    const link = event.target.closest && event.target.closest("a[data-go]");
    if (!link || event.button || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    history.pushState({}, "", link.getAttribute("href"));
    window.dispatchEvent(new CustomEvent("_dashprivate_pushstate")); // as the links of Dash do
    window.scrollTo(0, 0);
  });

  document.addEventListener("click", function (event) {
    if (event.target.closest && event.target.closest("button[data-print]")) window.print();
  });

  function draw(id, parts) {
    const place = document.getElementById(id);
    if (place) place.replaceChildren(...(parts || []).map(window.bv.table.element));
    const part = parts && location.hash && document.getElementById(location.hash.slice(1));
    if (part) part.scrollIntoView(); // the browser looked for it before it was drawn
    return window.dash_clientside.no_update;
  }

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    bvPages: {
      plan: (parts) => draw("plan", parts),
      sources: (parts) => draw("sources", parts),
      sheet: function (answer) {
        if (!answer) return window.dash_clientside.no_update;
        document.title = answer.title;
        return draw("sheet", answer.parts);
      },
    },
  });
})();
