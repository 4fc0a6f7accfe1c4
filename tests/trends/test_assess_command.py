"""`manage.py assess`: the verdict on a file; 0 when it was read, 2 with a sentence when it was not."""

import datetime as dt
import json
import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from django.core.management import CommandError, call_command

from tests.trends.arrays import clear_improvement, clear_worsening, every
from trends.core import assess

FIRST = dt.date(2026, 1, 1)
STARTED = (FIRST + dt.timedelta(56)).isoformat()


@pytest.fixture
def diary_file(tmp_path):
    """Writes counts (NaN = no line) to a CSV file and gives its name."""

    def write(counts, *, first=FIRST):
        path = tmp_path / "diary.csv"
        lines = [
            f"{first + dt.timedelta(i)},1,{count:.0f}" for i, count in enumerate(counts) if np.isfinite(count)
        ]
        path.write_text("night,answered,episodes\n" + "\n".join(lines) + "\n", encoding="utf-8")
        return str(path)

    return write


def run(capsys, *arguments):
    call_command("assess", *arguments)
    return capsys.readouterr().out


def refused(*arguments):
    with pytest.raises(CommandError) as caught:
        call_command("assess", *arguments)
    assert caught.value.returncode == 2
    return str(caught.value)


def test_json_has_the_fields_of_a_verdict(diary_file, capsys):
    counts = clear_improvement()

    result = json.loads(run(capsys, diary_file(counts), "--started", STARTED, "--json"))

    verdict = assess(counts, 56)
    assert list(result) == [
        "verdict",
        "rate_ratio",
        "low",
        "high",
        "low_90",
        "high_90",
        "probability_better",
        "readout",
        "nights_answered_before",
        "nights_answered_after",
        "reasons",
    ]
    assert result["verdict"] == "improved"
    assert result["rate_ratio"] == verdict.rate_ratio
    assert (result["readout"], result["reasons"]) == (84, [])


def test_what_cannot_be_computed_is_null(diary_file, capsys):
    result = json.loads(run(capsys, diary_file(np.ones(60)), "--started", STARTED, "--json"))

    assert result["verdict"] == "not_enough_data"
    assert result["rate_ratio"] is result["probability_better"] is result["readout"] is None
    assert "too_early" in result["reasons"]


def test_the_text_gives_absolute_numbers_first(diary_file, capsys):
    text = run(capsys, diary_file(clear_improvement()), "--started", STARTED)

    lines = text.splitlines()
    assert lines[0].split() == ["Verdict:", "improved"]
    assert "56 episodes in 56 answered nights of 56, 7.0 per 7 answered nights" in text
    assert "4 episodes in 28 answered nights of 28, 1.0 per 7 answered nights" in text
    assert text.index("Before:") < text.index("Rate now")
    assert "75 % interval" in text
    assert "nan" not in text


def test_the_text_of_a_thin_diary_has_no_doubtful_number(diary_file, capsys):
    text = run(capsys, diary_file(np.ones(57)), "--started", STARTED)

    assert "not enough data" in text
    assert "not computed" in text
    assert "none reached" in text
    assert "nan" not in text


def test_a_start_on_the_first_night_has_nothing_before(diary_file, capsys):
    text = run(capsys, diary_file(np.ones(90)), "--started", FIRST.isoformat())

    assert "0 of 0 nights answered" in text


@pytest.mark.parametrize(
    ("counts", "word"),
    [
        (clear_improvement(), "improved"),
        (clear_worsening(), "worsened"),
        (every(1, 0, nights=140), "no clear change"),
    ],
)
def test_every_verdict_has_its_word(diary_file, capsys, counts, word):
    assert word in run(capsys, diary_file(counts), "--started", STARTED).splitlines()[0]


@pytest.mark.parametrize("started", ["", "1.3.2026", "2026-13-01", "yesterday", "2025-12-31", "2030-01-01"])
def test_a_start_that_is_no_date_or_lies_outside(diary_file, started):
    assert "--started" in refused(diary_file(np.ones(90)), f"--started={started}")


def test_a_bad_line_is_named_with_the_file(tmp_path):
    path = tmp_path / "bad.csv"
    path.write_text("night,answered,episodes\n2026-01-01,1,0\n2026-01-02,1,-3\n2026-01-02,1,1\n")

    sentence = refused(str(path), "--started", "2026-01-02")

    assert "bad.csv, line 3: episodes must be a whole number" in sentence


@pytest.mark.parametrize("name", ["missing.csv", ".", "nul\0.csv"])
def test_a_file_that_cannot_be_read(tmp_path, name):
    assert refused(str(tmp_path / name), "--started", "2026-01-02")


def test_the_process_exits_with_2_and_no_traceback(tmp_path, diary_file):
    good, bad = diary_file(clear_improvement()), tmp_path / "bad.csv"
    bad.write_bytes(b"\xff\xfe\0")

    outcomes = [
        manage("assess", name, "--started", STARTED) for name in (good, str(bad), str(tmp_path / "no"))
    ]

    assert [outcome.returncode for outcome in outcomes] == [0, 2, 2]
    assert "Verdict:" in outcomes[0].stdout
    assert not any("Traceback" in outcome.stderr for outcome in outcomes)
    assert all(outcome.stderr.strip() for outcome in outcomes[1:])


def manage(*arguments):
    root = Path(__file__).resolve().parents[2]
    return subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=root,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
