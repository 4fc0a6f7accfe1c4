"""What the red-flag rules may know: about an entry of the journal, and about the patient who made it."""

import datetime as dt
from decimal import Decimal
from typing import Any

from django.utils import timezone

from journal.doses import in_unit, rate_per_day
from journal.models import CheckIn, Condition, DailyScore, Episode, Ingredient, Phase, Regimen
from journal.models.supplements import Unit
from journal.nights import night_of

CRAMP = "leg-cramp"
VITAMIN_D = ("vitamin-d", "stronger-vitamin-d")
LOOKING_BACK = dt.timedelta(days=28)


def of_patient(patient) -> dict[str, Any]:
    """Conditions, vitamin D and recent cramp nights. What the patient has not said is absent or None."""
    now = timezone.now()
    night, today = night_of(now, patient.zone), timezone.localdate(now, patient.zone)
    return {
        **_conditions(patient, today),
        **_vitamin_d(patient, today),
        "cramps_nights_last_28": _cramp_nights(patient, night),
    }


def of_entry(entry: Episode | CheckIn | DailyScore) -> dict[str, Any]:
    return {Episode: of_episode, CheckIn: of_checkin, DailyScore: of_score}[type(entry)](entry)


def of_episode(episode: Episode, at: dt.datetime | None = None) -> dict[str, Any]:
    """As it stands now, or as it stood at `at`: what a phone sends may arrive hours later."""
    return {
        "entry": "episode",
        "symptom": episode.symptom.slug,
        "severity": episode.severity,
        "duration_minutes": _minutes(episode, at or timezone.now()),
        "still_going": episode.still_going,
        "sites": episode.sites,
        "words": episode.words,
        "woke": episode.woke,
        "hints": episode.hints,
        "relief": episode.relief,
        "relief_helped": episode.relief_helped,
        "urge_to_move": episode.urge_to_move,
        "walking_distance_m": episode.walking_distance_m,
        "at_night": episode.in_night_hours,
        "soreness": episode.soreness,
        "signs": episode.signs,
    }


def of_checkin(checkin: CheckIn) -> dict[str, Any]:
    return {
        "entry": "checkin",
        "answer": checkin.answer,
        "contributors": checkin.contributors,
        "pain_medicine": checkin.pain_medicine,
        "woken": checkin.awakenings,
        "signs": checkin.signs,
    }


def of_score(score: DailyScore) -> dict[str, Any]:
    return {"entry": "score", "symptom": score.symptom.slug, "score": score.score, "signs": score.signs}


def _minutes(episode, at):
    """How long it lasted; while it is going on, how long it had lasted by then."""
    if episode.still_going:
        return (at - episode.started_at).total_seconds() / 60
    return None if episode.duration_minutes is None else float(episode.duration_minutes)


def _conditions(patient, today):
    rows = [row for row in Condition.objects.of(patient) if row.until is None or row.until >= today]
    said = {row.kind: row.has_it for row in rows}
    return {
        "conditions": sorted(kind for kind, has_it in said.items() if has_it),
        "pregnant": said.get("pregnancy"),
    }


def _vitamin_d(patient, today):
    """Whether vitamin D is taken, by whose decision, and whether in high doses, now or within LOOKING_BACK."""
    ingredients = Ingredient.objects.of(patient).filter(substance__group__in=VITAMIN_D)
    contents = {row.supplement_id: row for row in ingredients.select_related("substance")}
    regimens = Regimen.objects.of(patient).filter(supplement__in=contents, started_on__lte=today)
    regimens = {regimen.pk: regimen for regimen in regimens}
    phases = Phase.objects.of(patient).filter(regimen__in=regimens, starts_on__lte=today)
    phases = [phase for phase in phases if phase.ends_on is None or phase.ends_on >= today - LOOKING_BACK]
    lasting = {phase.regimen_id for phase in phases if phase.ends_on is None or phase.ends_on >= today}
    taken = [regimen for regimen in regimens.values() if not regimen.ended_on or regimen.ended_on >= today]
    # "Prescribed" lapses at the planned end: what is taken after it is one's own decision.
    prescribed = [regimen for regimen in taken if regimen.is_prescribed and regimen.pk in lasting]
    return {
        "on_vitamin_d": bool(taken),
        "d_prescribed": bool(prescribed),
        "d_self_started": any(
            regimen.is_prescribed is not None and regimen not in prescribed for regimen in taken
        ),
        "high_dose_d": any(
            _is_high(phase, contents[regimens[phase.regimen_id].supplement_id]) for phase in phases
        ),
    }


def _is_high(phase, ingredient) -> bool:
    """One dose that asks for a second look, or a daily average above the limit, as the substance's content says."""
    substance = ingredient.substance
    if substance.daily_limit is None:
        return True  # a stronger form, which has no limit in units
    one = _in_base_unit(phase.unit, ingredient)
    if one is None:
        return False
    confirm_above = substance.confirm_above
    return rate_per_day(phase) * one > substance.daily_limit or (
        confirm_above is not None and phase.amount * one > confirm_above
    )


def _in_base_unit(unit, ingredient) -> Decimal | None:
    """What one of this unit is in the substance's own unit; None where the label does not say."""
    amount, substance = Decimal(1), ingredient.substance
    if unit == Unit.TABLET:
        amount, unit = ingredient.amount, ingredient.unit
    if amount is None or unit in ("", Unit.TABLET):
        return None
    try:
        return in_unit(amount, unit, substance.base_unit, iu_per_mcg=substance.iu_per_mcg)
    except ValueError:
        return None


def _cramp_nights(patient, last) -> int:
    """On how many of the last 28 nights there was at least one cramp, logged or said at the check-in."""
    first = last - LOOKING_BACK + dt.timedelta(days=1)
    logged = Episode.objects.of(patient).about(CRAMP).between(first, last).filter(in_night_hours=True)
    nights = set(logged.order_by().values_list("night", flat=True))
    said = CheckIn.objects.of(patient).between(first, last).filter(answer=CheckIn.Answer.YES)
    nights |= {night for night, counts in said.values_list("night", "counts") if counts.get(CRAMP)}
    return len(nights)
