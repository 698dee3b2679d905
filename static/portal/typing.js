// Comforts of typing: sums grow their gaps, a day may be picked, a changed form asks before it is left.
"use strict";

(() => {
  const GAP = "\u00a0";
  const SUM = /^(\d*)(?:([.,])(\d{0,2}))?$/;
  const DIGITS = /[\d.,]/;

  // What is not plainly a sum stays as typed: the portal reads it, or says what is wrong.
  function grouped(text) {
    const plain = text.replace(/[\s\u00a0\u2009\u202f'’]/g, "");
    const found = SUM.exec(plain);
    if (!found || !found[1]) return null;
    const whole = found[1].replace(/\B(?=(\d{3})+$)/g, GAP);
    return whole + (found[2] ? `,${found[3]}` : "");
  }

  function format(line) {
    const made = grouped(line.value);
    if (made === null || made === line.value) return;
    let left = [...line.value.slice(0, line.selectionStart)].filter((sign) => DIGITS.test(sign)).length;
    const focused = document.activeElement === line;
    line.value = made;
    if (!focused) return;
    let caret = 0;
    while (left > 0 && caret < made.length) {
      if (DIGITS.test(made[caret])) left -= 1;
      caret += 1;
    }
    line.setSelectionRange(caret, caret);
  }

  document.addEventListener("input", (event) => {
    const line = event.target;
    // A gap may be deleted: then the digit before it is what the person meant to delete next.
    if (line.matches?.("input[data-sum]") && !event.isComposing) format(line);
  }, true);

  // The day as the calendar of the browser wants it, "" where it is not plainly one.
  function iso(text) {
    const found = /^\s*(\d{1,2})\.(\d{1,2})\.(\d{4})\s*$/.exec(text);
    return found ? `${found[3]}-${found[2].padStart(2, "0")}-${found[1].padStart(2, "0")}` : "";
  }

  function addCalendar(line) {
    if (line.dataset.ready || line.disabled || line.readOnly) return;
    line.dataset.ready = "1";
    const label = line.labels?.[0]?.firstChild?.textContent.trim() || "";
    const box = document.createElement("span");
    box.className = "day-box";
    const calendar = document.createElement("input");
    Object.assign(calendar, { type: "date", tabIndex: -1, min: line.dataset.first || "", max: line.dataset.last || "" });
    calendar.setAttribute("aria-hidden", "true");
    const button = document.createElement("button");
    button.type = "button";
    button.className = "day-pick";
    button.setAttribute("aria-label", `Календарь: ${label}`);
    button.title = "Выбрать в календаре";
    line.replaceWith(box);
    box.append(line, button, calendar);
    button.addEventListener("click", () => {
      calendar.value = iso(line.value);
      calendar.showPicker();
    });
    calendar.addEventListener("change", () => {
      if (!calendar.value) return;
      line.value = calendar.value.split("-").reverse().join(".");
      line.focus();
      for (const kind of ["input", "change"]) line.dispatchEvent(new Event(kind, { bubbles: true }));
    });
  }

  // The browser asks before a changed form is left; a form that only chooses what is shown does not count, nor one that
  // is saved by itself as it is filled (data-unwatched). Live checks by hx-post save nothing: their forms are watched.
  const watched = new Map();
  const written = (form) => {
    const values = [...new FormData(form)].filter(([name]) => name !== "csrfmiddlewaretoken");
    return JSON.stringify(values.map(([name, value]) => [name, value instanceof File ? value.name : value]));
  };
  const watch = (root) => {
    for (const form of root.querySelectorAll("main form[method=post]:not([data-unwatched])")) {
      // What was refused, or brought back after a lost session, is not saved yet.
      const unsaved = form.querySelector(".form-errors, [data-unsaved]");
      if (!watched.has(form)) watched.set(form, unsaved ? "" : written(form));
    }
  };
  window.addEventListener("beforeunload", (event) => {
    for (const [form, before] of watched) {
      if (form.isConnected && !form.dataset.sent && written(form) !== before) {
        event.preventDefault();
        return;
      }
    }
  });

  // One more row of a form of many: the empty row of the page, under the next number.
  document.addEventListener("click", (event) => {
    const button = event.target.closest("button[data-more]");
    if (!button) return;
    const form = button.form;
    const total = form.querySelector("input[name$=TOTAL_FORMS]");
    const most = Number(form.querySelector("input[name$=MAX_NUM_FORMS]").value);
    const number = Number(total.value);
    if (number >= most) return;
    event.preventDefault();
    const pattern = form.querySelector("template").innerHTML;
    const holder = document.createElement("template");
    holder.innerHTML = pattern.replaceAll("__prefix__", number).replaceAll("__number__", number + 1);
    const row = holder.content.firstElementChild;
    form.querySelector("[data-rows]").append(row);
    total.value = number + 1;
    row.dispatchEvent(new CustomEvent("portal:added", { bubbles: true }));
    row.querySelector("input:not([type=hidden]), select:not([hidden]), textarea").focus();
  });

  const enhanceAll = (root) => root.querySelectorAll("input[data-day]").forEach(addCalendar);
  enhanceAll(document);
  document.addEventListener("portal:added", (event) => enhanceAll(event.target));
  document.addEventListener("htmx:load", (event) => enhanceAll(event.target));
  // Combobox lines lose their names as they are made (choice.js): what is compared begins after that.
  window.addEventListener("load", () => watch(document));
})();
