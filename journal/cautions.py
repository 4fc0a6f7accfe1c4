"""What in the background makes a high dose the prescriber's question."""

import datetime as dt

from django.db.models import Q

from journal import choices
from journal.models import Condition, Medicine


def high_dose_cautions(patient, today: dt.date) -> list[str]:
    """The sentences of the content for the conditions and medicines of today, in its order. Two queries."""
    conditions = Condition.objects.of(patient).filter(Q(until=None) | Q(until__gte=today), has_it=True)
    medicines = Medicine.objects.of(patient).filter(Q(stopped_on=None) | Q(stopped_on__gte=today))
    found = {
        *conditions.order_by().values_list("kind", flat=True),
        *medicines.order_by().values_list("kind", flat=True),
    }
    return [sentence for kind, sentence in choices.HIGH_DOSE_CAUTIONS.items() if kind in found]
