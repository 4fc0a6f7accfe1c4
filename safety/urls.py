from django.urls import path

from safety import views

urlpatterns = [
    path("notices/", views.notices, name="notices"),
    path("notices/<int:pk>/read/", views.read_notice, name="notice-read"),
]
