from django.urls import path

from home.views import front, helping, how_it_works, today

urlpatterns = [
    path("", front.home, name="home"),
    path("today/", today.today, name="today"),
    path("helping/", helping.helping, name="helping"),
    path("how-it-works/", how_it_works.how_it_works, name="how-it-works"),
    path("helping/<int:assessment_id>/", helping.helping_detail, name="helping-detail"),
]
