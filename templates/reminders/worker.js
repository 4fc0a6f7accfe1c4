// Shows the morning's reminder. The message is empty and its words stand here: no push service reads anything.
addEventListener("install", () => skipWaiting());

addEventListener("push", (event) => {
  const shown = registration.showNotification("Your diary is open", { body: "How was last night?", tag: "morning" });
  event.waitUntil(shown);
});

addEventListener("notificationclick", (event) => {
  event.notification.close();
  event.waitUntil(clients.openWindow("{% url 'today' %}"));
});
