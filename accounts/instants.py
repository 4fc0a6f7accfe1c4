"""Moments as people type them and as browsers send them."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

CLOCK_SLACK = timedelta(minutes=15)


def parse_instant(text: str, zone: ZoneInfo, offset_minutes: int | None = None) -> datetime:
    """The UTC instant of an ISO text; without an offset it is wall time in `zone`.

    `offset_minutes` (minutes east of UTC) tells the two 02:30 of an autumn night apart. It is believed only
    where the zone really had that offset. An hour that spring skipped is read as the clock would have shown it
    without the change. Raises ValueError for anything that is not a date and time.
    """
    moment = datetime.fromisoformat(text.strip())
    if moment.tzinfo is not None:
        return moment.astimezone(UTC)
    readings = [moment.replace(tzinfo=zone, fold=fold) for fold in (0, 1)]
    if offset_minutes is not None:
        told = timedelta(minutes=offset_minutes)
        readings = [reading for reading in readings if reading.utcoffset() == told] or readings
    return readings[0].astimezone(UTC)


class InstantWidget(forms.MultiWidget):
    """A date-and-time box, and the hidden offset that the browser fills in for it."""

    template_name = "pieces/_instant.html"

    def __init__(self, attrs=None):
        super().__init__([forms.DateTimeInput(attrs={"type": "datetime-local"}), forms.HiddenInput()], attrs)

    def decompress(self, value):
        if isinstance(value, datetime):
            local = timezone.localtime(value)
            return [local.strftime("%Y-%m-%dT%H:%M"), str(int(local.utcoffset().total_seconds() // 60))]
        return [value, None]

    def value_from_datadict(self, data, files, name):
        # A whole ISO instant may also be sent under the plain name: the outbox and tests do.
        if data.get(name):
            return [data[name], None]
        return super().value_from_datadict(data, files, name)

    def value_omitted_from_data(self, data, files, name):
        return name not in data and super().value_omitted_from_data(data, files, name)


class InstantField(forms.MultiValueField):
    """A UTC instant. Django's own field refuses the two daylight-saving hours; this one reads them."""

    widget = InstantWidget
    default_error_messages = {
        "invalid": "Please give a date and a time, like 2026-11-20 03:12.",
        "future": "This lies in the future. Please check the date and the time.",
        "before_birth": "This lies before the date of birth in your settings.",
    }

    def __init__(self, *, patient=None, **kwargs):
        fields = [forms.CharField(required=False), forms.CharField(required=False)]
        super().__init__(fields, require_all_fields=False, **kwargs)
        self.patient = patient

    def compress(self, values):
        text, offset = (list(values) + ["", ""])[:2]
        if not text:
            if self.required:
                # The hidden offset alone is no moment.
                raise ValidationError(self.error_messages["required"], code="required")
            return None
        try:
            minutes = int(offset) if re.fullmatch(r"[+-]?\d{1,4}", offset or "") else None
            instant = parse_instant(text, timezone.get_current_timezone(), minutes)
        except (ValueError, OverflowError):
            raise ValidationError(self.error_messages["invalid"], code="invalid") from None
        self._check_order(instant)
        return instant

    def _check_order(self, instant):
        if instant > timezone.now() + CLOCK_SLACK:
            raise ValidationError(self.error_messages["future"], code="future")
        born = getattr(self.patient, "date_of_birth", None)
        if instant.year < 1900 or (born and instant.date() < born):
            raise ValidationError(self.error_messages["before_birth"], code="before_birth")
