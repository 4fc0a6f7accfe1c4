"""Everything about one regimen on one page, stored together or not at all."""

import datetime as dt

from django.db import transaction

from journal.doses import UNIT_WORDS, amount_words
from journal.forms.amounts import plain
from journal.forms.rows import Rows
from journal.forms.supplements import IngredientForm, PhaseForm, ProductForm, RegimenForm
from journal.models import Ingredient, Phase
from journal.products import TABLET, Part, contents, counted_in, in_base, is_measured_in
from safety.watch import watch

SPARE_INGREDIENTS, SPARE_PHASES = 12, 4
# No clinical limit (those are content): nobody counts out more at a time, it is a slip of the unit.
MOST_TABLETS = 100
DAY = dt.timedelta(days=1)


class NotStored(Exception):
    """A form of the page says why; everything else of the page is rolled back."""


class Plan:
    """The forms of a regimen: the product with its ingredients, why and since when, and the phases in order.

    `like` is an earlier regimen to begin from: its product is filled in, nothing else.
    """

    def __init__(self, data, *, patient, today, regimen=None, like=None):
        of_patient = {"patient": patient}
        product = regimen.supplement if regimen else None
        earlier = like.supplement if like else None
        labels = Ingredient.objects.of(patient).select_related("substance")
        self.product = ProductForm(
            data,
            instance=product,
            prefix="product",
            initial={"name": earlier.name} if earlier else {},
            **of_patient,
        )
        self.regimen = RegimenForm(data, instance=regimen, today=today, prefix="regimen", **of_patient)
        self.ingredients = Rows(
            IngredientForm,
            data,
            stored=labels.filter(supplement=product) if product else (),
            initial=[_copied(row) for row in labels.filter(supplement=earlier)] if earlier else (),
            prefix="ingredients",
            spare=SPARE_INGREDIENTS,
            **of_patient,
        )
        self.phases = Rows(
            PhaseForm,
            data,
            stored=Phase.objects.of(patient).filter(regimen=regimen) if regimen else (),
            prefix="phases",
            spare=SPARE_PHASES,
            **of_patient,
        )
        self._hide_following_starts()

    @property
    def forms(self):
        return [self.product, self.regimen, *self.ingredients.filled, *self.phases.filled]

    @property
    def problems(self) -> list[str]:
        """What is wrong with the page as a whole."""
        return [sentence for form in self.forms if form.is_bound for sentence in form.non_field_errors()]

    def is_valid(self) -> bool:
        sound = all([self.product.is_valid(), self.regimen.is_valid(), self.ingredients.is_valid()])
        sound = self.phases.is_valid() and sound
        if not self.regimen.is_bound:
            return False
        self._check_labels()
        self._check_doses()
        self._place_phases()
        return sound and not any(form.errors for form in self.forms)

    def save_once(self) -> bool:
        try:
            with transaction.atomic():
                self._store()
        except NotStored:
            return False
        return True

    def _store(self):
        self._expect(self.product.save_once())
        self.regimen.instance.supplement = self.product.instance
        self._expect(self.regimen.save_once())
        for form in self.ingredients.filled:
            form.instance.supplement = self.product.instance
        for form in self.phases.filled:
            form.instance.regimen = self.regimen.instance
        self._expect(self.ingredients.save_once() and self.phases.save_once())
        regimen = self.regimen.instance
        # Asked of the plan once, not of each of its doses.
        self.notices = watch(
            regimen.patient, {"entry": "dose"}, entry_id=regimen.pk, about_on=regimen.started_on
        )

    def _expect(self, stored):
        if not stored:
            raise NotStored

    # What the label says, and what one dose holds

    def _check_labels(self):
        if not self.ingredients.filled:
            self.regimen.add_error(None, "Please keep at least one ingredient.")
        for form in self.ingredients.filled:
            substance, amount, unit = map(form.cleaned_data.get, ("substance", "amount", "unit"))
            if not (substance and unit):
                continue
            if not is_measured_in(substance, unit):
                form.add_error("unit", f"{_measured_in(substance)}, not in {UNIT_WORDS[unit]}.")
            elif amount and _is_above(substance.refuse_above, in_base(substance, amount, unit)):
                form.add_error("amount", substance.refuse_note)

    def _check_doses(self):
        if any(form.errors for form in self.ingredients.filled):
            return
        parts = [_part(form) for form in self.ingredients.filled]
        for form in self.phases.filled:
            amount, unit = form.cleaned_data.get("amount"), form.cleaned_data.get("unit")
            if not (parts and amount and unit):
                continue
            if unit == TABLET and amount > MOST_TABLETS:
                form.add_error("amount", f"More than {MOST_TABLETS} tablets at a time cannot be right.")
            elif unit != TABLET and counted_in(parts, unit) is None:
                what = "; ".join(_measured_in(part.substance) for part in parts)
                form.add_error("unit", f"{what}, not in {UNIT_WORDS[unit]}.")
            else:
                self._check_dose(form, parts, amount, unit)

    def _check_dose(self, form, parts, amount, unit):
        held = [
            (part.substance, dose)
            for part, dose in zip(parts, contents(parts, amount, unit), strict=True)
            if dose is not None
        ]
        for substance, dose in held:
            if _is_above(substance.refuse_above, dose):
                form.add_error("amount", substance.refuse_note)
                return
        large = [substance for substance, dose in held if _is_above(substance.confirm_above, dose)]
        if large and not self._is_as_stored(form):
            form.ask_about(amount_words(amount, unit), plain(amount), unit, large)

    def _is_as_stored(self, form):
        same_label = not any(row.changed_data for row in self.ingredients.filled)
        return form.is_stored and same_label and not {"amount", "unit"} & set(form.changed_data)

    # The days of the phases

    def _place_phases(self):
        """Give every phase its days: it begins when the one before it ends. Refuses what overlaps."""
        if not self.phases.filled:
            self.regimen.add_error(None, "Please keep at least one step of the plan.")
        before, start = None, self.regimen.cleaned_data.get("started_on")
        for form in self.phases.filled:
            begins = self._begins(form, before, start)
            if begins is None or not self._ends(form, begins):
                return
            before = form
        for form in self.phases.filled:
            self._refuse_unseen(form.instance)

    def _begins(self, form, before, start):
        if before is None:
            return start
        told, ended = form.cleaned_data.get("starts_on"), before.instance.ends_on
        if ended is None:
            follows = f"the next one begins on {_day(told)}" if told else "another one follows"
            before.add_error("weeks", f"This step has no end, but {follows}. Please say how long it lasts.")
            return None
        if told and told <= ended:
            form.add_error(
                "starts_on",
                f"This step begins on {_day(told)}, but the one before it runs until {_day(ended)}. "
                "Please let one follow the other.",
            )
            return None
        return told or ended + DAY

    def _ends(self, form, begins):
        weeks, last = form.cleaned_data.get("weeks"), form.cleaned_data.get("ends_on")
        if weeks:
            last = begins + dt.timedelta(weeks=weeks) - DAY
        elif last is None and form.cleaned_data.get("frequency") == Phase.Frequency.ONCE:
            last = begins
        if last and last < begins:
            form.add_error("ends_on", f"This step ends before it begins on {_day(begins)}.")
        form.instance.starts_on, form.instance.ends_on = begins, last
        return not {"weeks", "starts_on", "ends_on"} & set(form.errors)

    def _refuse_unseen(self, phase):
        for other in self.phases.unposted:
            if phase.starts_on <= (other.ends_on or phase.starts_on) and other.starts_on <= (
                phase.ends_on or other.starts_on
            ):
                self.regimen.add_error(
                    None,
                    f"Another device has added a step from {_day(other.starts_on)} that overlaps. "
                    "Open this page again to see it.",
                )

    def _hide_following_starts(self):
        """A phase that follows at once shows no first day, so that changing one length moves the next."""
        ends = None
        for place, form in enumerate(self.phases.forms):
            if form.is_stored and (place == 0 or (ends and form.instance.starts_on == ends + DAY)):
                form.initial["starts_on"] = None
            ends = form.instance.ends_on


def _part(form):
    return Part(
        form.cleaned_data["substance"], form.cleaned_data.get("amount"), form.cleaned_data.get("unit", "")
    )


def _copied(ingredient):
    return {"substance": ingredient.substance, "amount": ingredient.amount, "unit": ingredient.unit}


def _measured_in(substance):
    return f"{substance.name} is measured in {' or '.join(UNIT_WORDS[unit] for unit in substance.units)}"


def _is_above(limit, amount):
    return limit is not None and amount > limit


def _day(day):
    return f"{day.day} {day:%B %Y}"
