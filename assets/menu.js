/* A menu of the bar on top closes as a menu does: at a click elsewhere, at a choice, and with Escape. */
(function () {
  "use strict";
  function close(except) {
    for (const menu of document.querySelectorAll("details.menu[open]")) if (menu !== except) menu.open = false;
  }
  document.addEventListener("click", function (event) {
    const menu = event.target.closest && event.target.closest("details.menu");
    close(menu && !event.target.closest("a") ? menu : null);
  });
  document.addEventListener("keydown", function (event) {
    if (event.key !== "Escape") return;
    const menu = document.activeElement && document.activeElement.closest("details.menu[open]");
    close(null);
    if (menu) menu.querySelector("summary").focus();
  });
})();
