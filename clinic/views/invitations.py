from django.contrib import messages
from django.shortcuts import redirect, render

from accounts.actions import InvitationRefused, accept_invitation, find_invitation
from accounts.forms import PracticeForm
from accounts.models import Clinician, DiaryState


def invitation(request, token):
    try:
        link = find_invitation(token, by=request.user)
        if request.method == "POST":
            link = accept_invitation(token, by=request.user)
            messages.success(request, f"{link.patient} shares with you until {link.expires_at:%-d %B %Y}.")
    except InvitationRefused as refusal:
        return _refused(request, refusal)
    if link.accepted_at:
        return redirect("clinic-patient", link.patient_id)
    return render(request, "clinic/invitation.html", {"link": link})


def _refused(request, refusal):
    """Why not, and what can be done about it: somebody who signed up as a patient may say where she practises."""
    keeps_diary = DiaryState.objects.filter(patient=request.user, revision__gt=0).exists()
    form = None
    if refusal.code == "patient" and not keeps_diary:
        form = PracticeForm(request.POST or None)
        if form.is_valid():
            _register(request.user, form)
            return redirect(request.path)
    page = {"sentence": str(refusal), "code": refusal.code, "form": form, "keeps_diary": keeps_diary}
    return render(request, "clinic/invitation_refused.html", page, status=403)


def _register(user, form):
    # Sent twice is registered once.
    Clinician.objects.get_or_create(user=user, defaults=form.cleaned_data)
