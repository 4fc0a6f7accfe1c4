"""The bands behind 25(OH)D in the pictures: those of the set that the patient chose."""

from labs.models import BandChoice, BandSet
from trends.charts import Band
from trends.loading import VITAMIN_D

UNIT = "ng/mL"
ENOUGH = "enough"


def vitamin_d_bands(patient) -> tuple[Band, ...]:
    """The bands of the patient's set, else of the default one, in ng/mL; () when none is published."""
    choice = BandChoice.objects.of(patient).filter(test__slug=VITAMIN_D).select_related("band_set").first()
    sets = BandSet.objects.published().filter(test__slug=VITAMIN_D, always=False)
    chosen = choice.band_set if choice else sets.filter(is_default=True).first()
    return _bands(chosen.bands) if chosen else ()


def _bands(rows) -> tuple[Band, ...]:
    limits = [_limit(row) for row in rows]
    lower = [None, *limits[:-1]]
    return tuple(
        Band(low, high, row["word"], usual=row.get("tone") == ENOUGH)
        for row, low, high in zip(rows, lower, limits, strict=True)
    )


def _limit(row):
    limit = row.get("below") or row.get("up_to")
    return float(limit[UNIT]) if limit else None
