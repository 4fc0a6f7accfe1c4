// What this phone keeps: entries that wait, sealed with a key that no script can read out.
// In the open lie only random ids, the owner's among them, and when to try again.

const NAME = "quiet-night";
const STORES = { phones: "owner", entries: "id" };
const encoder = new TextEncoder();
let opening;

function open() {
  opening ??= new Promise((resolve, reject) => {
    const request = indexedDB.open(NAME, 1);
    request.onupgradeneeded = () => {
      const make = ([name, keyPath]) => request.result.createObjectStore(name, { keyPath });
      Object.entries(STORES).forEach(make);
    };
    request.onsuccess = () => {
      // A newer page wants another layout: let go, or it waits for this tab.
      request.result.onversionchange = () => {
        request.result.close();
        opening = null;
      };
      resolve(request.result);
    };
    request.onerror = request.onblocked = () => reject(request.error ?? new Error("blocked"));
  });
  return opening;
}

async function once(store, mode, work) {
  const transaction = (await open()).transaction(store, mode, { durability: "strict" });
  const asked = work(transaction.objectStore(store));
  return new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve(asked?.result);
    transaction.onabort = () => reject(transaction.error ?? new Error("aborted"));
  });
}

// Phones close the database behind a sleeping page; a second try opens it again.
async function transact(store, mode, work) {
  try {
    return await once(store, mode, work);
  } catch {
    opening = null;
    return once(store, mode, work);
  }
}

async function seal(key, bound, value) {
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const how = { name: "AES-GCM", iv, additionalData: encoder.encode(bound) };
  return { iv, data: await crypto.subtle.encrypt(how, key, encoder.encode(JSON.stringify(value))) };
}

async function unseal(key, bound, { iv, data }) {
  const how = { name: "AES-GCM", iv, additionalData: encoder.encode(bound) };
  return JSON.parse(new TextDecoder().decode(await crypto.subtle.decrypt(how, key, data)));
}

const phoneOf = (owner) => transact("phones", "readonly", (store) => store.get(owner));
const phones = () => transact("phones", "readonly", (store) => store.getAll());

const after = (rows) => 1 + Math.max(0, ...rows.map(({ seq }) => seq));

/** Shelves have put, all, change, remove. This one outlives the page. */
export const phoneShelf = {
  async put(entry) {
    const phone = await phoneOf(entry.owner);
    const { id, owner, about, seq, ...rest } = entry;
    const sealed = await seal(phone.key, `${owner} ${id}`, rest);
    const row = { id, owner, about, due: 0, tries: 0, sealed };
    await transact("entries", "readwrite", (store) => {
      // A place in the order, no time of night.
      store.getAll().onsuccess = ({ target }) => {
        try {
          store.put({ ...row, seq: seq ?? after(target.result) });
        } catch {
          store.transaction.abort();
        }
      };
    });
  },

  async all() {
    const keys = new Map((await phones()).map((phone) => [phone.owner, phone.key]));
    const rows = await transact("entries", "readonly", (store) => store.getAll());
    return Promise.all(
      rows.map(async ({ sealed, problem, ...row }) => {
        const read = (part) => unseal(keys.get(row.owner), `${row.owner} ${row.id}`, part);
        try {
          return { ...row, ...(await read(sealed)), problem: problem && (await read(problem)) };
        } catch {
          return { ...row, hold: "unreadable" };
        }
      }),
    );
  },

  /** Only if it is still here: what another tab has sent or discarded does not come back. */
  async change(entry, { problem, ...changes }) {
    const key = (await phoneOf(entry.owner))?.key;
    const sealed = problem && key ? await seal(key, `${entry.owner} ${entry.id}`, problem) : null;
    await transact("entries", "readwrite", (store) => {
      store.get(entry.id).onsuccess = ({ target }) => {
        if (target.result) store.put({ ...target.result, ...changes, problem: sealed });
      };
    });
  },

  remove: (id) => transact("entries", "readwrite", (store) => void store.delete(id)),

  /** What an entry is sent with when nobody is signed in. */
  async token(owner) {
    const phone = await phoneOf(owner);
    return phone && (await unseal(phone.key, owner, phone.access)).token;
  },

  /** Revoked, or over: the patient is asked again whether this is still her phone. */
  async refused(owner) {
    await changePhone(owner, { isRefused: true });
  },
};

/** The same for as long as the page is open, for a phone that is not the patient's own. */
export function pageShelf(token = async () => null) {
  const rows = new Map();
  return {
    async put(entry) {
      const seq = entry.seq ?? after([...rows.values()]);
      rows.set(entry.id, { due: 0, tries: 0, ...entry, seq });
    },
    all: async () => [...rows.values()],
    change: async ({ id }, changes) => void (rows.has(id) && rows.set(id, { ...rows.get(id), ...changes })),
    remove: async (id) => void rows.delete(id),
    token,
    refused: async () => {},
  };
}

/** “This is my own phone.” Somebody else's phone record goes as soon as nothing of theirs waits. */
export async function enrol(owner, access) {
  const known = await phoneOf(owner);
  const kind = { name: "AES-GCM", length: 256 };
  const key = known?.key ?? (await crypto.subtle.generateKey(kind, false, ["encrypt", "decrypt"]));
  const sealed = await seal(key, owner, access);
  const waiting = await transact("entries", "readonly", (store) => store.getAll());
  const others = (await phones()).filter((phone) => phone.owner !== owner);
  await transact("phones", "readwrite", (store) => {
    store.put({ ...known, owner, key, access: sealed, current: true, isRefused: false });
    for (const phone of others) {
      if (waiting.some((entry) => entry.owner === phone.owner)) store.put({ ...phone, current: false });
      else store.delete(phone.owner);
    }
  });
}

/** Whose phone this is, when the token ends, and the timer that runs on it; null on anybody's phone. */
export async function ownPhone() {
  const phone = (await phones()).find((one) => one.current);
  if (!phone) return null;
  const { expires_at } = await unseal(phone.key, phone.owner, phone.access);
  const running = phone.running && (await unseal(phone.key, `${phone.owner} running`, phone.running));
  return { owner: phone.owner, isRefused: phone.isRefused, expires_at, running };
}

/** The timer survives a locked phone and a closed app. */
export async function keepRunning(owner, episode) {
  const { key } = await phoneOf(owner);
  await changePhone(owner, { running: episode && (await seal(key, `${owner} running`, episode)) });
}

const changePhone = (owner, changes) =>
  transact("phones", "readwrite", (store) => {
    store.get(owner).onsuccess = ({ target }) => target.result && store.put({ ...target.result, ...changes });
  });
