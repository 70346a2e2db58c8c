/* Requests that write carry a header that no other site can send (dashboard/same_site.py). */
(function () {
  "use strict";
  const bv = (window.bv = window.bv || {});
  /* Sends an object as JSON, or a form with files; the answer, or an error with the sentence of the server. */
  bv.send = async function (url, content) {
    const headers = { "X-Buurtveiligheid": "1" };
    const form = content instanceof FormData;
    if (!form) headers["Content-Type"] = "application/json";
    let answer = null;
    try {
      const response = await fetch(url, { method: "POST", headers: headers, body: form ? content : JSON.stringify(content) });
      answer = await response.json();
    } catch (error) {
      throw new Error("De server antwoordt niet. Er is misschien niets bewaard: kijk het na en probeer opnieuw.");
    }
    if (answer.fout) throw new Error(answer.fout);
    return answer;
  };
})();
