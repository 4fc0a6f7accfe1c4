"""Doses: what is planned, in words and days; what was taken of it; how much that is. Pure, no database, no clock."""

from .amounts import GroupTotal, Source, group_total, in_unit, planned_per_day, rate_per_day, taken_per_day
from .phases import (
    Phase,
    PhaseLike,
    cover,
    cut_at,
    dose_days,
    in_order,
    is_due,
    next_dose_on,
    overlap,
    phase_on,
)
from .taking import Adherence, Misfit, adherence, misfits, taken_by_night
from .words import (
    UNIT_WORDS,
    amount_words,
    both_units,
    phase_words,
    plan_words,
    rhythm_words,
    rounded_words,
)

__all__ = [
    "UNIT_WORDS",
    "Adherence",
    "GroupTotal",
    "Misfit",
    "Phase",
    "PhaseLike",
    "Source",
    "adherence",
    "amount_words",
    "both_units",
    "cover",
    "cut_at",
    "dose_days",
    "group_total",
    "in_order",
    "in_unit",
    "is_due",
    "misfits",
    "next_dose_on",
    "overlap",
    "phase_on",
    "phase_words",
    "plan_words",
    "planned_per_day",
    "rate_per_day",
    "rhythm_words",
    "rounded_words",
    "taken_by_night",
    "taken_per_day",
]
