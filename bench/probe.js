/* Runs in the page before anything else and notes when the map and the trend are on screen.
   A moment counts two animation frames after the work was done: by then the browser has shown it. */
(() => {
  "use strict";
  const bench = (window.bench = { first: null });
  const LONGEST_MS = 20000;
  let waiting = null;

  function shown(then) {
    requestAnimationFrame(() => requestAnimationFrame(() => then(performance.now())));
  }

  /* The first picture: every polygon is there, and has its colour. */
  function firstPicture(frame) {
    if (bench.first !== null || !frame.dataset.painted || !frame.dataset.shapes) return;
    bench.first = -1;
    shown((at) => { bench.first = at; });
  }

  function step(what) {
    if (!waiting || waiting[what]) return;
    waiting[what] = true;
    const mine = waiting;
    if (what === "table") shown((at) => mine.resolveTable(at - mine.start));
    else if (mine.map && mine.trend) shown((at) => mine.resolve(at - mine.start));
  }

  new MutationObserver((changes) => {
    for (const change of changes) {
      if (change.target.id === "map-frame" && change.attributeName && change.attributeName !== "class") {
        firstPicture(change.target);
        if (change.attributeName === "data-painted") step("map");
      }
      if (change.attributeName === "data-kept" && change.target.id === "trend") step("trend");
      if (change.type === "childList" && change.target.closest && change.target.closest("#table")) step("table");
    }
  }).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ["data-painted", "data-shapes", "data-kept"] });

  document.addEventListener("click", (event) => { if (waiting && waiting.start === null) waiting.start = event.timeStamp; }, true);

  /* Gets ready for one change; the clock starts at the next click, or in `bench.go`. */
  bench.arm = function () {
    const chart = document.querySelector("#trend .js-plotly-plot");
    if (!chart.watched) {
      chart.watched = true;
      chart.on("plotly_afterplot", () => step("trend"));
    }
    waiting = { start: null };
    const mine = waiting;
    bench.painted = new Promise((resolve, reject) => { mine.resolve = resolve; setTimeout(reject, LONGEST_MS); });
    bench.complete = new Promise((resolve, reject) => { mine.resolveTable = resolve; setTimeout(reject, LONGEST_MS); });
  };

  bench.bare = async function () {
    const start = performance.now();
    await (await fetch("/assets/same_site.js", { cache: "no-store" })).text();
    document.getElementById("home-note").textContent = String(start);
    return new Promise((resolve) => shown((at) => resolve(at - start)));
  };

  bench.go = function (search) {
    bench.arm();
    waiting.start = performance.now();
    const params = new URLSearchParams(search);
    const gone = Array.from(new URLSearchParams(location.search).keys()).filter((key) => !params.has(key));
    window.bv.go(Object.assign(Object.fromEntries(gone.map((key) => [key, null])), Object.fromEntries(params))); // as every filter
  };
})();
