"""How it feels, beside the verdict: scores, nights woken, severity, the patient's own impression, pain medicine."""

import datetime as dt
from collections.abc import Sequence

from accounts.access import SharedRecord
from clinic.verdicts import Verdict
from journal.models import CheckIn, Impression
from trends.wording.numbers import decimal, sentence_case, short_day

NIGHTS = dt.timedelta(days=28)


def feeling(record: SharedRecord, verdicts: Sequence[Verdict], until: dt.date) -> list[tuple[str, str]]:
    """Pairs of a word and before → now. What was never answered is left out."""
    leading = verdicts[0] if verdicts else None
    pairs = [pair for verdict in verdicts if (pair := _score(verdict, leading))]
    if leading:
        pairs += _beside(leading)
    pairs += _impression(record)
    pairs += _pain_medicine(record, leading, until)
    return pairs


def _score(verdict, leading):
    """Medians of a scored symptom, once for the leading start."""
    conclusion = verdict.conclusion
    if not conclusion.symptom.is_scored or conclusion.regimen_id != leading.conclusion.regimen_id:
        return None
    before, now = (conclusion.described[when].get("median") for when in ("before", "now"))
    if before is None and now is None:
        return None
    return f"{conclusion.symptom.name}, worst of 24 h", f"median {_arrow(before, now)} of 10"


def _beside(verdict):
    before, now = (verdict.conclusion.described[when] for when in ("before", "now"))
    found = []
    if now.get("woken") is not None or before.get("woken") is not None:
        found.append(("Nights woken a week", _arrow(before.get("woken"), now.get("woken"))))
    if now.get("intensity") is not None or before.get("intensity") is not None:
        label = f"Severity of {verdict.facts.plural}"
        found.append((label, f"mean {_arrow(before.get('intensity'), now.get('intensity'))} of 10"))
    return found


def _arrow(before, now) -> str:
    return " → ".join("?" if value is None else decimal(value).removesuffix(".0") for value in (before, now))


def _impression(record):
    newest = record.rows(Impression).filter(regimen__deleted_at=None).first()
    if newest is None:
        return []
    words = f"{newest.get_change_display().lower()}, {short_day(newest.given_on)}"
    return [("Impression (PGIC)", words)]


def _pain_medicine(record, leading, until):
    """Nights with pain medicine among those that say so: four weeks before the start, and the last four."""
    rows = record.rows(CheckIn).exclude(pain_medicine=None).values_list("night", "pain_medicine")
    nights = dict(rows)
    now = _used(nights, until - NIGHTS, until)
    if leading is None:
        return [("Nights with pain medicine", now)] if now else []
    start = leading.conclusion.regimen.started_on - dt.timedelta(days=1)
    before = _used(nights, start - NIGHTS, start)
    return [("Nights with pain medicine", f"{before or '?'} → {now or '?'}")] if before or now else []


def _used(nights, after, until) -> str:
    said = [used for night, used in nights.items() if after < night <= until]
    return f"{sum(said)} of {len(said)}" if said else ""


def other_symptoms(verdicts: Sequence[Verdict]) -> list[tuple[str, str, str]]:
    """The symptoms besides the leading one: name, word, second line."""
    if not verdicts:
        return []
    first = verdicts[0].conclusion
    return [
        (sentence_case(verdict.facts.plural), verdict.word, verdict.second_line)
        for verdict in verdicts[1:]
        if verdict.conclusion.regimen_id == first.regimen_id
    ]
