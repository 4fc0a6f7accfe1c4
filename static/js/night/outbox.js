// What was tapped and is not in the journal yet. An entry leaves only when the server says “stored” with the
// entry's own id. Page, other tabs and the service worker all send; the server stores each id once.

import { post, uuid, whoIsThere, within } from "./send.js";

const LONGEST_WAIT = 120_000;
const ASK_AGAIN = 60_000;
const LOCK_PATIENCE = 30_000;
const NOBODY = "nobody";
// These wait for the patient, not for time.
export const FOR_THE_PATIENT = ["refused", "different", "gone", "deleted", "unreadable"];

/** What an answer means for its entry: {done}, or {hold: why it stays, retry: whether time may heal it}. */
export function judge(entry, answer, { bearer } = {}) {
  if (!answer) return { hold: "network", retry: true };
  const { status, body, retryAfter } = answer;
  if (status === 200 || status === 201) {
    // The log-in page of a hotel's network answers 200, too.
    return body.stored === entry.id ? { done: true, told: body } : { hold: "network", retry: true };
  }
  if (status === 410) return entry.kind === "undo" ? { done: true } : { hold: "deleted" };
  if (status === 401) return { hold: "sign_in" };
  if (status === 403) return { hold: body.error === "other_owner" ? "other_owner" : "sign_in" };
  if (status === 404) return { hold: bearer ? "sign_in" : "gone" };
  if (status === 409) return { hold: "different" };
  if (status >= 500 || [408, 425, 429].includes(status)) return { hold: "busy", retry: true, retryAfter };
  return { hold: "refused", problem: Object.values(body.errors ?? {}).flat().join(" ") };
}

/** Twice as long each time, never less than asked, and spread: not all phones come back at one moment. */
export function backOff(tries, retryAfter = 0, random = Math.random()) {
  return Math.max(retryAfter * 1000, 750 * Math.min(LONGEST_WAIT / 1000, 2 ** tries)) * (1 + random / 2);
}

export class Outbox {
  #shelf;
  #next = null;
  #eager = false;
  #failures = 0;
  #timer;
  #radio = globalThis.BroadcastChannel ? new BroadcastChannel("night-outbox") : null;

  /** `onChange` is called after every change, also by another tab; `onStored` with what the server told,
      `onWho` with who is signed in, or null where nobody could be asked; `onMoved` with an id that was given
      up (null) or is another now ({id, at}). */
  constructor(shelf, { onChange, onStored = () => {}, onWho = () => {}, onMoved, timers = true } = {}) {
    this.#shelf = shelf;
    this.onChange = onChange ?? (() => {});
    this.onMoved = onMoved ?? (() => {});
    this.onStored = onStored;
    this.onWho = onWho;
    this.timers = timers;
    if (this.#radio) this.#radio.onmessage = ({ data }) => this.#hear(data);
  }

  /** Rejects when it could not be written down. `about` is the episode that a stop or an undo follows. */
  async add({ about, ...entry }) {
    await this.#shelf.put({ ...entry, about: about ?? entry.id });
    this.#changed();
  }

  /** The oldest first. */
  async list() {
    return (await this.#shelf.all()).sort((one, other) => one.seq - other.seq);
  }

  /** The patient put it right: changed, and tried again at once. */
  async fix(entry, changes) {
    await this.#shelf.put({ ...afresh(entry), ...changes });
    this.#moved(entry.id, changes);
    return this.flush();
  }

  /** Under its own id the journal has something else: it goes as another, and what followed it, too. */
  async renew(entry, changes) {
    const id = uuid();
    const isFirst = entry.id === entry.about;
    // The new one first: what a closed phone leaves half done is there twice, not lost.
    await this.#shelf.put({ ...afresh(entry), ...changes, id, about: isFirst ? id : entry.about });
    for (const one of isFirst ? (await this.list()).filter(follows(entry)) : []) {
      if (one.body) await this.#shelf.put({ ...afresh(one), about: id, body: { ...one.body, entry: id } });
    }
    this.#moved(entry.id, { ...changes, id });
    await this.#shelf.remove(entry.id);
    this.#changed();
    return this.flush();
  }

  /** What the patient was told is not saved, and only waits for her to have seen it. */
  async forget() {
    for (const entry of (await this.list()).filter(isNobodys)) await this.discard(entry);
  }

  /** The patient gives it up, and with it what followed it. */
  async discard(entry) {
    // Before it is gone: nothing that is not there any more is taken for stored.
    this.#moved(entry.id, null);
    const isFollowing = (one) => one.id === entry.id || follows(entry)(one);
    // The last first: nothing is ever left that follows nothing, and would be sent.
    for (const one of (await this.list()).filter(isFollowing).reverse()) await this.#shelf.remove(one.id);
    this.#changed();
  }

  /** Send what is due; `eager` (network back, page opened, signed in) does not wait for our own back-off. */
  flush({ eager = false } = {}) {
    this.#eager ||= eager;
    this.#next ??= alone(() => {
      this.#next = null;
      return this.#run();
    });
    return this.#next;
  }

  async #run() {
    const eager = this.#eager;
    this.#eager = false;
    const chains = chained(await this.list(), (entry) => isDue(entry, eager));
    let left = chains.length;
    if (left) {
      const line = new Line(this.#shelf);
      for (const chain of chains) {
        if (await this.#send(chain, line, eager)) left -= 1;
        if (line.isDead) break;
      }
      this.onWho(line.who ?? null);
      const isBetter = !line.isDead || chains.length > left;
      this.#failures = isBetter ? Number(line.isDead) : this.#failures + 1;
      this.#changed();
    }
    await this.#schedule();
    return left;
  }

  /** An episode first, then what followed it; no other chain waits for this one. */
  async #send(chain, line, eager) {
    for (const entry of chain) {
      if (!isDue(entry, eager)) return false;
      const verdict = await line.deliver(entry);
      if (verdict.done) {
        await this.#shelf.remove(entry.id);
        this.onStored(entry, verdict.told ?? {});
        this.#changed();
        continue;
      }
      if (verdict.skipped) return false;
      const tries = verdict.retry ? entry.tries + 1 : 0;
      const due = verdict.retry ? Date.now() + backOff(tries, verdict.retryAfter) : 0;
      const patience = verdict.retryAfter ? due : 0;
      await this.#shelf.change(entry, { hold: verdict.hold, problem: verdict.problem, tries, due, patience });
      return false;
    }
    return true;
  }

  async #schedule() {
    if (!this.timers) return;
    clearTimeout(this.#timer);
    const mayGo = (entry) => !FOR_THE_PATIENT.includes(entry.hold) && !isNobodys(entry);
    const chains = chained(await this.list(), mayGo);
    if (!chains.length) return;
    // Without its owner signed in an entry cannot go: look now and then whether that has changed.
    const needsOwner = ({ hold }) => ["sign_in", "other_owner"].includes(hold);
    const dues = chains.map(([first]) => (needsOwner(first) ? Date.now() + ASK_AGAIN : first.due));
    const wait = Math.max(Math.min(...dues) - Date.now(), this.#failures ? backOff(this.#failures) : 500);
    this.#timer = setTimeout(() => this.flush(), wait);
  }

  #moved(id, changes) {
    this.onMoved(id, changes);
    this.#radio?.postMessage({ id, changes });
    this.onChange();
  }

  #hear({ id, changes }) {
    if (id) this.onMoved(id, changes);
    this.onChange();
  }

  #changed() {
    this.#radio?.postMessage("changed");
    this.onChange();
  }
}

/** One run's view of the way to the server: who is signed in, and whether anything comes through at all. */
class Line {
  isDead = false;
  lost = 0;
  who;
  #shelf;

  constructor(shelf) {
    this.#shelf = shelf;
  }

  async deliver(entry) {
    this.who ??= await whoIsThere();
    if (!this.who) {
      this.isDead = true;
      return { skipped: true };
    }
    const { signed_in, owner } = this.who;
    // Never under another name, and not past somebody else who holds the phone.
    if (signed_in && entry.owner && entry.owner !== owner) return { hold: "other_owner" };
    if (!signed_in && !entry.owner) {
      // Told “not saved”, for good: it must not turn up in the journal of whoever signs in next.
      await this.#shelf.change(entry, { owner: NOBODY });
      return { hold: "sign_in" };
    }
    const bearer = signed_in ? null : await this.#shelf.token(entry.owner);
    if (!signed_in && !bearer) return { hold: "sign_in" };
    if (!entry.owner) await this.#shelf.change(entry, { owner });
    const verdict = await this.#post({ ...entry, owner: entry.owner ?? owner }, bearer);
    // One lost answer may be this entry's own bad luck; with two in a row the others need not be tried now.
    this.lost = verdict.hold === "network" ? this.lost + 1 : 0;
    this.isDead = this.lost > 1;
    return verdict;
  }

  async #post(entry, bearer) {
    const answer = await post(entry, { csrf: this.who.token, bearer });
    if (bearer && answer?.body.error === "token") await this.#shelf.refused(entry.owner);
    const isFormToken = answer?.status === 403 && !bearer && answer.body.error !== "other_owner";
    if (!isFormToken) return judge(entry, answer, { bearer });
    // The session was renewed in another tab: once more with its new token, if it is still the same person's.
    this.who = await whoIsThere();
    if (!this.who?.signed_in || this.who.owner !== entry.owner) return judge(entry, answer);
    return judge(entry, await post(entry, { csrf: this.who.token }));
  }
}

const isNobodys = (entry) => entry.owner === NOBODY;
const follows = (entry) => (one) => entry.id === entry.about && one.about === entry.id && one.id !== entry.id;

function afresh({ hold, problem, due, tries, patience, ...entry }) {
  return entry;
}

function isDue(entry, eager) {
  if (FOR_THE_PATIENT.includes(entry.hold) || isNobodys(entry)) return false;
  // What the server asked for counts, whoever is eager.
  return (eager ? entry.patience ?? 0 : entry.due) <= Date.now();
}

/** Entries of one episode in their order; chains that have never failed come first. */
function chained(entries, isReady) {
  const chains = new Map();
  // The episode itself first, also where the phone's clock was put back before “it stopped”.
  const inOrder = [...entries].sort((one, other) => (other.id === other.about) - (one.id === one.about));
  for (const entry of inOrder) chains.set(entry.about, [...(chains.get(entry.about) ?? []), entry]);
  const ready = [...chains.values()].filter(([first]) => isReady(first));
  return ready.sort(([one], [other]) => one.due - other.due);
}

/** One run at a time on the whole phone. Where a sleeping tab holds the lock, two runs do no harm either. */
async function alone(run) {
  if (!navigator.locks) return Promise.resolve().then(run);
  let hasBegun = false;
  const begin = () => {
    hasBegun = true;
    return run();
  };
  try {
    return await navigator.locks.request("night-outbox", { signal: within(LOCK_PATIENCE) }, begin);
  } catch (error) {
    // Whatever became of the lock: what waits is sent.
    if (hasBegun) throw error;
    return run();
  }
}
