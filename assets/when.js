/* The cards that are made of the hours of single facts (dashboard/components/when_card.py). They are asked once the
   answer to the selection is on the page, so that the map and the story never wait for them. */
(function () {
  "use strict";
  const bv = (window.bv = window.bv || {});
  const STILL = 150; // milliseconds without a newer selection before they are asked
  const PLACES = ["when", "zone-view"];
  const FAILED = "Dit kon niet geladen worden. Herlaad de pagina om het opnieuw te proberen.";
  let shown = null; // address of what is on the page
  let request = null;
  let timer = 0;

  function stop() {
    clearTimeout(timer);
    if (request) request.abort();
    request = null;
  }

  function places() { return PLACES.map((id) => document.getElementById(id)).filter(Boolean); }

  function busy(on) {
    for (const place of places()) place.setAttribute("aria-busy", String(on));
  }

  /* Words anew; a chart that was there stays the same element, so that plotly only draws what changed in it. */
  function write(words) {
    for (const [id, nodes] of Object.entries(words)) {
      const place = document.getElementById(id);
      if (!place) continue;
      const made = document.createDocumentFragment();
      made.append(...nodes.map(bv.table.element));
      for (const chart of made.querySelectorAll(".later-chart")) {
        const before = document.getElementById(chart.id);
        if (before) chart.replaceWith(before);
      }
      for (const gone of place.querySelectorAll(".later-chart")) if (window.Plotly) window.Plotly.purge(gone);
      place.replaceChildren(made);
    }
  }

  async function draw(answer, mine) {
    shown = null; // half of one and half of the other is neither
    write(answer.words);
    const library = await bv.charts.library();
    for (const [id, figure] of Object.entries(answer.charts)) {
      await new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
      const place = document.getElementById(id);
      if (mine !== request || !place) return false;
      await library.react(place, figure.data, Object.assign({ autosize: true }, figure.layout), answer.config);
    }
    return true;
  }

  async function ask(address) {
    const mine = (request = new AbortController());
    try {
      const response = await fetch(address, { signal: mine.signal });
      const answer = await response.json();
      if (mine !== request) return;
      if (!response.ok) throw new Error(answer.fout);
      if (!(await draw(answer, mine))) return;
      shown = address;
    } catch (error) {
      if (mine.signal.aborted || mine !== request) return;
      shown = null;
      const [first, ...others] = places();
      if (first) first.textContent = FAILED;
      for (const place of others) place.replaceChildren();
    }
    busy(false);
  }

  bv.when = {
    /* A new selection is on the page: what is still to come for the one before makes room. */
    wait: function (address) {
      const place = document.getElementById(PLACES[0]);
      if (place && !place.hasChildNodes()) shown = null; // the page was made anew
      stop();
      busy(!address || address !== shown);
    },
    show: function (address) {
      if (!address || address === shown) return;
      stop();
      timer = setTimeout(() => ask(address), STILL);
    },
  };
})();
