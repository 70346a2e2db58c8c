/* Puts the answer of the server on the page (dashboard/callbacks/draw.py): first what the visitor looks at, as it comes,
   and in the frames after it the rest. Only what differs is touched, and words and tables become plain elements: as
   outputs of a callback all of it was made again at every change. */
(function () {
  "use strict";
  const bv = (window.bv = window.bv || {});
  const inside = new WeakMap(); // place on the page -> what is in it, as text
  const PATIENCE = 3000; // milliseconds
  let turn = 0;

  function differs(place, content) {
    const text = JSON.stringify(content);
    if (inside.get(place) === text) return false;
    inside.set(place, text);
    return true;
  }

  /* What had the focus was replaced: the same button has it again, or the sentence that says what is shown now. */
  function keepFocus(place, before) {
    const { area, patch } = before.dataset;
    const same = Array.from(place.querySelectorAll("button,a[href]")).find((one) => one.dataset.area === area && one.dataset.patch === patch && one.textContent === before.textContent);
    const next = same || document.getElementById("sentence");
    if (!next) return;
    if (!same) next.tabIndex = -1;
    next.focus({ preventScroll: Boolean(same) });
  }

  function write(parts) {
    for (const [id, content] of Object.entries(parts || {})) {
      const place = document.getElementById(id);
      if (!place || !differs(place, content)) continue;
      const before = place.contains(document.activeElement) ? document.activeElement : null;
      place.replaceChildren(...[content].flat().map(bv.table.element));
      if (before) keepFocus(place, before);
    }
  }

  function classes(names) {
    for (const [id, name] of Object.entries(names || {})) {
      const place = document.getElementById(id);
      if (!place || place.className === name) continue;
      place.className = name;
      bv.labels.arrange(); // names of a level that was not shown had no size to be arranged by
    }
  }

  function chart(id, figure) {
    const place = document.getElementById(id);
    if (!place) return;
    if (!differs(place, figure)) {
      place.dataset.kept = String(turn); // it shows this answer already
      return;
    }
    bv.charts.draw(place, figure);
  }

  function pause() {
    return new Promise((resolve) => requestAnimationFrame(() => setTimeout(resolve, 0)));
  }

  /* The visitor went on: what was still to be drawn makes room for the answer that is on its way, if it comes. */
  async function makeRoom(asked, mine) {
    const until = performance.now() + PATIENCE;
    while (location.search !== asked && mine === turn && performance.now() < until) {
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }

  /* A sentence in place of figures: those that are there are of another view. */
  bv.say = function (text) {
    bv.release();
    bv.when.wait();
    turn += 1;
    classes({ board: "board is-empty is-down" });
    write({ sentence: [text], notices: [] });
  };

  async function later(answer, offered, askBelow) {
    const mine = turn;
    const asked = location.search;
    /* In a frame of its own, and only while nothing newer is there: a control that gets an older value back would write
       that over what the visitor chose since. */
    async function step(work) {
      await pause();
      await makeRoom(asked, mine);
      if (mine !== turn) return false;
      work();
      return true;
    }
    for (let frame = 0; frame < 2; frame++) await pause(); // until it is on screen nothing else takes the browser's time
    const asking = mine === turn ? askBelow() : null;
    bv.release();
    bv.labels.arrange(); // names make room for the legend
    if (!(await step(bv.tellDash))) return;
    const offers = await offered;
    if (mine !== turn) return; // a newer answer is there, or on its way
    if (offers.fout) return bv.say(offers.fout);
    if (!(await step(() => { bv.controls.write(offers.controls); classes(offers.classes); write(offers.words); }))) return;
    if (!(await step(() => offers.tabs && bv.linkedTo(offers.tabs, asked)))) return;
    if (!(await step(() => bv.when.show(answer.when)))) return;
    const below = await asking;
    if (!below || mine !== turn) return;
    if (below.fout) return bv.say(below.fout);
    const steps = [
      () => { classes(below.classes); write(below.words); },
      () => below.table && bv.table.draw(below.table),
      ...Object.entries(below.charts || {}).map(([id, figure]) => () => chart(id, figure)),
    ];
    for (const work of steps) if (!(await step(work))) return;
    await bv.charts.settled();
    if (mine !== turn) return;
    bv.drawn = asked; // all of it is on the page: a picture of it can be made
  }

  function put(part) {
    if (part.effective) bv.keep(part.effective);
    classes(part.classes);
    if (part.paint) bv.map.apply(part.paint);
    if (part.overlays) bv.overlays.show(part.overlays);
    for (const [id, figure] of Object.entries(part.charts || {})) chart(id, figure);
    write(part.words);
  }

  /* The first of an answer: the trend, or the sentence that says why there is none. */
  bv.begin = function (trend) {
    turn += 1;
    put(trend);
  };

  /* The map. */
  bv.paint = put;

  /* story: what is said of map and trend; offered: a promise of what the controls offer, or of the sentence that says
     why not; askBelow: asks for the panels below, and promises the same of them, or nothing when the visitor went on. */
  bv.show = function (story, offered, askBelow) {
    bv.when.wait(story.when);
    put(story);
    later(story, offered, askBelow);
  };
})();
