// The sitting's screens: they say when the portal cannot be reached, and a late answer never covers a newer one.
"use strict";

(() => {
  const offline = document.getElementById("offline");
  const told = document.getElementById("told");
  let touched = "";

  document.addEventListener("htmx:beforeRequest", (event) => {
    const row = event.detail.elt.closest("form[id]");
    if (row) touched = row.id;
  });

  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, requestConfig } = event.detail;
    offline.hidden = true;
    // The session has ended: the answer is the sign-in page, which is no part of this one.
    if (new URL(xhr.responseURL, location.href).pathname !== new URL(requestConfig.path, location.href).pathname) {
      event.detail.shouldSwap = false;
      location.reload();
      return;
    }
    // A tap was answered while this question was on its way: what it brings is older.
    if (requestConfig.verb === "get" && !requestConfig.elt.isConnected) event.detail.shouldSwap = false;
  });

  // Whoever works by keyboard stays where he was, even if the button he pressed is gone.
  document.addEventListener("htmx:afterSettle", () => {
    if (document.activeElement === document.body && touched) document.querySelector(`#${touched} button`)?.focus({ preventScroll: true });
    touched = "";
    const done = document.querySelector("#sitting [data-told]");
    if (done) told.textContent = done.textContent;
    document.querySelector(".strip .form-errors")?.focus({ preventScroll: true });
  });

  for (const kind of ["htmx:sendError", "htmx:responseError"]) {
    document.addEventListener(kind, () => { offline.hidden = false; });
  }
})();
