// Talking to the server. No answer in time, or no network, is null.

const PATIENCE = 20_000;

async function ask(url, options = {}) {
  try {
    const answer = await fetch(url, {
      cache: "no-store",
      redirect: "error",
      signal: within(PATIENCE),
      ...options,
    });
    const body = await answer.json().catch(() => ({}));
    const wait = answer.headers.get("Retry-After") ?? body?.retry_after;
    return { status: answer.status, body: body ?? {}, retryAfter: seconds(wait) };
  } catch {
    return null;
  }
}

function seconds(told) {
  if (!told) return 0;
  const wait = Number.isNaN(Number(told)) ? (Date.parse(told) - Date.now()) / 1000 : Number(told);
  return Math.min(Math.max(wait || 0, 0), 3600);
}

const asJson = (body, headers) => ({
  method: "POST",
  headers: { "Content-Type": "application/json", ...headers },
  body: JSON.stringify(body),
});

/** Who is signed in: {token, owner, signed_in}. */
export async function whoIsThere() {
  const answer = await ask("/now/csrf/");
  return answer?.status === 200 && typeof answer.body.signed_in === "boolean" ? answer.body : null;
}

/** One entry, with the session of its owner or with the phone's own token, never with both. */
export function post(entry, { csrf, bearer }) {
  const { id, owner, kind, at, zone, body } = entry;
  const signed = bearer ? { Authorization: `Bearer ${bearer}` } : { "X-CSRFToken": csrf };
  const message = { client_id: id, kind, at, zone, sent_at: instant(new Date()), body };
  return ask("/now/entries/", {
    ...asJson(message, { "X-Owner": owner, ...signed }),
    credentials: bearer ? "omit" : "same-origin",
    keepalive: true,
  });
}

/** A token for this phone, {token, owner, expires_at}, or null. */
export async function askForToken(csrf) {
  const label = navigator.userAgentData?.platform || navigator.platform || "Phone";
  const answer = await ask("/now/tokens/", asJson({ label }, { "X-CSRFToken": csrf }));
  return answer?.status === 201 && answer.body.token && answer.body.owner ? answer.body : null;
}

/** Aborted after so many milliseconds, also in browsers without AbortSignal.timeout. */
export function within(milliseconds) {
  const controller = new AbortController();
  setTimeout(() => controller.abort(), milliseconds);
  return controller.signal;
}

/** Random, also on plain http, where the browser does not offer it ready made. */
export function uuid() {
  if (crypto.randomUUID) return crypto.randomUUID();
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (bytes[6] & 0x0f) | 0x40;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
}

/** ISO with the offset of this place and moment: of the two 02:30 of an autumn night it is one. */
export function instant(date) {
  const offset = -date.getTimezoneOffset();
  const two = (number) => String(Math.trunc(Math.abs(number))).padStart(2, "0");
  const local = new Date(date.getTime() + offset * 60_000).toISOString().slice(0, 23);
  return `${local}${offset < 0 ? "-" : "+"}${two(offset / 60)}:${two(offset % 60)}`;
}
