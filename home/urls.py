from django.urls import path

from home.views import front, helping, today

urlpatterns = [
    path("", front.home, name="home"),
    path("today/", today.today, name="today"),
    path("helping/", helping.helping, name="helping"),
    path("helping/<int:assessment_id>/", helping.helping_detail, name="helping-detail"),
]
