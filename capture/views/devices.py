from django.contrib import messages
from django.contrib.auth.decorators import login_not_required
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from capture.answers import said
from capture.models import CaptureToken


@login_not_required
@require_POST
def issue(request):
    return said(503, error="not_yet")


def devices(request):
    """This phone and other devices: which may log without signing in, and when each last did."""
    live = CaptureToken.objects.of(request.user).live(timezone.now())
    return render(request, "capture/devices.html", {"devices": live})


@require_POST
def revoke(request, token_id):
    token = get_object_or_404(CaptureToken.objects.of(request.user), pk=token_id)
    CaptureToken.objects.filter(pk=token.pk, revoked_at=None).update(revoked_at=timezone.now())
    messages.success(request, f"{token.label} can no longer log without signing in.")
    return redirect("devices")
