"""A band set as lines that a person can read and edit, and back. Pure.

below 20 ng/mL = 50 nmol/L | deficient | Low by these cut-offs. | low
up to 50 ng/mL = 125 nmol/L | | | none
above | high | Contact your doctor. | high | notice vitamin-d-level-high
"""

import re
from decimal import Decimal, InvalidOperation

LIMIT = re.compile(r"^(?P<how>below|up to)\s+(?P<limits>.+)$", re.IGNORECASE)
KEYS = {"below": "below", "up to": "up_to"}
TONES = ("low", "middle", "enough", "high", "none", "")


class BadLine(ValueError):
    """Which line cannot be read, and why."""


def to_lines(bands: list[dict]) -> str:
    """The text of these bands, one a line.

    >>> to_lines([{"below": {"ng/mL": "20"}, "word": "deficient", "meaning": "Low."}, {"word": "sufficient"}])
    'below 20 ng/mL | deficient | Low. | \\nabove | sufficient |  | '
    """
    return "\n".join(_line(band) for band in bands)


def _line(band):
    limit = "above"
    for words, key in KEYS.items():
        if key in band:
            limit = f"{words} " + " = ".join(f"{value} {unit}" for unit, value in band[key].items())
    cells = [limit, band["word"], band.get("meaning", ""), band.get("tone", "")]
    return " | ".join(cells + ([f"notice {band['notice']}"] if band.get("notice") else []))


def from_lines(text: str) -> list[dict]:
    """The bands that this text describes. Raises BadLine naming the line."""
    lines = [line for line in text.splitlines() if line.strip()]
    if not lines:
        raise BadLine("A band set needs at least one line.")
    bands = [_band(number, line) for number, line in enumerate(lines, 1)]
    _check_order(bands)
    return bands


def _band(number, line):
    cells = [cell.strip() for cell in line.split("|")]
    if len(cells) < 2:
        raise BadLine(f"Line {number}: write a limit, then “|”, then the word (none to say nothing).")
    band = _limit(number, cells[0]) | {"word": cells[1]}
    band |= {key: cell for key, cell in zip(("meaning", "tone"), cells[2:4], strict=False) if cell}
    if band.get("tone", "") not in TONES:
        raise BadLine(f"Line {number}: “{band['tone']}” is not a tone; choose {', '.join(TONES[:-1])}.")
    for cell in cells[4:]:
        if not cell.startswith("notice "):
            raise BadLine(f"Line {number}: after the tone only “notice” and its name may follow.")
        band["notice"] = cell.removeprefix("notice ").strip()
    return band


def _limit(number, cell):
    if cell.lower() == "above":
        return {}
    match = LIMIT.match(cell)
    if not match:
        raise BadLine(f"Line {number}: begin with “below 20 ng/mL”, “up to 50 ng/mL” or “above”.")
    limits = {}
    for part in match["limits"].split("="):
        value, _, unit = part.strip().partition(" ")
        limits[unit.strip()] = _number(number, value)
        if not unit.strip():
            raise BadLine(f"Line {number}: the limit {value} needs its unit.")
    return {KEYS[match["how"].lower()]: limits}


def _number(line, text):
    try:
        value = Decimal(text)
    except InvalidOperation:
        value = Decimal("nan")
    if not value.is_finite():
        raise BadLine(f"Line {line}: “{text}” is not a number.")
    return str(value)


def _check_order(bands):
    if any("below" in band or "up_to" in band for band in bands[-1:]):
        raise BadLine("The last line begins with “above”: it takes every higher value.")
    limits = [band.get("below") or band.get("up_to") for band in bands[:-1]]
    if not all(limits):
        raise BadLine("Only the last line may begin with “above”.")
    for lower, higher in zip(limits, limits[1:], strict=False):
        if set(lower) != set(higher):
            raise BadLine("Every line gives its limit in the same units.")
        if any(Decimal(lower[unit]) >= Decimal(higher[unit]) for unit in lower):
            raise BadLine("The limits go up from line to line.")
