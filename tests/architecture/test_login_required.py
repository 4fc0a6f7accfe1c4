"""Logged in by default: a view that nobody thought about is closed."""

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import path

from tests.architecture.routes import routes
from tests.architecture.test_public_pages import PUBLIC, is_public

pytestmark = pytest.mark.django_db


def forgotten(request):
    return HttpResponse("somebody's data")


urlpatterns = [path("forgotten/", forgotten)]


def test_the_net_is_in_place_before_anything_of_ours():
    order = settings.MIDDLEWARE
    net = order.index("django.contrib.auth.middleware.LoginRequiredMiddleware")

    assert order.index("django.contrib.auth.middleware.AuthenticationMiddleware") < net
    assert net < order.index("accounts.middleware.second_factor_for_staff")


@pytest.mark.urls("tests.architecture.test_login_required")
def test_a_view_nobody_thought_about_asks_for_a_log_in(client, settings):
    settings.LOGIN_URL = "/accounts/login/"

    answer = client.get("/forgotten/")

    assert answer.status_code == 302
    assert answer.url == "/accounts/login/?next=/forgotten/"


def test_every_other_page_of_ours_sends_a_stranger_to_the_log_in(client):
    closed = [
        route for route in routes() if not (route.is_admins or route.is_a_door) and route.name not in PUBLIC
    ]

    assert len(closed) > 40
    assert not [route.name for route in closed if is_public(route)]


@pytest.mark.parametrize("page", ["/sharing/", "/clinic/", "/journal/", "/settings/", "/clinic/1/", "/labs/"])
def test_a_stranger_is_sent_to_sign_in_and_back(client, page):
    assert client.get(page).url == f"/accounts/login/?next={page}"


def test_signed_in_pages_are_kept_by_nobody(client, alice):
    client.force_login(alice)

    assert client.get("/sharing/")["Cache-Control"] == "no-store, private"
    assert client.get("/no-such-page/")["Cache-Control"] == "no-store, private"


def test_a_request_of_no_session_leaves_none(rf: RequestFactory, client):
    client.get("/guides/")

    assert "sessionid" not in client.cookies
