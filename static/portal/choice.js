// A choice by typing: the line of a choice becomes a combobox with a list of what is found (WAI-ARIA APG, list
// autocomplete with manual selection). The list of the form stays its value; words never chosen from are sent as words.
"use strict";

(() => {
  const PAUSE = 150;
  let made = 0;

  function element(tag, attributes, parent) {
    const one = document.createElement(tag);
    for (const [name, value] of Object.entries(attributes)) one.setAttribute(name, value);
    parent.append(one);
    return one;
  }

  function enhance(box) {
    if (box.dataset.ready) return;
    box.dataset.ready = "1";
    made += 1;
    const line = box.querySelector("input[type=text]");
    const select = box.querySelector("select");
    const words = line.name;
    const taken = select.id || line.id;
    const listId = `choice-${made}`;
    const label = taken && document.querySelector(`label[for="${CSS.escape(taken)}"]`);
    if (select.id) {
      for (const name of ["aria-describedby", "aria-invalid"]) {
        if (select.hasAttribute(name)) line.setAttribute(name, select.getAttribute(name));
      }
      select.removeAttribute("id");
      line.id = taken;
    }
    line.hidden = false;
    select.hidden = true;
    const list = element("ul", { role: "listbox", id: listId, hidden: "" }, box);
    list.setAttribute("aria-label", label ? label.textContent.trim() : line.placeholder);
    const status = element("div", { role: "status", class: "visually-hidden" }, box);
    const wiring = { role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": listId };
    for (const [name, value] of Object.entries(wiring)) line.setAttribute(name, value);

    let active = -1;
    let timer = 0;
    let asked = null;
    let waiting = false;
    let shown = null;
    const rows = () => [...list.children].filter((row) => row.dataset.value);

    function close() {
      list.hidden = true;
      active = -1;
      line.setAttribute("aria-expanded", "false");
      line.removeAttribute("aria-activedescendant");
    }

    function point(at) {
      const all = rows();
      if (!all.length) return;
      active = (at + all.length) % all.length;
      for (const row of all) row.setAttribute("aria-selected", String(row === all[active]));
      line.setAttribute("aria-activedescendant", all[active].id);
      all[active].scrollIntoView({ block: "nearest" });
    }

    // Chosen: the key stands in the select, and the words in the line are only its name, not sent.
    function choose(value, name) {
      let option = [...select.options].find((one) => one.value === value);
      if (!option) option = select.appendChild(new Option(name, value));
      select.value = value;
      line.value = name;
      line.removeAttribute("name");
      select.dispatchEvent(new Event("change", { bubbles: true }));
    }

    function show(answer, pointAt) {
      list.replaceChildren();
      answer.found.forEach((row, at) => {
        const attributes = { role: "option", id: `${listId}-${at}`, "aria-selected": "false", "data-value": row.value };
        const item = element("li", attributes, list);
        item.append(row.label);
        item.dataset.label = row.label;
        if (row.note) element("span", { class: "sub" }, item).append(row.note);
      });
      const told = answer.found.length
        ? answer.more ? `Показаны первые ${answer.found.length}: уточните` : `Найдено: ${answer.found.length}`
        : "Ничего не нашлось";
      status.textContent = told;
      if (answer.more || !answer.found.length) {
        element("li", { role: "presentation", class: "told" }, list).append(told);
      }
      list.hidden = false;
      active = -1;
      line.setAttribute("aria-expanded", "true");
      line.removeAttribute("aria-activedescendant");
      if (pointAt !== undefined) point(pointAt);
    }

    async function search(text, pointAt) {
      asked?.abort();
      const own = new AbortController();
      asked = own;
      waiting = true;
      const address = new URL(box.dataset.found, location.href);
      address.searchParams.set("q", text);
      try {
        const answer = await fetch(address, { signal: own.signal, redirect: "error" });
        if (answer.ok && document.activeElement === line) {
          show(await answer.json(), pointAt);
          shown = text;
        }
      } catch (error) {
        // Given up for a newer search, or the portal does not answer: the words go with the form.
        if (error.name !== "AbortError") close();
      } finally {
        if (asked === own) waiting = false;
      }
    }

    line.addEventListener("input", () => {
      select.value = "";
      line.name = words;
      clearTimeout(timer);
      if (!line.value.trim()) {
        asked?.abort();
        close();
        return;
      }
      timer = setTimeout(() => search(line.value), PAUSE);
    });
    line.addEventListener("keydown", (event) => {
      const open = !list.hidden;
      if (event.key === "ArrowDown" || event.key === "ArrowUp") {
        event.preventDefault();
        const step = event.key === "ArrowDown" ? 1 : -1;
        if (open) point(active < 0 && step < 0 ? -1 : active + step);
        else {
          const text = select.value ? "" : line.value;
          if (text === shown && rows().length) {
            list.hidden = false;
            line.setAttribute("aria-expanded", "true");
            point(step > 0 ? 0 : -1);
          } else search(text, step > 0 ? 0 : -1);
        }
      } else if (event.key === "Enter" && waiting) {
        // The list is on its way: the form is not sent past it.
        event.preventDefault();
      } else if (event.key === "Enter" && open && active >= 0) {
        event.preventDefault();
        const row = rows()[active];
        choose(row.dataset.value, row.dataset.label);
        close();
      } else if (event.key === "Escape") {
        event.stopPropagation();
        if (open) close();
        else if (line.value) {
          line.value = "";
          line.dispatchEvent(new Event("input", { bubbles: true }));
        }
      }
    });
    list.addEventListener("pointerdown", (event) => event.preventDefault());
    list.addEventListener("click", (event) => {
      const row = event.target.closest("[role=option]");
      if (!row) return;
      choose(row.dataset.value, row.dataset.label);
      close();
    });
    line.addEventListener("blur", () => {
      clearTimeout(timer);
      asked?.abort();
      close();
    });

    const chosen = select.selectedOptions[0];
    if (chosen?.value) {
      line.value = chosen.text;
      line.removeAttribute("name");
    }
  }

  const enhanceAll = (root) => root.querySelectorAll(".choice").forEach(enhance);
  enhanceAll(document);
  document.addEventListener("portal:added", (event) => enhanceAll(event.target));
})();
