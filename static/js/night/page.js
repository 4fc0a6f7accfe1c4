// The night page: one tap, and what was tapped is kept. Without this script its forms do the same, online.

import { Outbox } from "./outbox.js";
import { askForToken, instant, uuid, whoIsThere } from "./send.js";
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
const stored = new Set(); // ids that are known to be in the journal
// The network may have gone while the answer was on its way.
const meet = (who) =>
  Object.assign(state, { who: who ?? state.who, isReached: Boolean(who) && navigator.onLine });
const tellsOf = {
  onChange: refresh,
  onStored: (entry, { notices }) => {
    stored.add(entry.id);
    if (notices) state.notices = notices;
  },
  onMoved: moved,
  onWho: meet,
};
const outbox = canKeep ? new Outbox(phoneShelf, tellsOf) : null;
const inPage = new Outbox(pageShelf(canKeep ? phoneShelf.token : undefined), tellsOf);

async function refresh() {
  const { id } = state.episode ?? {};
  const kept = outbox ? await inTime(outbox.list()).catch(() => null) : [];
  const open = await inPage.list();
  Object.assign(state, { kept: kept ?? state.kept, open });
  // An entry leaves only when it is stored, or by `moved`. A phone that cannot be read tells nothing.
  if (id && kept && ![...kept, ...open].some((entry) => entry.id === id)) stored.add(id);
  const { episode } = state;
  const isStored = Boolean(episode) && stored.has(episode.id);
  state.isStored = isStored;
  state.mayAsk = isStored && mayAsk();
  // After a reload the server shows what this phone does not keep.
  if (!onOwnPhone() && isStored) history.replaceState(null, "", `/now/${episode.id}/`);
  show(state);
}

/** The patient gave this one up, or it goes on as another: what is in front of her follows. */
function moved(id, changes) {
  for (const name of ["episode", "last"]) {
    if (state[name]?.id === id) state[name] = changes && { ...state[name], ...changes };
  }
  if (state.phone?.running?.id !== id) return;
  state.phone.running = changes && { ...state.phone.running, ...changes };
  keepRunning(state.phone.owner, state.phone.running).catch(() => {});
}

const onOwnPhone = () => Boolean(state.phone) && !isSomebodyElse(state);

function mayAsk() {
  if (!canKeep || !state.who?.signed_in || state.note) return false;
  if (state.phone) return state.phone.owner === state.who.owner && Boolean(state.phone.isRefused);
  return !localStorage.getItem(ASKED);
}

/* Recording: on the own phone first on the phone, then to the journal; elsewhere straight to the journal. */
async function record(kind, body, { id = uuid(), at = instant(new Date()), about } = {}) {
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
  const episode = { id: uuid(), symptom, several, at, near, isKept: onOwnPhone() };
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
  // Who was here a moment ago is still who taps while nothing can be reached.
  meet(who);
  state.phone = phone;
  if (who?.signed_in) await inPage.forget();
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
    const [box, entry] = [boxOf(form), waitingEntry(form)];
    const told = form.elements.at.value;
    const at = told && told !== entry.at.slice(0, 16) ? instant(new Date(told)) : entry.at;
    const sent = entry.hold === "different" ? box.renew(entry, { at }) : box.fix(entry, { at });
    return sent.then(refresh, refresh);
  },
  discard: (form) => boxOf(form).discard(waitingEntry(form)),
};

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

/* A shortcut of the app leads to its button. It does not press it: any app can open such an address. */
async function takeShortcut() {
  const wanted = new URLSearchParams(location.search).get("do");
  if (!wanted) return;
  history.replaceState(null, "", "/now/");
  const isStop = wanted === "stopped";
  if (!isStop && isButton(wanted)) state.episode = null;
  await refresh();
  const isMeant = ({ dataset }) => (isStop ? dataset.do === "stop" : dataset.symptom === wanted);
  [...document.forms].find(isMeant)?.querySelector("button").focus({ focusVisible: true });
}

const registration =
  navigator.serviceWorker?.register("/sw.js", { type: "module", scope: "/now/" }).catch(() => null) ??
  Promise.resolve(null);

const known = canKeep ? inTime(ownPhone()).catch(() => null) : Promise.resolve(null);

async function begin() {
  show(state, { onlyTime: true });
  state.phone = await known;
  takeColour();
  const { stored: told } = document.querySelector("[data-view=running]").dataset;
  const running = told ? JSON.parse(told) : state.phone?.running;
  const isForgotten = running && !told && Date.now() - new Date(running.at) > FORGOTTEN;
  if (told) stored.add(running.id);
  if (isForgotten) turnTo(null);
  else if (running) state.episode = { ...running, isKept: !told };
  await takeEarlyTap();
  await takeShortcut();
  await refresh();
  setInterval(() => show(state, { onlyTime: true }), 1000);
  addEventListener("pagehide", () => inPage.forget());
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
