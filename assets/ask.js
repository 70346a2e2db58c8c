/* Asks for the answer to the address (dashboard/answer_route.py): four lines of JSON, the trend, the map, the
   story, and what the controls offer, each drawn while the server makes the next; and when these are on screen, what
   stands below them. Asked here and not by a callback of Dash, which would first tell all its components of the new
   address, and then tell them of the answer. */
(function () {
  "use strict";
  const bv = (window.bv = window.bv || {});
  const PATH = "/beeld";
  const BELOW = "/beeld/onder";
  const LOST = "Het antwoord kwam niet. Is er nog verbinding met de server? Deze pagina probeert het vanzelf opnieuw.";
  const NOTHING = { fout: LOST, status: 503 };
  const AGAIN = 5000; // milliseconds until what was not there is asked again
  const PATIENCE = 30000; // milliseconds for the page to be made
  let asked = null; // search: of the address; page: element of the page it was drawn on; stop: ends the request; answer: of it
  let renewed = null; // the address that was asked again for newer figures
  let foreseen = null; // the same for what a press that is not over will ask

  async function* lines(response) {
    const reader = response.body.getReader();
    const decoder = new TextDecoder();
    let text = "";
    for (;;) {
      const { done, value } = await reader.read();
      if (done) break;
      text += decoder.decode(value, { stream: true });
      let end;
      while ((end = text.indexOf("\n")) >= 0) {
        yield JSON.parse(text.slice(0, end));
        text = text.slice(end + 1);
      }
    }
    if (text) yield JSON.parse(text);
  }

  /* On the first visit, and after another page, the answer can be there before the page is. */
  async function thePage(mine) {
    const until = performance.now() + PATIENCE;
    for (;;) {
      const page = document.getElementById("sentence");
      if (page || mine !== asked || performance.now() > until) return page;
      await new Promise((resolve) => (document.hidden ? setTimeout(resolve, 50) : requestAnimationFrame(resolve)));
    }
  }

  /* Read on while the page is being made: a browser keeps a connection until all of it was read. */
  async function drawn(mine, parts) {
    const next = () => parts.next().then((part) => part.value || NOTHING, () => NOTHING);
    const [trend, map, story, offered] = [next(), next(), next(), next()];
    const first = await trend;
    mine.page = await thePage(mine);
    if (mine !== asked || !mine.page) return;
    if (first.fout) throw new Error(first.fout);
    bv.begin(first);
    const painted = await map;
    if (mine !== asked) return; // the visitor went on
    if (!painted.fout) bv.paint(painted);
    const told = painted.fout ? painted : await story;
    if (mine !== asked) return;
    if (told.fout) bv.say(told.fout);
    else bv.show(told, offered, () => below(mine, told));
    const last = told.fout ? told : await offered;
    if (mine === asked && last.status === 503) again(mine);
    await parts.next(); // to its end
  }

  /* Of the same figures as the rest, or all of it is asked again: they can be replaced in between. */
  async function below(mine, story) {
    if (!story.effective) return {}; // a sentence in place of figures
    let part = await fetch(BELOW + mine.search, { signal: mine.stop.signal })
      .then((response) => response.json())
      .catch(() => NOTHING);
    if (mine !== asked) return null;
    if (!part.fout && !part.version) part = NOTHING; // of something between here and the server
    if (part.status === 503) again(mine);
    if (part.fout || part.version === story.effective.version) {
      renewed = null;
      return part;
    }
    if (renewed === mine.search) return again(mine); // once at once: servers that differ would be asked without end
    renewed = mine.search;
    asked = null;
    bv.ask(location.search);
    return null;
  }

  function again(mine) {
    setTimeout(function () {
      if (mine !== asked) return; // something else was asked
      asked = null;
      bv.ask(location.search);
    }, AGAIN);
  }

  function question(search) {
    const early = foreseen;
    foreseen = null;
    if (early && early.search === search) return early;
    if (early) early.stop.abort();
    const stop = new AbortController();
    return { search: search, page: null, stop: stop, answer: fetch(PATH + search, { signal: stop.signal }) };
  }

  /* A press asks when the button is let go (selection.js); for a person that is some eighty milliseconds after it went
     down, in which the server can answer already. */
  bv.foresee = function (search) {
    bv.forget();
    if (search === location.search || (asked && asked.search === search)) return;
    foreseen = question(search);
    foreseen.answer.catch(() => null); // who asks it hears of it
  };
  bv.forget = function () {
    if (foreseen) foreseen.stop.abort();
    foreseen = null;
  };

  /* The same address is asked once, unless its page went away: a page that is made anew is empty. */
  bv.ask = async function (search) {
    if (location.pathname !== "/") return;
    if (asked && asked.search === search && (!asked.page || asked.page.isConnected)) return;
    if (asked) asked.stop.abort();
    const mine = (asked = question(search));
    try {
      const response = await mine.answer;
      await drawn(mine, lines(response));
      if (response.status === 503) again(mine);
    } catch (error) {
      if (!(await thePage(mine)) || mine !== asked) return;
      const said = error.name === "Error" ? error.message : LOST; // a broken line or connection has no words of its own
      bv.say(said);
      if (said === LOST) again(mine);
    }
  };
})();
