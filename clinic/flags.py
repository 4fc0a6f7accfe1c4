"""The red flags that a patient was shown, as far as she shares what raised them."""

from django.db.models import Case, Value, When

from accounts.access import SharedRecord
from guides.models import Notice
from safety.models import ShownNotice
from safety.rules import needs

RED = (Notice.Urgency.EMERGENCY, Notice.Urgency.SAME_DAY)
# What kind of row raised a notice decides who may read it; every other entry is one of the diary's.
KIND_OF_ENTRY = {"lab": "labs", "regimen": "supplements", "dose": "supplements"}
# Shared as "supplements", whatever entry a rule that knows it is about.
BACKGROUND = ("conditions", "pregnant", "on_vitamin_d", "high_dose_d", "d_prescribed", "d_self_started")


def red_flags():
    """Each with `tells_background`: it cannot have fired without something of the background, so it tells that too."""
    telling = Case(When(notice__in=_telling_background(), then=True), default=Value(False))
    return ShownNotice.objects.filter(urgency__in=RED).annotate(tells_background=telling)


def _telling_background() -> list[str]:
    rules = Notice.objects.exclude(fires_when=None).order_by().values_list("slug", "fires_when")
    return [slug for slug, rule in rules if any(needs(rule, fact) for fact in BACKGROUND)]


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
    kinds = {KIND_OF_ENTRY.get(notice.entry_kind, "symptoms")}
    if notice.tells_background:
        kinds.add("supplements")
    return record.shares(*kinds) and (since is None or notice.about_on >= since)
