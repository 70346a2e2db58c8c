/* Asks for the answer to a selection: the one callback of the page (dashboard/callbacks/draw.py), called from here.
   Dash would call it after telling all its components of the new address, and tell them of the answer as well: a sixth
   of what a visitor waited for. */
(function () {
  "use strict";
  const bv = (window.bv = window.bv || {});
  const CALLBACK = "/_dash-update-component";
  const FAILED = "Het antwoord kwam niet. Is er nog verbinding met de server? Kies opnieuw, of herlaad de pagina.";
  let asked = null; // address, and the page that it was asked for
  let request = null;

  function body(search) {
    return JSON.stringify({
      output: "answer.data",
      outputs: { id: "answer", property: "data" },
      inputs: [{ id: "url", property: "search", value: search }],
      changedPropIds: ["url.search"],
    });
  }

  /* The same address on the same page is asked once; a page that is made anew is empty, and asks again. */
  bv.ask = async function (search) {
    const page = document.getElementById("sentence");
    if (!page || (asked && asked.search === search && asked.page === page)) return;
    asked = { search: search, page: page };
    if (request) request.abort();
    const mine = (request = new AbortController());
    try {
      const headers = { "Content-Type": "application/json", Accept: "application/json" };
      const response = await fetch(CALLBACK, { method: "POST", headers: headers, body: body(search), signal: mine.signal });
      const answer = await response.json();
      if (mine !== request) return;
      if (!response.ok) throw new Error(answer.fout);
      bv.show(answer.response.answer.data);
    } catch (error) {
      if (mine.signal.aborted || mine !== request) return;
      asked = null;
      page.textContent = FAILED;
    }
  };
})();
