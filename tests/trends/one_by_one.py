"""What the rules say of one diary, night by night and without arrays: slow, plain, and what the batch must equal."""

import datetime as dt

import numpy as np

from journal.doses import taken_by_night
from trends.core import assess, assess_scores
from trends.core.describe import before_and_now, describe_scores, weekly, weekly_scores
from trends.core.window import cut_window
from trends.loading import Diary


def answers(diary: Diary) -> dict:
    """(symptom, regimen) → what the batch is asked for."""
    return {
        (symptom.pk, regimen.pk): _answer(diary, symptom, regimen)
        for regimen in diary.regimens
        if not regimen.already_started and regimen.started_on <= diary.until
        for symptom in diary.symptoms.values()
        if symptom in diary.symptoms_seen() or symptom == regimen.main_symptom
    }


def _answer(diary, symptom, regimen):
    start = regimen.started_on
    first = min(diary.first_answered(symptom) or start, start)
    nights, before = diary.nights(symptom, first, diary.until), (start - first).days
    cut = cut_window((change.on - start).days for change in diary.changes_besides(regimen))
    begin = 0 if cut.first is None else max(0, before + cut.first)
    end = len(nights) if cut.end is None else min(len(nights), before + cut.end)
    phases, doses = diary.phases.get(regimen.pk, []), diary.doses.get(regimen.pk, {})
    taken = taken_by_night(phases, doses, start, end - before, ended_on=regimen.ended_on)
    if symptom.is_scored:
        verdict = assess_scores([nights[begin:end]], before - begin, taken=[taken])[0]
    else:
        verdict = assess(nights[begin:end], before - begin, taken=np.array(taken))
    left = (min(before - begin, 56), end - before)
    return {
        "verdict": verdict,
        "left": left,
        "cut": cut.reasons,
        **_described(diary, symptom, first, nights, before, begin),
    }


def _described(diary, symptom, first, nights, before, begin):
    """`begin` is the first night that other changes leave; of the last four weeks all are shown."""
    if symptom.is_scored:
        then, now = nights[max(begin, before - 56) : before], nights[max(before, len(nights) - 28) :]
        stretches = {"before": _score(describe_scores(then)), "now": _score(describe_scores(now))}
        return stretches | {"weeks": _score_weeks(weekly_scores(nights, before))}
    logged = [diary.logged.get(symptom.pk, {}).get(first + dt.timedelta(day)) for day in range(len(nights))]
    beside = {
        "severity": [np.mean(one.severities) if one and one.severities else np.nan for one in logged],
        "woken": [float(one.woken > 0) if one else np.nan for one in logged],
    }
    left = {name: values[begin:] for name, values in beside.items()}
    both = before_and_now(nights[begin:], before - begin, **left)
    weeks = {
        week.first: (week.stretch.nights, week.stretch.answered, week.stretch.episodes)
        for week in weekly(nights, before, **beside)
    }
    return {"before": _count(both.before), "now": _count(both.now), "weeks": weeks}


def _count(stretch):
    return {
        "nights": stretch.nights,
        "answered": stretch.answered,
        "episodes": stretch.episodes,
        "rate": stretch.rate,
        "nights_with": stretch.nights_with_rate,
        "woken": stretch.woken_rate,
        "intensity": stretch.intensity,
    }


def _score(stretch):
    return {
        "nights": stretch.nights,
        "answered": stretch.answered,
        "rate": stretch.mean,
        "median": stretch.median,
    }


def _score_weeks(weeks):
    return {
        week.first: (
            week.stretch.nights,
            week.stretch.answered,
            round(week.stretch.mean * week.stretch.answered) if week.stretch.answered else 0,
        )
        for week in weeks
    }
