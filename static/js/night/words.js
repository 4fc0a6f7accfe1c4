// What the night page says. Short, calm, and never “saved” before it is.

import { FOR_THE_PATIENT } from "./outbox.js";

const two = (number) => String(number).padStart(2, "0");
export const clock = (date) => `${two(date.getHours())}:${two(date.getMinutes())}`;
export const span = (seconds) => `${Math.floor(seconds / 60)}:${two(seconds % 60)}`;

/** “03:12” tonight, “Tue 03:12” within the week, with the date before that. */
export function moment(date, now = new Date()) {
  const hours = (now - date) / 3_600_000;
  if (hours < 18) return clock(date);
  const day = hours < 6 * 24 ? { weekday: "short" } : { day: "numeric", month: "short" };
  return `${new Intl.DateTimeFormat(document.documentElement.lang, day).format(date)} ${clock(date)}`;
}

const capital = (words) => words.charAt(0).toUpperCase() + words.slice(1);

/** `symptom` is {singular, plural}; the episode is over or still runs. */
export function title({ symptom, several, at, stoppedAt }) {
  if (several) return `Several ${symptom.plural} tonight`;
  return `${capital(symptom.singular)} ${stoppedAt ? "at" : "since"} ${moment(new Date(at))}`;
}

export const PLACE = {
  sending: "Saving…",
  phone: "Saved on this phone, will send",
  journal: "Saved in your journal",
  open: "Not saved yet: no network. Trying for as long as this page stays open.",
  busy: "Not saved yet: the server is busy. Trying for as long as this page stays open.",
  sign_in: "Not saved. Sign in, then tap again.",
  refused: "Not saved: it was not accepted.",
  asks: "On this phone only: it was not accepted, please look",
  unread: "Not known to be saved: this phone cannot be read just now.",
  undone: "Undone.",
};

export const READY = {
  own: "Saves without network, too",
  journal: "One tap saves in your journal",
  offline_own: "No network. A tap is saved on this phone",
  offline: "No network. A tap is not saved until it is back",
  sign_in: "Sign in once, then one tap saves",
  other_owner: "Somebody else is signed in. A tap is saved in their journal",
};

export const BROKEN = "This phone could not write it down.";
export const OWN = {
  own: "This phone now saves without network, too. The settings can end that.",
  not_own: "That could not be set up just now. Your entry is in your journal.",
};

export const KEEPS_TRYING = "After a tap this page keeps trying while it is open.";
export const NOTHING_SAVED = "Nothing is saved until you sign in.";
export const DETAILS = "One tap saves it. Details can wait for breakfast.";

const EASE = "Most cramps ease within minutes. Straighten the knee, pull your toes up.";

export function comfort({ symptom, several, at, stoppedAt }) {
  if (several) return "In the morning you can say how many.";
  if (stoppedAt) return `It lasted ${lasted(at, stoppedAt)}. Details can wait for breakfast.`;
  return symptom.slug === "leg-cramp" ? EASE : "Details can wait for breakfast.";
}

function lasted(at, stoppedAt) {
  const minutes = Math.round((new Date(stoppedAt) - new Date(at)) / 60_000);
  return minutes < 1 ? "less than a minute" : `${minutes} min`;
}

export const near = (at) =>
  `You logged one at ${clock(new Date(at))} already. The same one? Undo takes this one back.`;

/** One line for all that waits: how many, why, and since when. */
export function waiting(entries) {
  const count = (...holds) => entries.filter((entry) => holds.includes(entry.hold)).length;
  const asking = count(...FOR_THE_PATIENT);
  // Of what cannot be read nobody knows the time.
  const oldest = entries.find(({ at }) => at);
  const going = entries.length - asking;
  const parts = [];
  if (going) {
    const saved = `${going} saved on this phone`;
    if (count("other_owner")) parts.push(`${saved} for somebody else, kept until they sign in`);
    else parts.push(count("sign_in") ? `${saved}. Sign in to send` : `${saved}, will send`);
  }
  if (asking) parts.push(`${asking} not accepted, please look`);
  if (oldest) parts.push(`oldest ${moment(new Date(oldest.at))}`);
  return parts.join("; ");
}

const WHY = {
  network: "waits for the network",
  busy: "waits: the server is busy",
  sign_in: "waits until you sign in",
  other_owner: "waits: somebody else is signed in",
  refused: "was not accepted.",
  different: "was not accepted: your journal has another entry in its place.",
  gone: "was not accepted: the entry it belongs to is not in your journal.",
  deleted: "was deleted in your journal.",
  unreadable: "cannot be read any more.",
};

export const why = ({ hold, problem }) => `${WHY[hold] ?? WHY.network} ${problem ?? ""}`.trim();

export function named({ kind, body, at, hold }, symptoms) {
  if (!at) return "Entry";
  const when = moment(new Date(at));
  if (hold === "other_owner") return `Entry, ${when}`;
  if (kind === "stop") return `“It stopped”, ${when}`;
  if (kind === "undo") return `“Undo”, ${when}`;
  const symptom = symptoms.get(body?.symptom);
  if (!symptom) return `Entry, ${when}`;
  return body.several ? `Several ${symptom.plural}, ${when}` : `${capital(symptom.singular)}, ${when}`;
}
