"""Who may see this record? The one place that answers."""

from dataclasses import dataclass

from django.http import Http404
from django.utils import timezone

from accounts.models import CareLink, Clinician, RecordAccess, User
from accounts.records import DiaryRecord


@dataclass(frozen=True)
class SharedRecord:
    """One patient's record as one reader may see it."""

    patient: User
    link: CareLink

    def shares(self, *kinds: str) -> bool:
        return all(map(self.link.shares, kinds))

    @property
    def is_whole(self) -> bool:
        """Nothing that a stored conclusion rests on was cut away."""
        return self.link.shares_from is None and self.shares("symptoms", "supplements", "labs")

    def rows(self, model: type[DiaryRecord]):
        """The patient's rows of this model, cut to the kinds and the period that she shares."""
        rows = model.objects.of(self.patient)
        if not self.shares(model.share_kind):
            return rows.none()
        if self.link.shares_from and model.share_date:
            rows = rows.filter(**{f"{model.share_date}__gte": self.link.shares_from})
        if not self.shares("notes"):
            rows = rows.blank(*model.share_notes)
        return rows


def clinician_of(request) -> Clinician:
    """The signed-in clinician, verified or not. Anybody else finds nothing here."""
    if not request.user.is_clinician:
        raise Http404
    return request.user.clinician


def open_record(request, patient_id: int) -> SharedRecord:
    """The record of this patient for the signed-in clinician; a stranger gets 404, an opening gets written down."""
    link = links_of(request.user).filter(patient_id=patient_id).first()
    if link is None:
        raise Http404
    _write_down(request.user, [link], "record")
    return SharedRecord(link.patient, link)


def open_list(request, links: list[CareLink]) -> list[SharedRecord]:
    """These patients of the signed-in clinician, one row of access written for each."""
    _write_down(request.user, links, "list")
    return [SharedRecord(link.patient, link) for link in links]


def links_of(clinician):
    """The live care links of this clinician, newest consent first."""
    links = CareLink.objects.active().filter(clinician=clinician, patient__is_active=True)
    return links.select_related("patient").order_by("-accepted_at", "-pk")


def opened_before(record: SharedRecord, moment):
    """When this reader last opened this record before a moment; None for the first time."""
    openings = RecordAccess.objects.of(record.patient).filter(reader_id=record.link.clinician_id)
    return (
        openings.filter(surface="record", at__lt=moment).order_by("-at").values_list("at", flat=True).first()
    )


def _write_down(reader, links, surface):
    now = timezone.now()
    RecordAccess.objects.bulk_create(
        RecordAccess(
            patient=link.patient,
            reader_id=reader.pk,
            reader_name=str(reader),
            at=now,
            surface=surface,
            kinds=",".join(link.kinds),
        )
        for link in links
    )
