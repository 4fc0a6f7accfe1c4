import datetime as dt

from django.db import migrations


CHUNK = 500


def to_columns(apps, schema_editor):
    """What is stored of the weeks becomes whole numbers in columns, see `trends.batch.weeks`.

    People are served meanwhile: a few rows at a time, and a row that was computed anew since is left as it is.
    """
    rows = apps.get_model("trends", "Assessment").objects.select_related("symptom", "regimen").order_by("pk")
    last = 0
    while chunk := list(rows.filter(pk__gt=last)[:CHUNK]):
        for row in chunk:
            if isinstance(weeks := row.described.get("weeks"), list):
                columns = _columns(weeks, row.regimen.started_on, row.symptom.outcome == "scored")
                as_read = rows.filter(pk=row.pk, revision=row.revision, as_of_night=row.as_of_night)
                as_read.update(described=row.described | {"weeks": columns})
        last = chunk[-1].pk


def _columns(weeks, start, is_scored):
    columns = {
        "first": [(dt.date.fromisoformat(week["starts_on"]) - start).days for week in weeks],
        "nights": [week["nights"] for week in weeks],
        "answered": [week["answered"] for week in weeks],
    }
    if not is_scored:
        return columns | {"sum": [week["episodes"] for week in weeks]}
    return columns | {
        "sum": [round((week["rate"] or 0) * week["answered"]) for week in weeks],
        "lowest": [week["low"] for week in weeks],
        "highest": [week["high"] for week in weeks],
    }


class Migration(migrations.Migration):
    atomic = False

    dependencies = [
        ("trends", "0002_batch_and_self_check"),
        ("journal", "0001_initial"),
    ]

    operations = [migrations.RunPython(to_columns, migrations.RunPython.noop, elidable=True)]
