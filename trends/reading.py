"""A stored conclusion as facts for the sentences and the pictures: the other end of `trends.describing`."""

import datetime as dt
from math import isfinite, nan

from trends import wording
from trends.charts import data as charts
from trends.core.describe import per_week, rate_interval
from trends.models import Assessment

ON_AXIS = dt.timedelta(days=7)


def facts(assessment: Assessment, today: dt.date) -> wording.Facts:
    """What the sentences about this conclusion are made from."""
    told, symptom = assessment.described, assessment.symptom
    before, now = told["before"], told["now"]
    coming = told["next_readout"]
    return wording.Facts(
        singular=symptom.singular,
        plural=felt(symptom),
        slug=symptom.slug,
        kind=symptom.outcome,
        product=assessment.regimen.supplement.name,
        started_on=assessment.regimen.started_on,
        today=today,
        already_started=assessment.regimen.already_started,
        verdict=assessment.verdict,
        rate_ratio=_number(assessment.rate_ratio),
        change_points=_number(assessment.change_points),
        low=_number(assessment.low),
        high=_number(assessment.high),
        low_90=_number(assessment.low_90),
        high_90=_number(assessment.high_90),
        probability_better=_number(assessment.probability_better),
        readout=assessment.readout,
        readout_on=_day(told["readout_on"]),
        nights_answered_before=assessment.nights_answered_before,
        nights_answered_after=assessment.nights_answered_after,
        reasons=tuple(assessment.reasons),
        nights_before=told["nights_before"],
        nights_after=min(told["nights_after"], 84),
        before=before["rate"],
        now=now["rate"],
        answered_now=now["answered"],
        nights_now=now["nights"],
        symptom_nights_before=before.get("nights_with"),
        symptom_nights_now=now.get("nights_with"),
        answered_early=told["answered_early"],
        episodes=told["episodes"],
        next_readout=coming and coming["nights"],
        next_readout_on=coming and _day(coming["on"]),
        changes=tuple(wording.OtherChange(change["label"], _day(change["on"])) for change in told["changes"]),
        odd_night_on=_day(told["odd_night_on"]),
        taken=told["doses"]["taken"],
        doses_answered=told["doses"]["answered"],
        ended_on=assessment.regimen.ended_on,
    )


def felt(symptom) -> str:
    """What is compared, inside a sentence: a score is of the burning itself, not of spells of it."""
    return wording.mid_sentence(symptom.name) if symptom.is_scored else symptom.plural


def diary_span(assessment: Assessment) -> tuple[dt.date, dt.date]:
    """The first and the last night of the diary that this conclusion saw."""
    return _day(assessment.described["first_night"]), assessment.as_of_night


def weeks(assessment: Assessment) -> tuple[charts.Week, ...]:
    """The stored columns as weeks: what was counted is stored, rates and ranges are made here."""
    columns = assessment.described["weeks"]
    if isinstance(columns, list):
        # As it was stored before there were columns: the next computation writes it anew.
        return ()
    make = _scored_week if assessment.symptom.is_scored else _counted_week
    rows = (dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True))
    return tuple(make(assessment, week) for week in rows)


def _counted_week(assessment, week) -> charts.Week:
    episodes, answered = week["sum"], week["answered"]
    low, high = rate_interval(episodes, answered)
    return charts.Week(
        starts_on=assessment.regimen.started_on + dt.timedelta(week["first"]),
        episodes=episodes,
        answered=answered,
        nights=week["nights"],
        rate=_known(per_week(episodes, answered)),
        low=_known(low),
        high=_known(high),
        tested=_is_tested(assessment, week),
    )


def _scored_week(assessment, week) -> charts.Week:
    answered = week["answered"]
    return charts.Week(
        starts_on=assessment.regimen.started_on + dt.timedelta(week["first"]),
        episodes=None,
        answered=answered,
        nights=week["nights"],
        rate=week["sum"] / answered if answered else None,
        low=week["lowest"],
        high=week["highest"],
        tested=_is_tested(assessment, week),
    )


def _is_tested(assessment, week) -> bool:
    end = week["first"] + week["nights"]
    return week["first"] >= -assessment.described["nights_before"] and end <= (assessment.readout or 0)


def chart(assessment: Assessment, bands: tuple[charts.Band, ...] = ()) -> charts.HelpingChart:
    """Everything on one time axis: weeks, start, phases, other changes, 25(OH)D."""
    told = assessment.described
    coming = told["next_readout"]
    return charts.HelpingChart(
        weeks=weeks(assessment),
        symptom=felt(assessment.symptom),
        scored=assessment.symptom.is_scored,
        start=assessment.regimen.started_on,
        readout=coming and _day(coming["on"]),
        levels=_levels(assessment),
        phases=tuple(_phase(phase) for phase in told["phases"]),
        flags=tuple(
            charts.Flag(_day(change["on"]), change["label"], change["kind"]) for change in told["changes"]
        ),
        labs=_labs(told, bands),
    )


def _levels(assessment):
    told, start, last = assessment.described, assessment.regimen.started_on, assessment.as_of_night
    found = []
    if told["before"]["rate"] is not None:
        first = start - dt.timedelta(told["nights_before"])
        found.append(charts.Level(first, start - dt.timedelta(1), told["before"]["rate"]))
    if told["now"]["rate"] is not None:
        first = last - dt.timedelta(told["now"]["nights"] - 1)
        found.append(charts.Level(first, last, told["now"]["rate"]))
    return tuple(found)


def _phase(phase):
    return charts.Phase(_day(phase["starts_on"]), _day(phase["ends_on"]), phase["label"])


def _labs(told, bands):
    first = _day(told["first_night"]) - 4 * ON_AXIS
    points = [
        charts.LabPoint(_day(lab["on"]), lab["value"], lab["text"])
        for lab in told["vitamin_d"]
        if _day(lab["on"]) >= first
    ]
    return charts.LabHistory("25(OH)D", "ng/mL", tuple(points), bands) if points else None


def _day(text):
    return dt.date.fromisoformat(text) if text else None


def _number(value):
    return nan if value is None else value


def _known(value):
    return value if isfinite(value) else None
