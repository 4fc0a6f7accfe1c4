// The state of the page, painted. Nothing is decided here that could lose an entry.

import { FOR_THE_PATIENT } from "./outbox.js";
import * as words from "./words.js";

const LONG = 600;
const part = (name) => document.querySelector(`[data-${name}]`);
const parts = (name) => document.querySelectorAll(`[data-${name}]`);

/** slug → {slug, singular, plural}: as the buttons say it. */
const symptoms = new Map();
for (const { dataset } of document.querySelectorAll("form[data-singular]")) {
  const { symptom: slug, singular, plural } = dataset;
  symptoms.set(slug, { slug, singular, plural });
}
const UNNAMED = { slug: "", singular: "entry", plural: "entries" };

function write(node, text) {
  if (node && node.textContent !== text) node.textContent = text;
}

/** Signed in on the own phone of another. */
export const isSomebodyElse = ({ who, phone }) =>
  Boolean(phone && who?.signed_in && who.owner !== phone.owner);

const told = (episode) => ({ ...episode, symptom: symptoms.get(episode.symptom) ?? UNNAMED });

export function show(state, { onlyTime = false } = {}) {
  const { episode } = state;
  showTime(episode);
  if (onlyTime) return;
  for (const view of parts("view")) view.hidden = (view.dataset.view === "running") !== Boolean(episode);
  showTop(state);
  showWaiting(state);
  if (episode) showEpisode(state);
  else showReady(state);
}

function showTime(episode) {
  write(part("clock"), words.clock(new Date()));
  if (!episode) return;
  const end = episode.stoppedAt ? new Date(episode.stoppedAt) : new Date();
  const seconds = Math.max(0, Math.floor((end - new Date(episode.at)) / 1000));
  const isLong = episode.symptom === "leg-cramp" && !episode.several && !episode.isOver && seconds >= LONG;
  write(part("timer"), words.span(seconds));
  part("long").hidden = !isLong;
  part("comfort").hidden = isLong && !episode.stoppedAt;
}

/** Where the entry in front of us is. */
function placeOf({ episode, kept, open, isReached, isStored }) {
  const isInFront = (entry) => entry.id === episode.id;
  const onPhone = kept.find(isInFront);
  if (onPhone) return FOR_THE_PATIENT.includes(onPhone.hold) ? "asks" : "phone";
  const waiting = open.find(isInFront);
  if (!waiting) return isStored ? "journal" : "unread";
  if (!waiting.hold) return isReached === false ? "open" : "sending";
  return { sign_in: "sign_in", busy: "busy", network: "open" }[waiting.hold] ?? "refused";
}

function readiness(state) {
  const { who, isReached, phone, open } = state;
  const unsaved = open.find((entry) => entry.kind === "episode");
  if (unsaved) return { text: words.PLACE[unsaved.hold === "sign_in" ? "sign_in" : "open"], isAlarm: true };
  if (isReached === false) {
    return phone ? { text: words.READY.offline_own } : { text: words.READY.offline, isAlarm: true };
  }
  if (isSomebodyElse(state)) return { text: words.READY.other_owner, isAlarm: true };
  if (phone) return { text: words.READY.own, icon: "device" };
  if (!who) return null;
  if (who.signed_in) return { text: words.READY.journal, icon: "moon" };
  return { text: words.READY.sign_in, icon: "key" };
}

function showTop(state) {
  const { who, episode, isBroken } = state;
  const place = episode && placeOf(state);
  const isSaved = ["phone", "journal"].includes(place);
  const isAlarm = !isSaved && place !== "sending";
  const stands = { text: words.PLACE[place], icon: isSaved ? "check" : "alert", isAlarm };
  const line = episode ? stands : readiness(state);
  if (line) {
    const warning = isBroken && !isSaved ? `${words.BROKEN} ` : "";
    write(part("line"), warning + line.text);
    part("icon").setAttribute("href", `#${line.icon ?? "alert"}`);
    part("top").classList.toggle("now-alarm", Boolean(line.isAlarm));
  }
  const waits = [...state.kept, ...state.open].some((entry) => entry.hold === "sign_in");
  const isAway = state.isReached === false;
  if (who || isAway) {
    part("sign-in").hidden = isAway || who.signed_in || (Boolean(state.phone) && !waits);
    part("day").hidden = isAway || !who.signed_in || Boolean(episode);
  }
  part("back").hidden = !episode;
  part("notices").hidden = !state.notices;
  if (state.notices) part("notices").href = state.notices;
}

function hint({ note, phone, who, isReached }) {
  if (note === "undone") return words.PLACE.undone;
  if (phone) return words.DETAILS;
  if (isReached === false) return words.KEEPS_TRYING;
  return who?.signed_in === false ? words.NOTHING_SAVED : words.DETAILS;
}

function showReady(state) {
  const { phone, who, episode } = state;
  // Before it is known who is there, the server's words stand.
  if (phone || who || state.isReached === false) write(part("hint"), hint(state));
  const running = !episode && !isSomebodyElse(state) && phone?.running;
  part("resume").hidden = !running;
  if (running) write(part("resume"), `${words.title(told(running))}: back to the timer`);
}

function showEpisode(state) {
  const { episode, note } = state;
  const runs = !episode.stoppedAt && !episode.several && !episode.isOver;
  const isSaved = ["phone", "journal"].includes(placeOf(state));
  if (!episode.isOver) write(part("title"), words.title(told(episode)));
  if (!episode.isOver) write(part("say"), words.comfort(told(episode)));
  part("saved").hidden = !isSaved;
  part("timer").hidden = !runs;
  part("near").hidden = !episode.near;
  if (episode.near) write(part("near"), words.near(episode.near));
  part("own").hidden = !state.mayAsk;
  part("owned").hidden = !["own", "not_own"].includes(note);
  write(part("owned"), words.OWN[note] ?? "");
  document.querySelector("form[data-do=stop]").hidden = !runs;
  part("more").hidden = !(runs && episode.symptom === "leg-cramp");
  part("done").hidden = !part("more").hidden;
}

/* What waits, in a list that opens: how many, since when, why, and what can be done. */
function showWaiting({ episode, kept, open }) {
  const entries = [...kept, ...open.filter((entry) => FOR_THE_PATIENT.includes(entry.hold))];
  const box = part("outbox");
  // Of the one in front of us the top line says it already.
  const isSaid = entries.length === 1 && entries[0].id === episode?.id;
  box.hidden = !entries.length || (isSaid && [undefined, "network"].includes(entries[0].hold));
  if (!entries.length) return;
  write(part("waiting"), words.waiting(entries));
  const list = part("entries");
  const rows = new Map([...list.children].map((row) => [row.dataset.entry, row]));
  for (const entry of entries) {
    const row = rows.get(entry.id) ?? newRow(entry);
    rows.delete(entry.id);
    write(row.querySelector("[data-what]"), words.named(entry, symptoms));
    write(row.querySelector("[data-why]"), words.why(entry));
    row.querySelector("[data-fixable]").hidden = !["refused", "different"].includes(entry.hold);
    row.querySelector("[data-discard]").hidden = !FOR_THE_PATIENT.includes(entry.hold);
    list.append(row);
  }
  for (const row of rows.values()) row.remove();
}

function newRow(entry) {
  const row = part("row").content.firstElementChild.cloneNode(true);
  row.dataset.entry = entry.id;
  // The wall clock as the entry has it.
  row.querySelector("input").value = (entry.at ?? "").slice(0, 16);
  return row;
}
