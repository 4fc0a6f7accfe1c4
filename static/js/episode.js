/* The entry form: places and words are offered for the chosen symptom, "helped" only for what was tried.
   What is ticked is never hidden, and without this script everything is simply there. */
"use strict";

(() => {
  const form = document.querySelector("form[data-episode]");
  if (!form) return;

  const isTicked = (part) => Boolean(part.querySelector("input:checked"));

  function offerForSymptom() {
    const symptom = form.querySelector("input[name=symptom]:checked")?.value;
    for (const part of form.querySelectorAll("[data-for-symptoms]")) {
      const offered = symptom && part.dataset.forSymptoms.split(" ").includes(symptom);
      part.hidden = !offered && !isTicked(part);
    }
    for (const group of form.querySelectorAll("[data-offered]")) {
      group.hidden = !group.querySelector("[data-for-symptoms]:not([hidden])") && !group.querySelector(".field-errors");
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

  function refresh() {
    offerForSymptom();
    form.querySelectorAll("[data-subset-of]").forEach(offerSubset);
  }

  form.addEventListener("change", refresh);
  refresh();
})();
