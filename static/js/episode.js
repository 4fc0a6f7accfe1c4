/* The entry form: places and words are offered for the chosen symptom, "helped" only for what was tried.
   What is ticked is never hidden, and without this script everything is simply there. */
"use strict";

(() => {
  const form = document.querySelector("form[data-episode]");
  if (!form) return;

  const isTicked = (part) => Boolean(part.querySelector("input:checked"));

  /* data-for-symptoms="leg-cramp:0 numbness:3": offered for these, at this rank. */
  function rankFor(part, symptom) {
    const found = part.dataset.forSymptoms.split(" ").find((word) => word.startsWith(`${symptom}:`));
    return symptom && found ? Number(found.split(":")[1]) : null;
  }

  function offerForSymptom() {
    const symptom = form.querySelector("input[name=symptom]:checked")?.value;
    for (const group of form.querySelectorAll("[data-offered]")) {
      const parts = [...group.querySelectorAll("[data-for-symptoms]")];
      for (const part of parts) part.hidden = rankFor(part, symptom) === null && !isTicked(part);
      parts
        .sort((one, other) => (rankFor(one, symptom) ?? 99) - (rankFor(other, symptom) ?? 99))
        .forEach((part) => part.parentNode.append(part));
      group.hidden = parts.every((part) => part.hidden) && !group.querySelector(".field-errors");
    }
  }

  function offerSubset(part) {
    const tried = new Set(
      [...form.querySelectorAll(`input[name=${part.dataset.subsetOf}]:checked`)].map((box) => box.value),
    );
    for (const box of part.querySelectorAll("input")) {
      const label = part.querySelector(`label[for="${box.id}"]`);
      const offered = tried.has(box.value) || box.checked;
      box.hidden = label.hidden = !offered;
    }
    part.hidden = !tried.size && !isTicked(part);
  }

  /* The body ticks the list below it, and shows what is ticked there. */
  const body = form.querySelector("[data-body-map]");
  const boxOf = (part) => form.querySelector(`input[name=sites][value="${part.dataset.site}"]`);

  function showOnBody() {
    for (const part of body.querySelectorAll("[data-site]")) part.classList.toggle("is-chosen", boxOf(part).checked);
  }

  body?.addEventListener("click", (event) => {
    const part = event.target.closest("[data-site]");
    if (!part) return;
    const box = boxOf(part);
    box.checked = !box.checked;
    box.dispatchEvent(new Event("change", { bubbles: true }));
  });

  function refresh() {
    if (body) showOnBody();
    offerForSymptom();
    form.querySelectorAll("[data-subset-of]").forEach(offerSubset);
  }

  if (body) body.hidden = false;
  form.addEventListener("change", refresh);
  refresh();
})();
