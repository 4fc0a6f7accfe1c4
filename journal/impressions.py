"""When the patient is asked how much has changed (PGIC)."""

import datetime as dt
from collections.abc import Iterable

EVERY = dt.timedelta(weeks=4)


def impression_due(regimen, today: dt.date, given_on: Iterable[dt.date] | None = None) -> bool:
    """Whether four weeks have passed since the start, or since the last answer, while it is taken for a symptom.

    `given_on`: the days of the answers, when they have been read already.
    """
    if regimen.main_symptom_id is None or regimen.started_on > today:
        return False
    if regimen.ended_on and regimen.ended_on < today:
        return False
    if given_on is None:
        given_on = [one.given_on for one in regimen.impressions.all() if one.deleted_at is None]
    return today - max([regimen.started_on, *given_on]) >= EVERY
