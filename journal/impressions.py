"""When the patient is asked how much has changed (PGIC)."""

import datetime as dt

EVERY = dt.timedelta(weeks=4)


def impression_due(regimen, today: dt.date) -> bool:
    """Whether four weeks have passed since the start, or since the last answer, while it is still taken.

    Reads `regimen.impressions`, so prefetch them when asking about many.
    """
    if regimen.started_on > today or (regimen.ended_on and regimen.ended_on < today):
        return False
    given = [one.given_on for one in regimen.impressions.all() if one.deleted_at is None]
    return today - max([regimen.started_on, *given]) >= EVERY
