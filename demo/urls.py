from django.urls import path

from demo import views

urlpatterns = [path("mailbox/", views.mailbox, name="mailbox")]
