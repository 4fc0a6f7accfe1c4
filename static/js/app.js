/* Small comforts over pages that are complete without them. No eval, nothing inline, nothing loaded from elsewhere. */
"use strict";

(() => {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone || "";

  const all = (root, selector) => [
    ...(root.matches && root.matches(selector) ? [root] : []),
    ...root.querySelectorAll(selector),
  ];

  function csrfToken() {
    const headers = document.body.getAttribute("hx-headers");
    return headers ? JSON.parse(headers)["X-CSRFToken"] : "";
  }

  /* Time: the browser knows the zone, and which of the two 02:30 of an autumn night is meant. */
  function tellZone() {
    const { zone: known, zoneUrl } = document.body.dataset;
    if (!zone || !zoneUrl || known === zone || sessionStorage.getItem("zone-told") === zone) return;
    const body = new URLSearchParams({ time_zone: zone, next: location.pathname });
    fetch(zoneUrl, { method: "POST", headers: { "X-CSRFToken": csrfToken() }, body })
      .then(async (answer) => {
        if (answer.status === 204) sessionStorage.setItem("zone-told", zone);
        // Another place than the settings say: the server asks which one counts.
        // What was just saved, and its Undo, stay above the question.
        const messages = document.getElementById("messages");
        if (answer.status === 200) messages.insertAdjacentHTML("beforeend", await answer.text());
      })
      .catch(() => {});
  }

  function fillOffset(hidden) {
    const box = document.getElementById(hidden.dataset.offsetFor);
    if (!box) return;
    const fill = () => {
      const moment = new Date(box.value);
      hidden.value = Number.isNaN(moment.getTime()) ? "" : String(-moment.getTimezoneOffset());
    };
    box.addEventListener("input", fill);
    if (!hidden.value) fill();
  }

  /* The browser picks the id of an entry, so sending the same form twice stores one entry. */
  function uuid() {
    if (crypto.randomUUID) return crypto.randomUUID();
    const bytes = crypto.getRandomValues(new Uint8Array(16));
    bytes[6] = (bytes[6] & 0x0f) | 0x40;
    bytes[8] = (bytes[8] & 0x3f) | 0x80;
    const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
    return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
  }

  /* Fields that depend on another: data-show-when="kind=weekly,monthly", or "woke=*" for any answer. */
  function answersTo(form, name) {
    return [...form.elements]
      .filter((box) => box.name === name && !(["radio", "checkbox"].includes(box.type) && !box.checked))
      .map((box) => box.value);
  }

  function showDependents(form) {
    for (const marked of all(form, "[data-show-when]")) {
      const part = marked.closest(".field") || marked;
      const [name, wanted] = marked.dataset.showWhen.split("=");
      const given = answersTo(form, name);
      const shown =
        wanted === "*" ? given.some((value) => value !== "") : wanted.split(",").some((value) => given.includes(value));
      part.hidden = !shown && !part.querySelector(".field-errors");
      for (const box of all(part, "input, select, textarea")) box.disabled = part.hidden;
    }
  }

  /* Tapping the chosen answer of an optional question again takes it back. */
  function allowClearing(group) {
    let wasChecked = null;
    const clear = (box) => {
      box.checked = false;
      wasChecked = null;
      box.dispatchEvent(new Event("change", { bubbles: true }));
    };
    group.addEventListener("pointerdown", (event) => {
      const label = event.target.closest("label");
      const box = label ? document.getElementById(label.htmlFor) : event.target;
      wasChecked = box && box.checked ? box : null;
    });
    group.addEventListener("click", (event) => {
      if (event.target.type === "radio" && event.target === wasChecked) clear(event.target);
    });
    // Browsers send no click for the space bar on a chosen radio button.
    group.addEventListener("keydown", (event) => {
      if (event.key !== " " || event.target.type !== "radio" || !event.target.checked) return;
      event.preventDefault();
      clear(event.target);
    });
  }

  /* One press, one request. The button stays enabled until the form has been read, or its name would be lost. */
  function sendOnce(form) {
    form.addEventListener("submit", (event) => {
      if (event.defaultPrevented || form.method !== "post") return;
      if (form.dataset.sent) {
        event.preventDefault();
        return;
      }
      form.dataset.sent = "yes";
      setTimeout(() => delete form.dataset.sent, 6000);
    });
  }

  /* Typed words are not lost by a wrong tap. */
  const unsaved = new Set();

  function guard(form) {
    form.addEventListener("input", () => unsaved.add(form));
    form.addEventListener("submit", () => unsaved.delete(form));
  }

  window.addEventListener("beforeunload", (event) => {
    if ([...unsaved].some((form) => form.isConnected)) event.preventDefault();
  });

  /* Light, dark, or as the device: at once, and remembered on this device. */
  function chooseTheme(name) {
    document.documentElement.dataset.bsTheme = name;
    const life = name === "auto" ? 0 : 31536000;
    const secure = location.protocol === "https:" ? "; Secure" : "";
    document.cookie = `theme=${name}; Path=/; Max-Age=${life}; SameSite=Lax${secure}`;
  }

  const units = [
    ["year", 31536000],
    ["month", 2592000],
    ["week", 604800],
    ["day", 86400],
    ["hour", 3600],
    ["minute", 60],
  ];

  function sayRelative(time) {
    const seconds = (new Date(time.dateTime) - Date.now()) / 1000;
    if (Number.isNaN(seconds)) return;
    const [unit, size] = units.find(([, length]) => Math.abs(seconds) >= length) || ["minute", 60];
    const words = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: "auto" });
    time.title = time.title || time.textContent.trim();
    time.textContent = words.format(Math.round(seconds / size), unit);
  }

  function start(root) {
    for (const box of all(root, "input[data-time-zone]")) box.value = box.value || zone;
    for (const box of all(root, "input[name=client_id]")) box.value = box.value || uuid();
    all(root, "[data-offset-for]").forEach(fillOffset);
    all(root, "[data-clearable]").forEach(allowClearing);
    all(root, "time[data-relative]").forEach(sayRelative);
    for (const form of all(root, "form")) {
      if (!form.matches("[hx-post], [hx-get]")) sendOnce(form);
      if (form.hasAttribute("data-guard")) guard(form);
      if (form.querySelector("[data-show-when]")) {
        showDependents(form);
        form.addEventListener("change", () => showDependents(form));
      }
      if (form.hasAttribute("data-autosubmit")) {
        for (const button of all(form, ".without-script")) button.hidden = true;
        form.addEventListener("change", () => form.requestSubmit());
      }
    }
  }

  document.addEventListener("change", (event) => {
    // In the settings this is a preview; saving keeps it for every device, so this device's own choice goes.
    if (event.target.name !== "theme") return;
    chooseTheme("auto");
    document.documentElement.dataset.bsTheme = event.target.value;
  });

  document.addEventListener("click", (event) => {
    const button = event.target.closest("[data-theme-choice], [data-print], [data-copy]");
    if (!button) return;
    if (button.dataset.themeChoice) chooseTheme(button.dataset.themeChoice);
    if (button.hasAttribute("data-print")) window.print();
    if (button.dataset.copy) copy(button);
  });

  async function copy(button) {
    const source = document.querySelector(button.dataset.copy);
    await navigator.clipboard.writeText(source.value ?? source.textContent.trim());
    button.lastChild.textContent = " Copied";
  }

  /* A page brought back by the Back button may be sent again. */
  window.addEventListener("pageshow", () => {
    for (const form of document.forms) delete form.dataset.sent;
  });

  start(document);
  tellZone();
  document.addEventListener("htmx:load", (event) => {
    if (event.target !== document.body) start(event.target);
  });
  const wrong = document.querySelector("main .is-invalid, main .field-errors");
  // The first thing to put right: typed fields take the cursor, choices are only brought into view.
  if (wrong) wrong.matches("ul") ? wrong.scrollIntoView({ block: "center" }) : wrong.focus();
})();
