// The night page's clock and timer. The page stores entries without this script, too.
"use strict";

const clock = document.querySelector("[data-clock]");
const timer = document.querySelector("[data-timer-since]");
const two = (number) => String(number).padStart(2, "0");

function tick() {
  const now = new Date();
  if (clock) clock.textContent = `${two(now.getHours())}:${two(now.getMinutes())}`;
  if (!timer) return;
  const seconds = Math.max(0, Math.floor((now - new Date(timer.dataset.timerSince)) / 1000));
  timer.textContent = `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;
  for (const part of document.querySelectorAll("[data-after-minutes]")) {
    const isOver = seconds >= part.dataset.afterMinutes * 60;
    if (isOver && part.hidden) part.hidden = false;
  }
  for (const part of document.querySelectorAll("[data-until-minutes]")) {
    part.hidden = seconds >= part.dataset.untilMinutes * 60;
  }
}

// A button pressed twice sends once; the server would store one entry anyway.
for (const form of document.forms) {
  form.addEventListener("submit", (event) => {
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "1";
  });
}
window.addEventListener("pageshow", () => {
  for (const form of document.forms) delete form.dataset.sent;
});

tick();
setInterval(tick, 1000);
