"""Which symptoms this patient follows, and which of them a question is about."""

from dataclasses import dataclass

from journal.models import DailyScore, Episode, Regimen, SymptomType


@dataclass(frozen=True)
class Following:
    """The symptoms that one patient follows, the main one first, and the published catalogue they are from."""

    catalogue: tuple[SymptomType, ...]
    followed: tuple[SymptomType, ...]
    # By primary key, those that left the catalogue too: an old entry keeps its name.
    named: dict[int, SymptomType]

    @property
    def main(self) -> SymptomType | None:
        return next(iter(self.followed), None)

    @property
    def asked(self) -> SymptomType | None:
        """The counted symptom that the one-tap question of a night is about."""
        return next((symptom for symptom in self.followed if not symptom.is_scored), None)

    @property
    def scored(self) -> list[SymptomType]:
        return [symptom for symptom in self.followed if symptom.is_scored]

    @property
    def others(self) -> list[SymptomType]:
        return [symptom for symptom in self.catalogue if symptom not in self.followed]


def following(patient) -> Following:
    """Main symptoms of the supplements first, then what was ever logged or scored, in the catalogue's order.

    A new diary follows the symptoms of the night page. Four queries.
    """
    named = {symptom.pk: symptom for symptom in SymptomType.objects.all()}
    catalogue = {key: symptom for key, symptom in named.items() if symptom.is_published}
    used: set[int] = set()
    for model in (Episode, DailyScore):
        used |= {*model.objects.of(patient).order_by().values_list("symptom_id", flat=True).distinct()}
    mains = Regimen.objects.of(patient).exclude(main_symptom=None).values_list("main_symptom_id", flat=True)
    keys = dict.fromkeys([*mains, *(key for key in catalogue if key in used)])
    followed = [catalogue[key] for key in keys if key in catalogue]
    if not followed:
        followed = [symptom for symptom in catalogue.values() if symptom.at_capture]
    return Following(tuple(catalogue.values()), tuple(followed), named)
