// The night page: one tap, and what was tapped is kept. Without this script its forms do the same, online.

import { Outbox } from "./outbox.js";
import { askForToken, instant, whoIsThere } from "./send.js";
import { enrol, keepRunning, ownPhone, pageShelf, phoneShelf } from "./shelf.js";
import { isSomebodyElse, show } from "./view.js";

const FORGOTTEN = 3 * 3_600_000;
const SAME_ONE = 2 * 60_000;
const RENEW_WITHIN = 30 * 24 * 3_600_000;
const ASKED = "own-phone-asked";
const COLOUR = "night-colour";
const WRITE_PATIENCE = 3000;

const canKeep = isSecureContext && "indexedDB" in window && Boolean(crypto.subtle);
const state = {
  notices: "", // where a red flag is to be read
  who: null, // not known yet, or not reached
  isReached: navigator.onLine ? null : false,
  phone: null, // of which owner this is the own phone
  episode: null,
  last: null,
  note: "",
  kept: [], // waits on this phone
  open: [], // waits in this page only
};
const tellsOf = {
  onChange: refresh,
  onStored: (entry, { notices }) => notices && (state.notices = notices),
  onWho: (who) => Object.assign(state, { who: who ?? state.who, isReached: Boolean(who) }),
};
const outbox = canKeep ? new Outbox(phoneShelf, tellsOf) : null;
const inPage = new Outbox(pageShelf(canKeep ? phoneShelf.token : undefined), tellsOf);

async function refresh() {
  state.kept = outbox ? await outbox.list().catch(() => []) : [];
  state.open = await inPage.list();
  const { episode } = state;
  const isStored = episode && ![...state.kept, ...state.open].some((entry) => entry.id === episode.id);
  state.isStored = isStored;
  state.mayAsk = isStored && mayAsk();
  // After a reload the server shows what this phone does not keep.
  if (!onOwnPhone() && isStored) history.replaceState(null, "", `/now/${episode.id}/`);
  show(state);
}

const onOwnPhone = () => Boolean(state.phone) && !isSomebodyElse(state);

function mayAsk() {
  if (!canKeep || !state.who?.signed_in || state.note) return false;
  if (state.phone) return state.phone.owner === state.who.owner && Boolean(state.phone.isRefused);
  return !localStorage.getItem(ASKED);
}

/* Recording: on the own phone first on the phone, then to the journal; elsewhere straight to the journal. */
async function record(kind, body, { id = crypto.randomUUID(), at = instant(new Date()), about } = {}) {
  const zone = Intl.DateTimeFormat().resolvedOptions().timeZone;
  const entry = { id, kind, at, zone, body, about };
  const follows = state.open.some((one) => one.id === about);
  if (onOwnPhone() && !follows) {
    try {
      await inTime(outbox.add({ ...entry, owner: state.phone.owner }));
      send(outbox);
      registration.then((worker) => worker?.sync?.register("night-outbox")).catch(() => {});
      return;
    } catch {
      // Full or broken: said, and tried the other way. A late write does no harm, the id is the same.
      state.isBroken = true;
    }
  }
  const owner = onOwnPhone() ? state.phone.owner : (state.who?.owner ?? null);
  await inPage.add({ ...entry, owner });
  send(inPage);
}

function inTime(work) {
  const late = new Promise((_, reject) => setTimeout(reject, WRITE_PATIENCE, new Error("no answer")));
  return Promise.race([work, late]);
}

const send = (box, options) => box?.flush(options).then(refresh, refresh);

async function log(symptom, several) {
  const at = instant(new Date());
  const { last } = state;
  const isNear = last && !several && last.symptom === symptom && new Date(at) - new Date(last.at) < SAME_ONE;
  const near = isNear ? last.at : null;
  const episode = { id: crypto.randomUUID(), symptom, several, at, near, isKept: onOwnPhone() };
  await record("episode", { symptom, several }, { id: episode.id, at });
  state.last = episode;
  turnTo(episode);
}

async function stop() {
  const { episode } = state;
  const at = instant(new Date());
  turnTo({ ...episode, stoppedAt: at });
  await record("stop", { entry: episode.id }, { at, about: episode.id });
  refresh();
}

async function undo() {
  const { episode } = state;
  turnTo(null, "undone");
  state.last = null;
  await record("undo", { entry: episode.id }, { about: episode.id });
  refresh();
}

const runs = (episode) => Boolean(episode) && !episode.stoppedAt && !episode.several && !episode.isOver;

/** Show this episode, or the buttons; what runs is kept for after a reload. */
function turnTo(episode, note = "") {
  Object.assign(state, { episode, note });
  if (onOwnPhone()) {
    const running = runs(episode) ? episode : null;
    state.phone.running = running;
    keepRunning(state.phone.owner, running).catch(() => {});
  }
  if (location.pathname !== "/now/" && !episode) history.replaceState(null, "", "/now/");
  scrollTo(0, 0);
  return refresh();
}

/* “This is my own phone” */
async function makeOwn() {
  state.note = "asking";
  show(Object.assign(state, { mayAsk: false }));
  const access = await askForToken(state.who.token);
  if (access) {
    await enrol(access.owner, access);
    navigator.storage?.persist?.();
    state.phone = await ownPhone();
    if (runs(state.episode)) await keepRunning(access.owner, state.episode);
  }
  state.note = access ? "own" : "not_own";
  await refresh();
}

async function renew() {
  const { phone, who } = state;
  const isMine = phone && who?.signed_in && who.owner === phone.owner && !phone.isRefused;
  if (!isMine || new Date(phone.expires_at) - Date.now() > RENEW_WITHIN) return;
  const access = await askForToken(who.token);
  if (access) await enrol(access.owner, access);
}

async function look() {
  const who = navigator.onLine ? await whoIsThere() : null;
  const phone = canKeep ? await ownPhone().catch(() => state.phone) : null;
  Object.assign(state, { who, phone, isReached: Boolean(who) });
  takeColour();
  // The owner's timer is nothing for who is signed in here now.
  if (phone && !onOwnPhone() && state.episode?.isKept) state.episode = null;
  await refresh();
}

/* The kept page is red, as nobody sees it; on the own phone its owner's colour is remembered. */
function takeColour() {
  const { who, phone } = state;
  if (phone && who?.colour && who.owner === phone.owner) localStorage.setItem(COLOUR, who.colour);
  const colour = who?.colour ?? (phone && localStorage.getItem(COLOUR));
  if (colour) document.querySelector("[data-night]").dataset.night = colour;
}

async function comeBack() {
  if (document.hidden) return;
  await Promise.all([look(), send(outbox, { eager: true }), send(inPage, { eager: true })]);
}

/* What the buttons do */
let isBusy = false;

async function once(work) {
  // A double tap is one entry, and does not stop what it has just begun.
  if (isBusy) return;
  isBusy = true;
  try {
    // Whose phone it is decides where the tap goes first.
    state.phone ??= await known;
    await work();
  } finally {
    setTimeout(() => (isBusy = false), 400);
  }
}

const deeds = {
  tap: ({ dataset }) => once(() => log(dataset.symptom, "several" in dataset)),
  stop: () => once(stop),
  undo: () => once(undo),
  own: makeOwn,
  not_own: () => {
    localStorage.setItem(ASKED, "no");
    refresh();
  },
  fix: (form) => {
    const entry = waitingEntry(form);
    const told = form.elements.at.value;
    const at = told && told !== entry.at.slice(0, 16) ? instant(new Date(told)) : entry.at;
    // Under its own id the journal has something else already; as an entry of its own it may go.
    if (entry.hold !== "different") return outbox.fix(entry, { at }).then(refresh);
    return outbox.discard(entry).then(() => record(entry.kind, entry.body, { at, about: followed(entry) }));
  },
  discard: (form) => boxOf(form).discard(waitingEntry(form)),
};

const followed = (entry) => (entry.about === entry.id ? undefined : entry.about);
const idOf = (form) => form.closest("[data-entry]").dataset.entry;
const boxOf = (form) => (state.kept.some((entry) => entry.id === idOf(form)) ? outbox : inPage);
const waitingEntry = (form) => [...state.kept, ...state.open].find((entry) => entry.id === idOf(form));

document.addEventListener("submit", (event) => {
  const deed = deeds[event.submitter?.dataset.do ?? event.target.dataset.do];
  if (!deed) return;
  event.preventDefault();
  deed(event.target);
});

document.addEventListener("click", (event) => {
  const link = event.target.closest("[data-go]");
  if (!link) return;
  event.preventDefault();
  turnTo(link.dataset.go === "timer" ? state.phone.running : null);
});

/* A tap that was faster than this script comes back as an address; from another site it is no tap. */
async function takeEarlyTap() {
  if (location.pathname !== "/now/log/") return;
  const told = new URLSearchParams(location.search);
  const isOurs = document.referrer.startsWith(`${location.origin}/now/`);
  history.replaceState(null, "", "/now/");
  if (isOurs && isButton(told.get("symptom"))) await log(told.get("symptom"), told.has("several"));
}

const isButton = (symptom) => [...document.forms].some((form) => symptom && form.dataset.symptom === symptom);

/* The app's shortcuts log at once, but only on the own phone, from the installed app, and for no link. */
async function takeShortcut() {
  const wanted = new URLSearchParams(location.search).get("do");
  if (!wanted) return;
  history.replaceState(null, "", "/now/");
  const [{ type }] = performance.getEntriesByType("navigation");
  const isApp = matchMedia("(display-mode: standalone)").matches;
  if (!state.phone || !isApp || document.referrer || type !== "navigate") return;
  if (wanted === "stopped" && state.episode) await stop();
  else if (isButton(wanted)) await log(wanted, false);
}

const registration =
  navigator.serviceWorker?.register("/sw.js", { type: "module", scope: "/now/" }).catch(() => null) ??
  Promise.resolve(null);

const known = canKeep ? inTime(ownPhone()).catch(() => null) : Promise.resolve(null);

async function begin() {
  show(state, { onlyTime: true });
  state.phone = await known;
  takeColour();
  const { stored } = document.querySelector("[data-view=running]").dataset;
  const running = stored ? JSON.parse(stored) : state.phone?.running;
  const isForgotten = running && !stored && Date.now() - new Date(running.at) > FORGOTTEN;
  if (isForgotten) turnTo(null);
  else if (running) state.episode = { ...running, isKept: !stored };
  await takeEarlyTap();
  await takeShortcut();
  await refresh();
  setInterval(() => show(state, { onlyTime: true }), 1000);
  for (const name of ["online", "pageshow", "focus"]) addEventListener(name, comeBack);
  document.addEventListener("visibilitychange", comeBack);
  addEventListener("offline", () => {
    state.isReached = false;
    refresh();
  });
  await comeBack();
  await renew();
}

begin();
