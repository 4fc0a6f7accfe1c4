"""Fields for what a laboratory report says."""

from decimal import Decimal

from django import forms
from django.core.exceptions import ValidationError
from django.utils import timezone

from labs.units import Reading, Units, UnknownUnit, plain, read_value
from labs.wording import unit_name

WHOLE_DIGITS, DECIMALS = 10, 4
BOX = {"inputmode": "decimal", "autocomplete": "off"}


class ReadingField(forms.CharField):
    """A number as printed, with its sign: "38", "9,6", "< 4". Cleans to a `labs.units.Reading`."""

    default_error_messages = {
        "required": "Please give the number printed on your report.",
        "too_long": "This number is too long. Please check it.",
        "decimals": "Please give at most four digits after the point.",
    }

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.TextInput(attrs=BOX))
        super().__init__(**kwargs)

    def to_python(self, value):
        if isinstance(value, Reading):
            return value
        text = super().to_python(value)
        if not text:
            return None
        try:
            reading = read_value(text)
        except ValueError as why:
            raise ValidationError(str(why)) from None
        self._check_size(reading.value)
        return reading

    def run_validators(self, value):
        """Those of a text field do not apply to a reading."""

    def prepare_value(self, value):
        # No trailing zeros: "9.6000" says more than the report did.
        return plain(value) if isinstance(value, Decimal) else value

    def _check_size(self, value):
        if abs(value) >= 10**WHOLE_DIGITS:
            raise ValidationError(self.error_messages["too_long"], code="too_long")
        if -value.normalize().as_tuple().exponent > DECIMALS:
            raise ValidationError(self.error_messages["decimals"], code="decimals")


class LimitField(ReadingField):
    """One end of the lab's own range. Cleans to a Decimal or None."""

    default_error_messages = {"sign": "Please give only the number here, like 8.8."}

    def __init__(self, **kwargs):
        super().__init__(
            required=False, widget=forms.TextInput(attrs=BOX | {"data-optional": "no"}), **kwargs
        )

    def to_python(self, value):
        if isinstance(value, Decimal):
            return value
        reading = super().to_python(value)
        if reading is None:
            return None
        if reading.comparator:
            raise ValidationError(self.error_messages["sign"], code="sign")
        return reading.value


class UnitField(forms.ChoiceField):
    """The unit printed on the report: one of the test's, in any usual spelling. Nothing is preselected."""

    default_error_messages = {"required": "Please choose the unit printed on your report."}

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.RadioSelect)
        super().__init__(**kwargs)
        self.units = None

    def offer(self, units: Units, empty: str = "") -> None:
        """`empty`: the words of the first choice where the widget is a list."""
        self.units = units
        first = [("", empty)] if empty else []
        self.choices = first + [(unit, unit_name(unit)) for unit in units.spellings]

    def to_python(self, value):
        text = super().to_python(value)
        if not text or text in self.units.spellings:
            return text
        try:
            return self.units.find(text)
        except UnknownUnit as why:
            raise ValidationError(str(why)) from None


class DrawnOnField(forms.DateField):
    """The local day on which the blood was drawn."""

    default_error_messages = {
        "required": "Please give the day the blood was drawn.",
        "invalid": "Please give a day, like 2026-11-16.",
        "future": "This day lies in the future. Please check it.",
        "before_birth": "This lies before the date of birth in your settings.",
        "long_ago": "This lies too far back. Please check the year.",
    }

    def __init__(self, **kwargs):
        kwargs.setdefault("widget", forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
        kwargs.setdefault("label", "Blood drawn on")
        super().__init__(input_formats=["%Y-%m-%d", "%d.%m.%Y"], **kwargs)
        self.patient = None

    def validate(self, value):
        super().validate(value)
        if value is None:
            return
        if value > timezone.localdate():
            raise ValidationError(self.error_messages["future"], code="future")
        born = getattr(self.patient, "date_of_birth", None)
        if born and value < born:
            raise ValidationError(self.error_messages["before_birth"], code="before_birth")
        if value.year < 1900:
            raise ValidationError(self.error_messages["long_ago"], code="long_ago")


class FastingField(forms.TypedChoiceField):
    """yes, no, or not said (None)."""

    WORDS = {"yes": True, "no": False}
    default_error_messages = {"invalid_choice": "Please answer yes or no, or leave it empty."}

    def __init__(self, **kwargs):
        kwargs = {
            "required": False,
            "label": "Was the sample taken fasting?",
            "widget": forms.RadioSelect,
        } | kwargs
        super().__init__(
            choices=[("yes", "Yes"), ("no", "No")], coerce=self.WORDS.get, empty_value=None, **kwargs
        )

    def prepare_value(self, value):
        return {True: "yes", False: "no"}.get(value, value)
