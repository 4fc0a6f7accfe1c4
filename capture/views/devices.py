"""Devices that may log without signing in: made on the device itself, seen and ended in the settings."""

import json

from django import forms
from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.text import unreadable
from capture.answers import heard, said
from capture.models import CaptureToken, issue_token, owner_name

MOST = 20
TOO_MANY = "There are 20 devices already. Please remove one in the settings first."


class DeviceForm(forms.Form):
    label = forms.CharField(
        max_length=60,
        validators=[unreadable],
        error_messages={
            "required": "Please give this device a name, like “my phone”.",
            "null_characters_not_allowed": unreadable.message,
        },
    )


@login_not_required
@require_POST
def issue(request):
    """A token for the device that asks. It is told here, once."""
    if not request.user.is_authenticated:
        return said(401, error="sign_in")
    form, now = DeviceForm(_told(request)), timezone.now()
    if not form.is_valid():
        return said(422, errors={name: sentences[0] for name, sentences in form.errors.items()})
    if CaptureToken.objects.of(request.user).live(now).count() >= MOST:
        return said(422, errors={"label": TOO_MANY})
    secret, device = issue_token(request.user, form.cleaned_data["label"], at=now)
    return said(201, token=secret, owner=owner_name(request.user), expires_at=device.expires_at.isoformat())


def devices(request):
    """This phone and other devices: which may log without signing in, and when each last did."""
    live = CaptureToken.objects.of(request.user).live(timezone.now())
    return render(request, "capture/devices.html", {"devices": live})


@require_POST
def revoke(request, token_id):
    device = get_object_or_404(CaptureToken.objects.of(request.user), pk=token_id)
    device.revoke(timezone.now())
    messages.success(request, f"{device.label} can no longer log without signing in.")
    return redirect("devices")


def _told(request):
    try:
        told = json.loads(heard(request).decode())
    except (ValueError, RecursionError):
        return {}
    label = told.get("label") if isinstance(told, dict) else None
    return {"label": label} if isinstance(label, str) else {}
