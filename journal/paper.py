"""The diary on paper: which columns a sheet has, and which of its lines the diary knows already."""

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.db import transaction

from journal.actions import Entry, store
from journal.calendar import NightNotes
from journal.following import Following
from journal.forms.paper import PaperNightForm, PaperScoreForm
from journal.models import CheckIn, DailyScore, SymptomType
from journal.nights import was_recalled
from journal.words import said

A_SHEET, A_WEEK = 14, 7
MOST_COLUMNS = 2
"""Of each kind: more do not fit on a page, nor into a morning."""


@dataclass(frozen=True)
class Columns:
    """What one patient writes down for a night."""

    counted: list[SymptomType]
    scored: list[SymptomType]

    @classmethod
    def of(cls, follows: Following, shown: Sequence[str] = ()) -> "Columns":
        """Those of `shown`, the columns of a page that is open; else those of a new page."""
        if shown:
            symptoms = [symptom for symptom in follows.catalogue if symptom.slug in shown]
            return cls(
                [symptom for symptom in symptoms if not symptom.is_scored],
                [symptom for symptom in symptoms if symptom.is_scored],
            )
        counted = [symptom for symptom in follows.followed if not symptom.is_scored]
        return cls(counted[:MOST_COLUMNS], follows.scored[:MOST_COLUMNS])


@dataclass(frozen=True)
class Line:
    """One answer of a night as it is typed, and what the diary holds already."""

    form: PaperNightForm | PaperScoreForm
    stored: CheckIn | DailyScore | None
    was: str
    """What the boxes show of it, sent back with them: a line that still says so was not typed."""

    @property
    def is_typed(self) -> bool:
        return self.form.is_bound and self.form.has_changed()

    @property
    def is_fine(self) -> bool:
        return not self.form.is_bound or self.form.is_valid()

    @property
    def problems(self) -> list[str]:
        return [error for errors in self.form.errors.values() for error in errors]


@dataclass(frozen=True)
class PaperNight:
    """One row of the grid."""

    notes: NightNotes
    answer: Line
    scores: list[Line]
    is_late: bool

    @property
    def night(self) -> dt.date:
        return self.notes.night

    @property
    def known(self) -> str:
        """What the diary holds of this row: “a quiet night, burning or tingling 4 of 10”."""
        scores = (line.stored for line in self.scores if line.stored)
        given = [f"{row.symptom.name.lower()} {row.score} of 10" for row in scores]
        return ", ".join([*([said(self.answer.stored)] if self.answer.stored else []), *given])

    @property
    def lines(self) -> list[Line]:
        return [self.answer, *self.scores]


def paper_nights(patient, notes: dict[dt.date, NightNotes], nights, follows, *, now, data=None):
    """A row for each of these nights. `data`: what was typed, None for an empty grid."""
    # What was typed into a column is not lost because another symptom is followed since.
    columns = Columns.of(follows, data.getlist("column") if data else ())
    return [
        PaperNight(
            known,
            _answer_line(patient, known, follows, columns, now, data),
            [_score_line(patient, known, symptom, now, data) for symptom in columns.scored],
            was_recalled(night, now, patient.zone),
        )
        for night in nights
        for known in [notes.get(night, NightNotes(night))]
    ]


def store_all(rows: list[PaperNight]) -> list[Entry] | None:
    """Save what was typed, all of it or nothing. Returns the entries; None: a form now says why nothing was saved."""
    changed = [line.form for row in rows for line in row.lines if line.is_typed]
    with transaction.atomic():
        fine = [store(form) for form in changed]
        if not all(fine):
            transaction.set_rollback(True)
            return None
    return [form.instance for form in changed]


def _answer_line(patient, notes, follows, columns, now, data):
    prefix, stored = f"n{notes.night:%Y%m%d}", notes.answer
    counts = stored.counts if stored else {}
    shown = {"answer": stored.answer if stored else ""}
    shown |= {f"count_{symptom.slug}": counts.get(symptom.slug, "") for symptom in columns.counted}
    data = _typed(data, prefix, shown)
    form = PaperNightForm(
        data,
        prefix=prefix,
        instance=_meant(data, prefix, stored) or CheckIn(patient=patient, night=notes.night),
        patient=patient,
        now=now,
        following=follows,
        episodes=notes.episodes,
        columns=columns.counted,
    )
    return Line(form, stored, _as_shown(shown))


def _score_line(patient, notes, symptom, now, data):
    prefix = f"s{notes.night:%Y%m%d}-{symptom.slug}"
    stored = next((row for row in notes.scores if row.symptom_id == symptom.pk), None)
    shown = {"score": stored.score if stored else ""}
    data = _typed(data, prefix, shown)
    fresh = DailyScore(patient=patient, night=notes.night, symptom=symptom)
    form = PaperScoreForm(
        data, prefix=prefix, instance=_meant(data, prefix, stored) or fresh, patient=patient, now=now
    )
    return Line(form, stored, _as_shown(shown))


def _typed(data, prefix, names):
    """What was sent, or None for a line as the page showed it: what another device said since stays."""
    if data is None:
        return None
    sent = {name: data.get(f"{prefix}-{name}", "").strip() for name in names}
    return None if data.get(f"{prefix}-was") == _as_shown(sent) else data


def _as_shown(values):
    return urlencode(sorted(values.items()))


def _meant(data, prefix, stored):
    """The stored row, if the grid was opened to change it; a grid from before it existed makes a new one."""
    if stored and (data is None or data.get(f"{prefix}-record") == str(stored.pk)):
        return stored
    return None
