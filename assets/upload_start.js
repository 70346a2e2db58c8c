/* The way to the upload page: what it does is fetched when it opens (assets/later/upload.js), so that a first visit to
   the map does not pay for it. */
(function () {
  "use strict";
  const later = new URL("later/", document.currentScript.src);

  window.dash_clientside = Object.assign({}, window.dash_clientside, {
    bvUpload: {
      start: function (given) {
        Promise.all(["upload_form.js", "upload.js"].map((name) => import(new URL(name, later).href))).then(
          () => window.bv.startUpload(given),
          function (error) {
            console.warn(error);
            window.alert("Deze pagina kon niet geladen worden. Is er nog verbinding met de server? Herlaad ze.");
          },
        );
        return window.dash_clientside.no_update;
      },
    },
  });
})();
