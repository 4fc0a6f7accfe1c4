"""A diary in a CSV file: `night,answered,episodes`, one line a night. Pure.

Nights are ISO dates in any order; a night without a line was not answered. `answered` is 1/0, true/false or yes/no;
`episodes` a whole number, empty or 0 on a night that was not answered. UTF-8, with or without a byte-order mark.
"""

import csv
import datetime as dt
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from trends.core.result import Floats

COLUMNS = ("night", "answered", "episodes")
YES, NO = frozenset({"1", "true", "yes"}), frozenset({"0", "false", "no"})
ISO_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
WHOLE_NUMBER = re.compile(r"[0-9]{1,4}")
LONGEST_DIARY = 20 * 366
"""Nights; a diary over more than twenty years is a mistyped year."""
MOST_BYTES = 5_000_000
BYTE_ORDER_MARK = "\ufeff"


@dataclass(frozen=True)
class Problem:
    """What is wrong on one line of the file (the header is line 1)."""

    line: int
    sentence: str

    def __str__(self) -> str:
        return f"line {self.line}: {self.sentence}"


class BadDiary(ValueError):
    """The file cannot be read as a diary; `problems` names every line that needs mending, in order."""

    def __init__(self, *problems: Problem):
        super().__init__("\n".join(map(str, problems)))
        self.problems = problems


@dataclass(frozen=True)
class DiaryTable:
    """`counts` (nights,) episodes a night from `first_night` on, NaN = unanswered."""

    first_night: dt.date
    counts: Floats

    @property
    def last_night(self) -> dt.date:
        return self.first_night + dt.timedelta(len(self.counts) - 1)

    def nights_before(self, started_on: dt.date) -> int:
        """The column of the first night on the supplement. ValueError when the diary does not hold it.

        >>> diary = DiaryTable(dt.date(2026, 3, 1), np.zeros(5))
        >>> diary.nights_before(dt.date(2026, 3, 3))
        2
        """
        if not self.first_night <= started_on <= self.last_night:
            raise ValueError(
                f"The start, {started_on}, lies outside the diary, which runs from {self.first_night}"
                f" to {self.last_night}."
            )
        return (started_on - self.first_night).days


@dataclass(frozen=True)
class Line:
    """One line as read: its number, its night, and the count (NaN = unanswered)."""

    number: int
    night: dt.date
    count: float


def read_diary(data: bytes) -> DiaryTable:
    """The diary in a file's bytes. Raises BadDiary naming the lines.

    >>> diary = read_diary(b"night,answered,episodes\\n2026-03-03,yes,2\\n2026-03-01,1,0\\n")
    >>> diary.first_night.isoformat(), diary.counts.tolist()
    ('2026-03-01', [0.0, nan, 2.0])
    """
    rows = _rows(_text(data))
    order = _order(*next(rows, (1, [])))
    lines, problems = [], []
    for number, cells in rows:
        try:
            lines.append(_line(number, cells, order))
        except ValueError as error:
            problems.append(Problem(number, str(error)))
    problems += _duplicates(lines)
    if problems:
        raise BadDiary(*sorted(problems, key=lambda problem: problem.line))
    return _table(lines)


def iso_date(text: str) -> dt.date:
    """The date written as YYYY-MM-DD; ValueError with a sentence for anything else.

    >>> iso_date("2026-03-01")
    datetime.date(2026, 3, 1)
    """
    try:
        if ISO_DATE.fullmatch(text):
            return dt.date.fromisoformat(text)
    except ValueError:
        pass
    raise ValueError(f"“{_short(text)}” is not a date like 2026-03-01.")


def _text(data: bytes) -> str:
    if len(data) > MOST_BYTES:
        raise BadDiary(Problem(1, "The file is far too long for a diary."))
    try:
        text = data.decode("utf-8").removeprefix(BYTE_ORDER_MARK)
    except UnicodeDecodeError as error:
        line = data.count(b"\n", 0, error.start) + 1
        raise BadDiary(Problem(line, "This is not UTF-8 text. Save the file as CSV (UTF-8).")) from None
    if "\0" in text:
        line = text.count("\n", 0, text.index("\0")) + 1
        raise BadDiary(Problem(line, "There is a NUL character; the file is damaged or not a CSV file."))
    return text


def _rows(text: str) -> Iterator[tuple[int, list[str]]]:
    """Line number and trimmed cells of every line that is not empty, the header included."""
    reader = csv.reader(io.StringIO(text, newline=""), strict=True)
    try:
        for row in reader:
            cells = [cell.strip() for cell in row]
            if any(cells):
                yield reader.line_num, cells
    except csv.Error as error:
        raise BadDiary(Problem(max(reader.line_num, 1), f"This line is not CSV: {error}.")) from None


def _order(number: int, header: list[str]) -> list[int]:
    """Where the columns stand in this header."""
    names = [name.lower() for name in header]
    if not names:
        raise BadDiary(Problem(1, "The file is empty. It must begin with night,answered,episodes."))
    if sorted(names) != sorted(COLUMNS):
        raise BadDiary(
            Problem(number, "The first line must be night,answered,episodes, separated by commas.")
        )
    return [names.index(column) for column in COLUMNS]


def _line(number: int, cells: list[str], order: list[int]) -> Line:
    if len(cells) != len(order):
        raise ValueError(f"Expected {len(order)} values separated by commas, found {len(cells)}.")
    night, answered, episodes = (cells[place] for place in order)
    return Line(
        number, iso_date(night), _count(episodes) if _is_answered(answered) else _unanswered(episodes)
    )


def _is_answered(text: str) -> bool:
    if text.lower() not in YES | NO:
        raise ValueError(f"answered must be 1 or 0, true or false, yes or no, not “{_short(text)}”.")
    return text.lower() in YES


def _count(text: str) -> float:
    if not WHOLE_NUMBER.fullmatch(text):
        raise ValueError(f"episodes must be a whole number, 0 or more, not “{_short(text)}”.")
    return float(text)


def _unanswered(episodes: str) -> float:
    if episodes and _count(episodes) > 0:
        raise ValueError("The night is marked as not answered, yet it has episodes.")
    return np.nan


def _short(text: str) -> str:
    return text if len(text) <= 30 else f"{text[:30]}…"


def _duplicates(lines: list[Line]) -> list[Problem]:
    first_on: dict[dt.date, int] = {}
    problems = []
    for line in lines:
        if first_on.setdefault(line.night, line.number) != line.number:
            problems.append(Problem(line.number, f"{line.night} is already on line {first_on[line.night]}."))
    return problems


def _table(lines: list[Line]) -> DiaryTable:
    if not lines:
        raise BadDiary(Problem(2, "There is no night in this file."))
    ordered = sorted(lines, key=lambda line: line.night)
    first, last = ordered[0], ordered[-1]
    nights = (last.night - first.night).days + 1
    if nights > LONGEST_DIARY:
        odd = _farthest(ordered)
        raise BadDiary(Problem(odd.number, f"{odd.night} is more than twenty years from the other nights."))
    counts = np.full(nights, np.nan)
    for line in ordered:
        counts[(line.night - first.night).days] = line.count
    return DiaryTable(first.night, counts)


def _farthest(ordered: list[Line]) -> Line:
    middle = ordered[len(ordered) // 2].night
    return max(ordered[0], ordered[-1], key=lambda line: abs(line.night - middle))
