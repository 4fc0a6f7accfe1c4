"""The supplement starts that may be judged, each with what else began or ended about then."""

import datetime as dt
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from journal.models import Change, Condition, Medicine, Regimen
from trends.batch.people import People, Rows
from trends.core.window import Cut, cut_window


@dataclass(frozen=True)
class OtherChange:
    """Something besides the supplement that began, or ended, on a day."""

    label: str
    kind: str
    on: dt.date


@dataclass(frozen=True)
class Start:
    """One supplement of the patient at `place`, from its first night on."""

    pk: int
    place: int
    on: dt.date
    main_symptom_id: int | None
    ended_on: dt.date | None
    changes: Sequence[OtherChange]
    cut: Cut


@dataclass(frozen=True)
class _Taking:
    """A regimen as far as starts are concerned."""

    pk: int
    product: str
    on: dt.date
    is_earlier: bool
    main_symptom_id: int | None
    ended_on: dt.date | None


def read_starts(rows: Rows, people: People) -> list[Start]:
    """Every start inside the diary, of patients in their order. What was begun before the diary is none."""
    places = {patient: place for place, patient in enumerate(people.ids.tolist())}
    takings: dict[int, list[_Taking]] = defaultdict(list)
    fields = ("pk", "supplement__name", "started_on", "already_started", "main_symptom_id", "ended_on")
    for patient, *taking in rows(Regimen).values_list("patient_id", *fields):
        if patient in places:
            takings[patient].append(_Taking(*taking))
    changes = changes_by_patient(rows)
    return [
        _start(taking, place, takings[patient], changes.get(patient, []))
        for patient, place in places.items()
        for taking in takings.get(patient, ())
        if not taking.is_earlier and taking.on.toordinal() <= people.until[place]
    ]


def _start(taking, place, takings, changes) -> Start:
    others = [
        OtherChange(other.product, "supplement", other.on)
        for other in takings
        if other.pk != taking.pk and not other.is_earlier
    ]
    both = sorted(changes + others, key=lambda change: change.on) if others else changes
    cut = cut_window((change.on - taking.on).days for change in both) if both else UNCUT
    return Start(taking.pk, place, taking.on, taking.main_symptom_id, taking.ended_on, both, cut)


UNCUT = cut_window(())


def changes_by_patient(rows: Rows) -> dict[int, list[OtherChange]]:
    """What else began or ended, by the day, supplements not among it."""
    found: dict[int, list[OtherChange]] = defaultdict(list)
    names = ("patient_id", "name", "started_on", "stopped_on")
    for patient, name, started, stopped in rows(Medicine).values_list(*names):
        if started:
            found[patient].append(OtherChange(name, "medicine", started))
        if stopped:
            found[patient].append(OtherChange(f"{name} stopped", "medicine", stopped))
    for patient, what, kind, started in rows(Change).values_list("patient_id", "what", "kind", "started_on"):
        found[patient].append(OtherChange(what, kind, started))
    ill = rows(Condition).filter(has_it=True).exclude(since=None)
    labels: dict[Any, Any] = dict(Condition._meta.get_field("kind").flatchoices)
    for patient, kind, since in ill.values_list("patient_id", "kind", "since"):
        found[patient].append(OtherChange(str(labels.get(kind, kind)), "illness", since))
    return {patient: sorted(changes, key=lambda change: change.on) for patient, changes in found.items()}


def earliest(starts: Sequence[Start], patients: int) -> Any:
    """The ordinal of each patient's first start, a very late one for whoever has none, (patients,)."""
    found = np.full(patients, np.iinfo(np.int64).max)
    np.minimum.at(
        found,
        np.array([start.place for start in starts], dtype=np.int64),
        np.array([start.on.toordinal() for start in starts], dtype=np.int64),
    )
    return found
