from django.urls import path

from home.views import front, helping, how_it_works, now, today

urlpatterns = [
    path("", front.home, name="home"),
    path("now/", now.now, name="now"),
    path("now/log/", now.log, name="now-log"),
    path("now/<uuid:client_id>/", now.running, name="now-running"),
    path("now/<uuid:client_id>/stop/", now.stop, name="now-stop"),
    path("now/<uuid:client_id>/undo/", now.undo, name="now-undo"),
    path("today/", today.today, name="today"),
    path("helping/", helping.helping, name="helping"),
    path("how-it-works/", how_it_works.how_it_works, name="how-it-works"),
    path("helping/<int:assessment_id>/", helping.helping_detail, name="helping-detail"),
]
