from django.urls import path

from capture.views import devices, entries, now, shell

urlpatterns = [
    path("sw.js", shell.service_worker, name="service-worker"),
    path("now/", now.now, name="now"),
    path("now/manifest.webmanifest", shell.manifest, name="now-manifest"),
    path("now/csrf/", shell.csrf, name="now-csrf"),
    path("now/entries/", entries.entries, name="now-entries"),
    path("now/tokens/", devices.issue, name="now-tokens"),
    path("now/log/", now.log, name="now-log"),
    path("now/<uuid:client_id>/", now.running, name="now-running"),
    path("now/<uuid:client_id>/stop/", now.stop, name="now-stop"),
    path("now/<uuid:client_id>/undo/", now.undo, name="now-undo"),
    path("settings/devices/", devices.devices, name="devices"),
    path("settings/devices/<int:token_id>/revoke/", devices.revoke, name="device-revoke"),
]
