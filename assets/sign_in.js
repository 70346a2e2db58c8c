/* Signing out, and signing in again when the session ended while a page was open (dashboard/sign_in.py). */
(function () {
  "use strict";
  const bv = (window.bv = window.bv || {});
  const ask = window.fetch;
  const again = () => "/aanmelden?terug=" + encodeURIComponent(location.pathname + location.search);
  window.fetch = async function (...asked) {
    const answer = await ask.apply(window, asked);
    if (answer.status === 401) location.assign(again());
    return answer;
  };
  document.addEventListener("click", async function (event) {
    const button = event.target.closest && event.target.closest("#afmelden, #aanmelden");
    if (!button) return;
    if (button.id === "aanmelden") return location.assign(again());
    try {
      location.assign((await bv.send("/afmelden", {})).naar);
    } catch (error) {
      button.textContent = error.message;
    }
  });
})();
