import zoneinfo

from django.conf import settings
from django.shortcuts import redirect
from django.utils import timezone
from django.utils.cache import add_never_cache_headers


def never_cache_signed_in(get_response):
    """A page made for somebody is never kept by a browser or a proxy."""

    def middleware(request):
        response = get_response(request)
        if request.user.is_authenticated or response.status_code >= 400:
            add_never_cache_headers(response)
            response["Cache-Control"] = "no-store, private"
        return response

    return middleware


def local_time(get_response):
    """Times are read and shown in the zone of whoever is signed in."""

    def middleware(request):
        zone = request.user.zone if request.user.is_authenticated else zoneinfo.ZoneInfo("UTC")
        with timezone.override(zone):
            return get_response(request)

    return middleware


def second_factor_for_staff(get_response):
    """Doctors and admins use a second factor; until they have one, they are sent to set it up."""

    def middleware(request):
        if _must_enrol(request):
            return redirect("mfa_activate_totp")
        return get_response(request)

    return middleware


def _must_enrol(request):
    user = request.user
    if not user.is_authenticated or not request.path.startswith(("/clinic/", "/admin/")):
        return False
    # The demo accounts exist on the embedded default only, and are fixed.
    if (settings.EMBEDDED and user.is_demo) or not (user.is_staff or user.is_clinician):
        return False
    return not user.authenticator_set.exists()
