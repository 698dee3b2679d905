// Small comforts. Every page works without them.
"use strict";

// The year switches as soon as it is chosen; its button is then needless (hidden by the style sheet).
for (const select of document.querySelectorAll("form.year select")) {
  select.addEventListener("change", () => select.form.requestSubmit());
}

// An open menu closes by Escape (focus returns to what opened it) and by a click elsewhere.
const menus = document.querySelectorAll("details.who, details.menu");
document.addEventListener("keydown", (event) => {
  if (event.key !== "Escape") return;
  for (const menu of menus) {
    if (!menu.open) continue;
    menu.open = false;
    menu.querySelector("summary").focus();
  }
});
document.addEventListener("click", (event) => {
  for (const menu of document.querySelectorAll("details.who[open]")) {
    if (!menu.contains(event.target)) menu.open = false;
  }
});

// A form is sent once, however often its button is pressed. Coming back by the browser frees it again.
document.addEventListener("submit", (event) => {
  const form = event.target;
  if (form.method !== "post" || event.defaultPrevented) return;
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "1";
});
window.addEventListener("pageshow", () => {
  for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
});

// What has to be mended is read first.
document.querySelector(".form-errors:not([autofocus])")?.focus();

// A part of the page found nobody signed in (signin/fragments.py): told once, above what is being typed.
document.addEventListener("session-ended", () => {
  if (document.getElementById("session-ended")) return;
  const told = document.createElement("div");
  told.id = "session-ended";
  told.className = "alert alert-warning";
  told.setAttribute("role", "alert");
  told.textContent = "Сеанс закончился. Введённое не пропадёт: нажмите кнопку формы, портал попросит войти и вернёт её заполненной.";
  document.getElementById("main").prepend(told);
});
