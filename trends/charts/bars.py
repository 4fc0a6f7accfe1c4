"""Three small bars: the likely range, the plan's phases with today, and the day's total against its limit."""

from __future__ import annotations

from datetime import date, timedelta

from trends.charts.data import LimitBar, Phase, RangeBar
from trends.charts.palette import Paint
from trends.charts.svg import TEXT, VALUE, Sheet, Svg, number
from trends.charts.text import Box, Spot, wordings
from trends.wording.numbers import short_day, thousands
from trends.wording.pictures import limit_description, phases_description

OPEN_END = timedelta(days=56)  # how much of the bar a phase without an end gets


def range_bar(bar: RangeBar, width: float = 350, palette: Paint = "css", prefix: str = "range") -> Svg:
    """Left = fewer, or lower. The filled bar holds 3 chances in 4 (6 in 7 of a score), the open dot is the middle.

    The tall tick is no change.
    """
    sheet = Sheet(width, 58, palette, prefix)
    least, most = min(bar.low, bar.middle, 0.0), max(bar.high, bar.middle, 0.0)
    span = max(most - least, 1.0)
    room = span * 0.25
    scale = (width - 20) / (span + 2 * room)

    def x(value: float) -> float:
        return 10 + (value - least + room) * scale

    middle = 21.0
    sheet.line((10, middle), (width - 10, middle), "bar-line")
    sheet.line((x(0), middle - 12), (x(0), middle + 12), "bar-tick-quiet", 1.2)
    sheet.rect(
        Box(min(x(bar.low), x(bar.high) - 12), middle - 6, x(bar.high), middle + 6), "bar-fill", radius=6
    )
    sheet.circle(x(bar.middle), middle, 7.5, "bar-dot", stroke=2.4)
    _range_words(sheet, bar, (x(bar.low), x(bar.high), x(0)))
    return sheet.finish("The likely range", bar.sentence)


def _range_words(sheet: Sheet, bar: RangeBar, at: tuple[float, float, float]) -> None:
    """Both ends and the tick by name, each as near to its place as the others allow."""
    # An end that reads "no change" would say it twice: the tick says it.
    labels = [
        (words, tuple(_near(x, sheet.width)), role)
        for words, x, role in zip(
            (bar.low_words, bar.high_words, bar.none),
            at,
            ("chart-value", "chart-value", "chart-label"),
            strict=True,
        )
        if role == "chart-label" or words != bar.none
    ]
    spots = sheet.room.arrange([(words, places) for words, places, _role in labels], VALUE, bold=True)
    for (words, _places, role), spot in zip(labels, spots or (), strict=False):
        _write(sheet, words, spot, role)


def _write(sheet: Sheet, words: str, spot: Spot, role: str) -> None:
    is_value = role == "chart-value"
    sheet.text(words, spot, role, bold=is_value, size=VALUE if is_value else TEXT)


def _near(x: float, width: float) -> list[Spot]:
    """Centred under x; turned to one side; at the edge of the picture; at some distance."""
    y = 49.0
    close = [
        Spot(x, y, "middle"),
        Spot(x + 8, y, "end"),
        Spot(x - 8, y),
        Spot(1, y),
        Spot(width - 1, y, "end"),
    ]
    return close + [Spot(x + shift, y, "middle") for shift in (-36, 36, -60, 60, -100, 100)]


def phase_bar(
    phases: tuple[Phase, ...], today: date, width: float = 316, palette: Paint = "css", prefix: str = "phases"
) -> Svg:
    """The plan as segments: filled = past, outlined = to come, a tick = today."""
    sheet = Sheet(width, 62, palette, prefix)
    top, bottom = 22.0, 36.0
    segments = _segments(phases, today, width)
    for place, (phase, left, right, now) in enumerate(segments):
        _segment(sheet, Box(left, top, right, bottom), now)
        _phase_name(sheet, phase, left, segments[place + 1][1] if place + 1 < len(segments) else width)
    _under(sheet, segments, today, bottom)
    return sheet.finish("The plan", phases_description(phases, today))


def _segments(
    phases: tuple[Phase, ...], today: date, width: float
) -> list[tuple[Phase, float, float, float | None]]:
    """Each phase with its left and right edge, and the x of today within it (its right edge once it is past)."""
    ordered = sorted(phases, key=lambda phase: phase.starts_on)
    days = [
        max(((phase.ends_on or _open_end(phase, today)) - phase.starts_on).days + 1, 1) for phase in ordered
    ]
    gap = 3.0
    usable = width - gap * max(len(ordered) - 1, 0)
    least = min(12.0, usable / max(len(ordered), 1))
    shares = [max(usable * count / sum(days), least) for count in days]
    shares = [share * usable / sum(shares) for share in shares]
    segments, left = [], 0.0
    for phase, count, share in zip(ordered, days, shares, strict=True):
        done = min(max((today - phase.starts_on).days + 0.5, 0.0) / count, 1.0)
        segments.append(
            (phase, left, left + share, left + share * done if today >= phase.starts_on else None)
        )
        left += share + gap
    return segments


def _open_end(phase: Phase, today: date) -> date:
    return max(phase.starts_on, today) + OPEN_END


def _segment(sheet: Sheet, box: Box, now: float | None) -> None:
    sheet.rect(
        Box(box.left + 0.75, box.top + 0.75, box.right - 0.75, box.bottom - 0.75), "bar-open", 3.5, 1.5
    )
    if now is not None:
        sheet.rect(Box(box.left, box.top, now, box.bottom), "bar-fill", radius=min(4.0, (now - box.left) / 2))


def _phase_name(sheet: Sheet, phase: Phase, left: float, next_left: float) -> None:
    ways = wordings(phase.label, next_left - left - 4, TEXT, bold=True)
    sheet.label(ways, (Spot(left, 14),), "chart-phase-label", bold=True)


def _under(
    sheet: Sheet, segments: list[tuple[Phase, float, float, float | None]], today: date, bottom: float
) -> None:
    """Today, then the two ends of the plan, in one row."""
    if not segments:
        sheet.text("No plan yet", Spot(0, 14), "chart-label")
        return
    y = bottom + 19
    first, last = segments[0][0], segments[-1][0]
    reached = [now for _phase, _left, _right, now in segments if now is not None]
    if reached and (last.ends_on is None or today <= last.ends_on):
        x = min(max(reached[-1], 1.0), sheet.width - 1)
        sheet.line((x, 19), (x, bottom + 6), "bar-tick", 1.5)
        spots = (Spot(x, y, "middle"), Spot(0, y), Spot(sheet.width - 1, y, "end"))
        sheet.label(("Today",), spots, "chart-value", bold=True, size=VALUE)
    end = ("until you change it", "open end") if last.ends_on is None else (short_day(last.ends_on),)
    sheet.label(end, (Spot(sheet.width - 0.5, y, "end"),), "chart-label")
    sheet.label((short_day(first.starts_on),), (Spot(0, y),), "chart-label")


def limit_bar(bar: LimitBar, width: float = 316, palette: Paint = "css", prefix: str = "limit") -> Svg:
    """All sources stacked from the left, a tick at the upper limit. Over the limit the bar simply passes it."""
    sheet = Sheet(width, 46, palette, prefix)
    track = Box(0, 7, width, 19)
    full = max(bar.limit or 0.0, bar.total) * 1.25 or 1.0
    sheet.rect(track, "bar-track", radius=6)
    left = 0.0
    for count, part in enumerate(bar.parts):
        right = left + part.amount / full * width
        role = "bar-fill-2" if count % 2 else "bar-fill"
        if count == 0:
            sheet.path(_round_left(right, track), role)
        else:
            sheet.rect(Box(left + 1.5, track.top, right, track.bottom), role)
        left = right
    if bar.limit:
        x = bar.limit / full * width
        sheet.line((x, track.top - 4), (x, track.bottom + 4), "bar-tick", 1.8)
    _limit_words(sheet, bar, full)
    return sheet.finish(f"{bar.substance} a day, all sources together", limit_description(bar))


def _round_left(right: float, track: Box) -> str:
    """The first part, as round as the track it lies in."""
    curve = min(6.0, right)
    if right <= 0:
        return ""
    return (
        f"M{number(curve)} {number(track.top)}H{number(right)}V{number(track.bottom)}H{number(curve)}"
        f"A{number(curve)} 6 0 0 1 {number(curve)} {number(track.top)}z"
    )


def _limit_words(sheet: Sheet, bar: LimitBar, full: float) -> None:
    """The total on the left and the limit under its tick; over the limit, the total on the right."""
    y, end = 37.0, sheet.width - 1
    total = f"{thousands(bar.total)} {bar.unit} a day"
    labels: list[tuple[str, tuple[Spot, ...]]] = [(total, (Spot(0.5, y),))]
    if bar.limit:
        x = bar.limit / full * sheet.width
        under = (Spot(x, y, "middle"), Spot(min(x + 30, end), y, "end"), Spot(max(x - 20, 0.5), y))
        labels.append((f"upper limit {thousands(bar.limit)}", under))
    spots = sheet.room.arrange(labels, VALUE, bold=True)
    if spots is None:
        labels[0] = (total, (Spot(end, y, "end"),))
        spots = sheet.room.arrange(labels, VALUE, bold=True)
    for (words, _places), spot, role in zip(
        labels, spots or (), ("chart-value", "chart-label"), strict=False
    ):
        _write(sheet, words, spot, role)
