from django.urls import path

from reminders import views

urlpatterns = [
    path("reminders/", views.reminders, name="reminders"),
    path("reminders/worker.js", views.worker, name="reminders-worker"),
    path("reminders/devices/", views.device_add, name="reminders-device-add"),
    path("reminders/devices/<int:device_id>/remove/", views.device_remove, name="reminders-device-remove"),
    path("reminders/stop/<str:token>/", views.reminders_stop, name="reminders-stop"),
]
