import zoneinfo

from allauth.account.authentication import get_authentication_records
from allauth.mfa.models import Authenticator
from allauth.mfa.utils import is_mfa_enabled
from django.conf import settings
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.cache import add_never_cache_headers
from django.utils.http import urlencode

from accounts.records import StaleEdit
from accounts.returning import way_back

# Where a doctor was going when she was sent to set up her second factor.
GOES_ON_TO = "second_factor_goes_on_to"


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


class SayStale:
    """Two presses at one moment: the later one finds its row changed, which is said, not crashed on."""

    def __init__(self, get_response):
        self.get_response = get_response

    def __call__(self, request):
        return self.get_response(request)

    def process_exception(self, request, exception):
        if not isinstance(exception, StaleEdit):
            return None
        messages.warning(
            request, "This was changed a moment ago, here or on another device. Please look again."
        )
        onward = way_back(request, "home")
        return HttpResponse(headers={"HX-Redirect": onward}) if request.htmx else redirect(onward)


def second_factor_for_staff(get_response):
    """Doctors and admins use a second factor; until they have one, they are sent to set it up.

    A session that began with the password alone, before the second factor existed, is asked for it too.
    """

    def middleware(request):
        if not _is_guarded(request):
            return get_response(request)
        if not is_mfa_enabled(request.user, [Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN]):
            request.session[GOES_ON_TO] = request.get_full_path()
            return redirect("mfa_activate_totp")
        if not _was_used(request):
            return redirect(f"{reverse('mfa_reauthenticate')}?{urlencode({'next': request.get_full_path()})}")
        request.session.pop(GOES_ON_TO, None)
        return get_response(request)

    return middleware


def _is_guarded(request):
    user = request.user
    if not user.is_authenticated or not request.path_info.startswith(("/clinic/", "/admin/")):
        return False
    # The demo accounts exist on the embedded default only, and are fixed.
    if settings.EMBEDDED and user.is_demo:
        return False
    return user.is_staff or user.is_clinician


def _was_used(request):
    records = get_authentication_records(request, request.user)
    return any(record["method"] == "mfa" for record in records)
