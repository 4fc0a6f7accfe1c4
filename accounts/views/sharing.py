from django.contrib import messages
from django.core.paginator import Paginator
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from accounts.actions import InvitationRefused, end_care, invite, invite_again, resume_care
from accounts.forms import IdentityForm, InvitationForm
from accounts.models import CareLink, RecordAccess
from accounts.openings import by_day, openings_of

ROWS_A_PAGE = 100


def sharing(request):
    now = timezone.now()
    links = CareLink.objects.of(request.user).select_related("clinician__clinician").order_by("-invited_at")
    openings = openings_of(request.user)
    standing: dict[str, list] = {"open": [], "waiting": [], "lapsed": [], "over": [], "ended": []}
    for link in links:
        link.seen = openings.get(link.clinician_id)
        standing[link.standing(now)].append(link)
    page = {
        "open": standing["open"],
        "invited": standing["waiting"] + standing["lapsed"],
        "past": [link for link in standing["over"] + standing["ended"] if link.accepted_at],
        "opened": by_day(RecordAccess.objects.of(request.user).order_by("-at")[:20]),
        "now": now,
    }
    return render(request, "accounts/sharing.html", page)


def share_invite(request):
    patient = request.user
    asks_identity = not (patient.name and patient.date_of_birth)
    identity = IdentityForm(request.POST or None, instance=patient) if asks_identity else None
    form = InvitationForm(request.POST or None, patient=patient)
    if form.is_valid() and (identity is None or identity.is_valid()):
        try:
            return _invited(request, form, identity)
        except InvitationRefused as refusal:
            form.add_error(None, str(refusal))
    return render(request, "accounts/share_invite.html", {"form": form, "identity": identity})


def _invited(request, form, identity):
    link = form.save()
    if identity:
        identity.save()
    invite(link, by=request.user)
    messages.success(request, f"The invitation is on its way to {link.invited_email}.")
    return redirect("sharing")


@require_POST
def share_resend(request, link_id):
    link = get_object_or_404(CareLink.objects.of(request.user), pk=link_id)
    try:
        invite_again(link, by=request.user)
        messages.success(
            request, f"Sent again to {link.invited_email}. The link in the first mail no longer works."
        )
    except InvitationRefused as refusal:
        messages.error(request, str(refusal))
    return redirect("sharing")


@require_POST
def share_revoke(request, link_id):
    link = get_object_or_404(CareLink.objects.of(request.user), pk=link_id)
    end_care(link, by=request.user)
    undo = "undo:" + reverse("share-restore", args=[link.pk])
    if link.accepted_at:
        done = f"{link.clinician} can no longer open your journal."
    else:
        done = f"The invitation to {link.invited_email} is withdrawn."
    messages.success(request, done, extra_tags=undo)
    return redirect("sharing")


@require_POST
def share_restore(request, link_id):
    link = get_object_or_404(CareLink.objects.of(request.user), pk=link_id)
    if resume_care(link, by=request.user):
        messages.success(request, "Undone. It is as it was before.")
    else:
        messages.error(request, "This can no longer be undone. Please send a new invitation.")
    return redirect("sharing")


def access_record(request):
    rows = RecordAccess.objects.of(request.user).order_by("-at", "-pk")
    page = Paginator(rows, ROWS_A_PAGE).get_page(request.GET.get("page"))
    return render(request, "accounts/access_record.html", {"page": page, "days": by_day(page)})
