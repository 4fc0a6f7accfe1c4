from django.urls import path

from reminders import views

urlpatterns = [
    path("reminders/", views.reminders, name="reminders"),
    path("reminders/stop/<str:token>/", views.reminders_stop, name="reminders-stop"),
]
