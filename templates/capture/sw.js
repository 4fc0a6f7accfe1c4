{% load static %}// The night page without a network, and its outbox in the background.
// The version changes with every file of it, and with the version this worker.
import { Outbox } from "{% static 'js/night/outbox.js' %}";
import { phoneShelf } from "{% static 'js/night/shelf.js' %}";

const CACHE = "night-{{ version }}";
const SHELL = "/now/";
const TAP = "/now/log/";
const FILES = [{% for file in files %}
  "{% static file %}",{% endfor %}
];
const AN_ENTRY = /^\/now\/[0-9a-f-]{36}\/$/;

addEventListener("install", (event) => event.waitUntil(fill().then(() => skipWaiting())));
addEventListener("activate", (event) => event.waitUntil(tidy().then(() => clients.claim())));

addEventListener("fetch", (event) => {
  const { request } = event;
  const url = new URL(request.url);
  if (request.method !== "GET" || url.origin !== location.origin) return;
  if (FILES.includes(url.pathname)) event.respondWith(kept(request));
  else if (request.mode !== "navigate" || url.searchParams.has("plain")) return;
  // A tap that was faster than the script: the page finds it in its address.
  else if ([SHELL, TAP].includes(url.pathname)) event.respondWith(kept(new Request(SHELL)));
  else if (AN_ENTRY.test(url.pathname)) event.respondWith(online(request));
});

addEventListener("sync", (event) => {
  if (event.tag === "night-outbox") event.waitUntil(send());
});

/** The shell is fetched as nobody: without cookies it holds no name, no token, no entry. */
async function fill() {
  const cache = await caches.open(CACHE);
  await cache.addAll(FILES.map((url) => new Request(url, { cache: "no-cache", credentials: "omit" })));
  const shell = await fetch(SHELL, { cache: "no-store", credentials: "omit" });
  if (!shell.ok || shell.redirected) throw new Error("no shell");
  await cache.put(SHELL, shell);
}

/** The one before stays: a page of it may still be open and ask for its files. */
async function tidy() {
  const own = (await caches.keys()).filter((name) => name.startsWith("night-") && name !== CACHE);
  await Promise.all(own.slice(0, -1).map((name) => caches.delete(name)));
}

async function kept(request) {
  const cache = await caches.open(CACHE);
  return (await cache.match(request)) ?? (await caches.match(request)) ?? fetch(request);
}

const online = (request) => fetch(request).catch(() => kept(new Request(SHELL)));

/** Throws while something is left: the browser then asks again, less and less often. */
async function send() {
  const left = await new Outbox(phoneShelf, { timers: false }).flush({ eager: true });
  if (left) throw new Error("something waits");
}
