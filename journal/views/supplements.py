from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from journal.bars import limit_bar, phase_bar
from journal.cautions import high_dose_cautions
from journal.coaching import baseline, readouts
from journal.forms.plan import Plan
from journal.forms.supplements import EndForm
from journal.ledger import of_patient, read
from journal.models import Regimen, Substance
from journal.views.undo import undo_tag


def supplements(request):
    today = timezone.localdate()
    ledger = read(of_patient(request.user), today)
    return render(
        request,
        "journal/supplements.html",
        {
            "ledger": ledger,
            "cards": [_card(taking) for taking in ledger.current],
            "totals": [(total, limit_bar(total)) for total in ledger.totals],
            "cautions": high_dose_cautions(request.user, today),
            "today": today,
        },
    )


def new_regimen(request):
    today = timezone.localdate()
    plan = Plan(request.POST or None, patient=request.user, today=today, like=_earlier(request))
    if plan.is_valid() and plan.save_once():
        messages.success(request, _what_happens_next(plan.regimen.instance, today))
        return redirect("notices" if plan.notices else "supplements")
    return render(
        request,
        "journal/regimen_new.html",
        {
            "plan": plan,
            "baseline": baseline(request.user, today),
            "readouts": readouts(today),
            **_about_doses(request, today),
        },
    )


def edit_regimen(request, regimen_id):
    today = timezone.localdate()
    regimen = _regimen(request, regimen_id)
    plan = Plan(request.POST or None, patient=request.user, today=today, regimen=regimen)
    if plan.is_valid() and plan.save_once():
        messages.success(request, f"Saved {plan.product.instance.name}.")
        return redirect("notices" if plan.notices else "supplements")
    page = {"plan": plan, "regimen": regimen, **_about_doses(request, today)}
    return render(request, "journal/regimen_edit.html", page)


def end_regimen(request, regimen_id):
    regimen = _regimen(request, regimen_id)
    form = EndForm(
        request.POST or None,
        patient=request.user,
        instance=regimen,
        initial={"ended_on": regimen.ended_on or timezone.localdate()},
    )
    if form.is_valid() and form.save_once():
        undo = reverse("regimen-reopen", args=[regimen.pk])
        day = f"{regimen.ended_on:%A} {regimen.ended_on.day} {regimen.ended_on:%B}"
        messages.success(
            request, f"{regimen.supplement.name}: last dose on {day}.", extra_tags=f"undo:{undo}"
        )
        return redirect("supplements")
    return render(request, "journal/regimen_end.html", {"form": form, "regimen": regimen})


@require_POST
def reopen_regimen(request, regimen_id):
    regimen = _regimen(request, regimen_id)
    regimen.ended_on = None
    regimen.save()
    messages.success(request, f"You take {regimen.supplement.name} again.")
    return redirect("supplements")


@require_POST
def delete_regimen(request, regimen_id):
    regimen = _regimen(request, regimen_id)
    regimen.discard()
    messages.success(request, f"Deleted {regimen.supplement.name}.", extra_tags=undo_tag(regimen))
    return redirect("supplements")


def _regimen(request, regimen_id):
    regimens = Regimen.objects.of(request.user).select_related("supplement", "main_symptom")
    return get_object_or_404(regimens, pk=regimen_id)


def _card(taking):
    """What a card shows of one regimen beside its numbers."""
    due = [day for day in readouts(taking.regimen.started_on) if day > taking.today]
    return {
        "taking": taking,
        "bar": phase_bar(taking),
        "next_readout": due[0] if due and not taking.regimen.already_started else None,
        "stronger": dict.fromkeys(
            part.substance.ask_prescriber_note for part in taking.parts if part.substance.ask_prescriber_note
        ),
    }


def _earlier(request):
    """The regimen to take again, if the address names one of the patient's own."""
    wanted = request.GET.get("again", "")
    return _regimen(request, int(wanted)) if wanted.isdecimal() and len(wanted) < 19 else None


def _about_doses(request, today):
    stronger: dict[str, list[Substance]] = {}
    for substance in Substance.objects.published().exclude(ask_prescriber_note=""):
        stronger.setdefault(substance.ask_prescriber_note, []).append(substance)
    return {"cautions": high_dose_cautions(request.user, today), "stronger": stronger}


def _what_happens_next(regimen, today):
    if regimen.already_started:
        return f"Saved {regimen.supplement.name}. Every four weeks you will be asked for your own impression."
    week_8, week_12 = (f"{day.day} {day:%B %Y}" for day in readouts(regimen.started_on))
    opening = f"Saved {regimen.supplement.name}."
    return f"{opening} The read-outs come on {week_8} and, as the last word, on {week_12}."
