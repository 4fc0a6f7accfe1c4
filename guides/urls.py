from django.urls import path

from guides import views

urlpatterns = [
    path("guides/", views.guides, name="guides"),
    path("guides/<slug:slug>/", views.guide, name="guide"),
    path("get-help/", views.get_help, name="get-help"),
]
