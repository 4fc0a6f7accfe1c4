"""Several rows of one kind on one page: what is stored, then blank ones to add."""

from django import forms
from django.utils.functional import cached_property

from accounts.records import PatientRecordForm

MOST = 40


class PartForm(PatientRecordForm):
    """One such row. It has no version of its own: the whole page is stale when its main record is."""

    remove = forms.BooleanField(label="Remove this", required=False)

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **kwargs)
        self.is_stored = not self.instance._state.adding
        del self.fields["version"]

    @cached_property
    def changed_data(self):
        # The id is made anew for every blank row, so it does not make a row filled in.
        return [name for name in super().changed_data if name not in ("client_id", "remove")]

    @property
    def is_removed(self) -> bool:
        return self.is_bound and self.is_stored and bool(self.data.get(self.add_prefix("remove")))

    @property
    def is_filled(self) -> bool:
        """Whether there is anything to store: a spare row left blank is not."""
        return not self.is_removed and (not self.empty_permitted or self.has_changed())


class Rows:
    """The rows of a page. A posted row finds its stored one by the client id, never by a number from outside."""

    def __init__(self, form_class, data, *, patient, stored, prefix, spare, initial=()):
        self._form_class, self._patient, self.prefix = form_class, patient, prefix
        self._stored = list(stored)
        if data is None:
            rows = [(stored, {}) for stored in self._stored] + [(None, first) for first in initial]
            rows += [(None, {})] * spare
        else:
            rows = [(self._posted(data, place), {}) for place in range(MOST) if self._is_there(data, place)]
        self.forms = [self._form(data, place, *row) for place, row in enumerate(rows or [(None, {})])]

    @property
    def filled(self) -> list[PartForm]:
        return [form for form in self.forms if form.is_filled]

    @property
    def removed(self) -> list[PartForm]:
        return [form for form in self.forms if form.is_removed]

    @property
    def unposted(self) -> list:
        """Stored rows that this page did not show: another device added them meanwhile."""
        shown = {form.instance.pk for form in self.forms}
        return [row for row in self._stored if row.pk not in shown]

    def is_valid(self) -> bool:
        # Every row, not only up to the first wrong one.
        return not [form for form in self.filled if not form.is_valid()]

    def save_once(self) -> bool:
        """Store the filled rows and discard the removed ones. False: a row now says why it was not stored."""
        for form in self.removed:
            form.instance.discard()
        return all(form.save_once() for form in self.filled)

    def _form(self, data, place, stored, initial):
        return self._form_class(
            data,
            patient=self._patient,
            instance=stored,
            prefix=f"{self.prefix}-{place}",
            initial=initial,
            empty_permitted=stored is None and place > 0,
            use_required_attribute=False,
        )

    def _posted(self, data, place):
        client_id = data.get(f"{self.prefix}-{place}-client_id")
        return next((row for row in self._stored if str(row.client_id) == client_id), None)

    def _is_there(self, data, place):
        return any(name.startswith(f"{self.prefix}-{place}-") for name in data)
