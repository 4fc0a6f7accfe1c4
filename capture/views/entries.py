"""Where a phone sends what it has noted: one entry a request, stored once."""

from django.contrib.auth.decorators import login_not_required
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from capture.answers import heard, said
from capture.models import device_of, owner_name
from capture.senders import Sender
from capture.sent import Unreadable, read
from capture.storing import Refused, deliver, raised_a_flag


@csrf_exempt
@login_not_required
@require_POST
def entries(request):
    """By a device's token, which no other site can send, or by the session and its form token."""
    if request.capture_token is None:
        return _with_session(request) if request.user.is_authenticated else said(401, error="sign_in")
    now = timezone.now()
    device = device_of(request.capture_token, at=now)
    if device is None:
        return said(404, error="token")
    # For this one answer: it is her diary's history that says who wrote.
    request.user = device.patient
    return _receive(request, Sender(device.patient, device, now))


@csrf_protect
def _with_session(request):
    return _receive(request, Sender(request.user, None, timezone.now()))


def _receive(request, sender):
    if request.headers.get("X-Owner") != owner_name(sender.patient):
        return said(403, error="other_owner")
    try:
        sent = read(heard(request))
        is_new, row = deliver(sent, sender)
    except Unreadable as wrong:
        return said(422, errors=wrong.errors)
    except Refused as refused:
        return said(refused.status, **refused.body)
    told = {"stored": str(sent.client_id)}
    if sender.may_read and raised_a_flag(row):
        told["notices"] = reverse("notices")
    return said(201 if is_new else 200, **told)
