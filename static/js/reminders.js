/* "Show it on this device": asks the browser for an address to which the reminder can be sent, and posts that address. */
"use strict";

(() => {
  const form = document.querySelector("[data-push-key]");
  if (!form) return;
  const able = "serviceWorker" in navigator && "PushManager" in window && "Notification" in window;
  const say = (what) => {
    for (const line of form.querySelectorAll("[data-push-says]")) line.hidden = line.dataset.pushSays !== what;
  };
  form.querySelector("button").hidden = !able;
  say(able ? "" : "unable");

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    try {
      if ((await Notification.requestPermission()) !== "granted") return say("refused");
      await navigator.serviceWorker.register(form.dataset.worker, { scope: form.dataset.scope });
      form.elements.endpoint.value = await address(await active(form.dataset.scope));
      form.submit();
    } catch {
      say("failed");
    }
  });

  /* `serviceWorker.ready` waits for the worker of this page, which may be another one. */
  async function active(scope) {
    const registration = await navigator.serviceWorker.getRegistration(scope);
    const worker = registration.installing ?? registration.waiting ?? registration.active;
    if (worker.state === "activated") return registration;
    return new Promise((resolve, reject) => {
      worker.addEventListener("statechange", () => {
        if (worker.state === "activated") resolve(registration);
        if (worker.state === "redundant") reject(new Error("no worker"));
      });
    });
  }

  async function address(registration) {
    const options = { userVisibleOnly: true, applicationServerKey: form.dataset.pushKey };
    try {
      return (await registration.pushManager.subscribe(options)).endpoint;
    } catch (error) {
      /* Subscribed with a key that we no longer use. */
      const old = await registration.pushManager.getSubscription();
      if (!old) throw error;
      await old.unsubscribe();
      return (await registration.pushManager.subscribe(options)).endpoint;
    }
  }
})();
