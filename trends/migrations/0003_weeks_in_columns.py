import datetime as dt

from django.db import migrations


def to_columns(apps, schema_editor):
    """What is stored of the weeks becomes whole numbers in columns, see `trends.batch.weeks`."""
    rows = apps.get_model("trends", "Assessment").objects.select_related("symptom", "regimen")
    for row in rows.iterator(chunk_size=500):
        if isinstance(weeks := row.described.get("weeks"), list):
            row.described["weeks"] = _columns(weeks, row.regimen.started_on, row.symptom.outcome == "scored")
            row.save(update_fields=["described"])


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
    dependencies = [
        ("trends", "0002_batch_and_self_check"),
        ("journal", "0001_initial"),
    ]

    operations = [migrations.RunPython(to_columns, migrations.RunPython.noop, elidable=True)]
