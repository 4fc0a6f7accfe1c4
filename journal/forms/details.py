from accounts.records import PatientRecordForm
from journal import choices
from journal.forms.fields import KeypadField, SlugsField, mark_carer
from journal.models import Episode

AT_HAND = 4


class DetailsForm(PatientRecordForm):
    """What breakfast adds to an entry of the night: where, how bad, what helped. The rest stays as it is."""

    sites = SlugsField(choices.SITES, label="Where?")
    severity = KeypadField(label="How bad was it?", required=False)
    relief_helped = SlugsField(choices.RELIEF, label="What helped?")

    class Meta:
        model = Episode
        fields = ["sites", "severity", "relief_helped"]

    def __init__(self, *args, instance, **kwargs):
        super().__init__(*args, instance=instance, auto_id=f"entry-{instance.pk}-%s", **kwargs)
        self.helped_before = list(instance.relief_helped)
        offered = dict.fromkeys([*instance.symptom.sites, *instance.sites])
        self.fields["sites"].choices = [(slug, choices.SITES.get(slug, slug)) for slug in offered]

    @property
    def site_options(self):
        """The first few places at hand, with those that are ticked; the others behind a word."""
        options = list(self["sites"])
        at_hand = [o for rank, o in enumerate(options) if rank < AT_HAND or o.data["selected"]]
        return {"at_hand": at_hand, "others": [option for option in options if option not in at_hand]}

    def save(self, commit=True):
        helped = self.instance.relief_helped
        # What helped was also tried; what no longer helped may still have been tried.
        tried = {*self.instance.relief, *helped} - ({*self.helped_before} - {*helped})
        self.instance.relief = [slug for slug in choices.RELIEF if slug in tried]
        mark_carer(self)
        return super().save(commit)
