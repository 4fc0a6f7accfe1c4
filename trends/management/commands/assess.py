"""`manage.py assess FILE.csv --started YYYY-MM-DD [--json]`: the verdict on a diary in a file. No database."""

import json
import math
from dataclasses import asdict
from pathlib import Path
from typing import Any, NoReturn

from django.core.management.base import BaseCommand, CommandError, CommandParser

from trends.core import Verdict, assess, before_and_now
from trends.core.describe import Stretch
from trends.diary_csv import MOST_BYTES, BadDiary, DiaryTable, iso_date, read_diary

BAD_INPUT = 2


class Command(BaseCommand):
    """Reads, assesses, prints. Exit 0, or 2 with a sentence for bad input."""

    help = "Say whether a symptom changed after a supplement started, from a CSV of night,answered,episodes."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("file", help="CSV file with the header night,answered,episodes")
        parser.add_argument("--started", required=True, help="first night on the supplement, YYYY-MM-DD")
        parser.add_argument("--json", action="store_true", help="print the result as JSON")

    def handle(self, *args: Any, **options: Any) -> None:
        diary = _diary(options["file"])
        try:
            before = diary.nights_before(iso_date(options["started"]))
        except ValueError as error:
            _refuse(f"--started: {error}")
        verdict = assess(diary.counts, before)
        self.stdout.write(as_json(verdict) if options["json"] else as_text(verdict, diary, before))


def as_json(verdict: Verdict) -> str:
    """The fields of a verdict as JSON, NaN → null."""
    return json.dumps({name: _known(value) for name, value in asdict(verdict).items()}, indent=2)


def as_text(verdict: Verdict, diary: DiaryTable, before: int) -> str:
    """A verdict for a terminal: absolute numbers first, then the estimate, then the codes of the reasons."""
    both = before_and_now(diary.counts, before)
    estimate = (
        f"{verdict.rate_ratio:.2f}, 75 % interval {verdict.low:.2f} to {verdict.high:.2f}, "
        f"90 % {verdict.low_90:.2f} to {verdict.high_90:.2f}"
    )
    readout = "none reached" if math.isnan(verdict.readout) else f"{verdict.readout} nights after the start"
    lines = {
        "Verdict": verdict.verdict.replace("_", " "),
        "Read-out": readout,
        "Before": _stretch(both.before),
        "Last four weeks": _stretch(both.now),
        "Answered nights": f"{verdict.nights_answered_before} before, {verdict.nights_answered_after} after",
        "Rate now / before": "not computed" if math.isnan(verdict.rate_ratio) else estimate,
        "Probability of fewer": _share(verdict.probability_better),
        "Reasons": ", ".join(verdict.reasons) or "none",
    }
    return "\n".join(f"{name + ':':22}{value}" for name, value in lines.items())


def _stretch(stretch: Stretch) -> str:
    if not stretch.answered:
        return f"0 of {stretch.nights} nights answered"
    return (
        f"{stretch.episodes} episodes in {stretch.answered} answered nights of {stretch.nights}, "
        f"{stretch.rate:.1f} per 7 answered nights"
    )


def _share(probability: float) -> str:
    return "not computed" if math.isnan(probability) else f"{probability:.3f}"


def _known(value: Any) -> Any:
    return None if isinstance(value, float) and math.isnan(value) else value


def _diary(name: str) -> DiaryTable:
    try:
        with Path(name).open("rb") as file:
            return read_diary(file.read(MOST_BYTES + 1))
    except BadDiary as error:
        _refuse("\n".join(f"{name}, {problem}" for problem in error.problems))
    except OSError as error:
        _refuse(f"{name} cannot be read: {error.strerror}.")
    except ValueError:
        _refuse(f"{name!r} is not the name of a file.")


def _refuse(sentence: str) -> NoReturn:
    # A file name or argument that is not text must not break the message about it.
    raise CommandError(sentence.encode("utf-8", "replace").decode(), returncode=BAD_INPUT)
