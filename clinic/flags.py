"""The red flags that a patient was shown, as far as she shares what raised them."""

from accounts.access import SharedRecord
from guides.models import Notice
from safety.models import ShownNotice

RED = (Notice.Urgency.EMERGENCY, Notice.Urgency.SAME_DAY)
# What kind of row raised a notice decides who may read it; every other entry is one of the diary's.
KIND_OF_ENTRY = {"lab": "labs", "regimen": "supplements", "dose": "supplements"}


def red_flags():
    return ShownNotice.objects.filter(urgency__in=RED)


def of_kind(notices, kind: str):
    """The notices raised by rows that are shared as `kind`."""
    entries = [entry for entry, of in KIND_OF_ENTRY.items() if of == kind]
    return (
        notices.exclude(entry_kind__in=KIND_OF_ENTRY)
        if kind == "symptoms"
        else notices.filter(entry_kind__in=entries)
    )


def shown_flags(record: SharedRecord) -> list[ShownNotice]:
    """The red flags of this record within its scope, newest first; what the patient wrote beside one is a note."""
    rows = red_flags().filter(patient=record.patient).order_by("-shown_at", "-pk")
    shared = [notice for notice in rows if is_shared(notice, record)]
    if not record.shares("notes"):
        for notice in shared:
            notice.patient_note = ""
    return shared


def is_shared(notice: ShownNotice, record: SharedRecord) -> bool:
    since = record.link.shares_from
    return record.shares(KIND_OF_ENTRY.get(notice.entry_kind, "symptoms")) and (
        since is None or notice.about_on >= since
    )
