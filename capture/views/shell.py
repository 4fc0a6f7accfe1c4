"""What a phone installs: the service worker, the manifest, and who is asking."""

from hashlib import sha256
from pathlib import Path

from django.contrib.auth.decorators import login_not_required
from django.contrib.auth.models import AnonymousUser
from django.contrib.staticfiles import finders
from django.http import HttpRequest, JsonResponse
from django.middleware.csrf import get_token
from django.shortcuts import render
from django.views.decorators.http import conditional_page, require_safe

from capture.models import owner_name
from capture.views.now import now

KEPT = (
    "css/night.css",
    "icons/favicon.svg",
    "js/night/outbox.js",
    "js/night/page.js",
    "js/night/send.js",
    "js/night/shelf.js",
    "js/night/view.js",
    "js/night/words.js",
)


@login_not_required
@require_safe
@conditional_page
def service_worker(request):
    """At an address of its own that never changes: a worker at another one would strand those installed before."""
    context = {"files": KEPT, "version": _version()}
    response = render(request, "capture/sw.js", context, content_type="text/javascript; charset=utf-8")
    response["Cache-Control"] = "no-cache"
    response["Service-Worker-Allowed"] = "/"
    return response


@login_not_required
@require_safe
@conditional_page
def manifest(request):
    response = render(request, "capture/manifest.webmanifest", content_type="application/manifest+json")
    response["Cache-Control"] = "no-cache"
    return response


@login_not_required
@require_safe
def csrf(request):
    """A fresh form token for a page that was kept by the phone, and under whose name it sends now."""
    signed_in = request.user.is_authenticated
    owner = owner_name(request.user) if signed_in else None
    told = {"token": get_token(request), "owner": owner, "signed_in": signed_in}
    # The page that the phone keeps is the same for everybody: in this colour it is hers.
    response = JsonResponse(told | ({"colour": request.user.night_colour} if signed_in else {}))
    response["Cache-Control"] = "no-store, private"
    return response


def _version():
    """Changes with the shell and with every file of it: a phone never mixes two of them."""
    nobody = HttpRequest()
    nobody.user = AnonymousUser()
    parts = [now(nobody).content, *(Path(finders.find(name)).read_bytes() for name in KEPT)]
    return sha256(b"".join(parts)).hexdigest()[:16]
