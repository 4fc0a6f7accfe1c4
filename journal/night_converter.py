import datetime as dt

FIRST, LAST = dt.date(1900, 1, 1), dt.date(2199, 12, 31)


class NightConverter:
    """A night in an address: 2026-11-19. A year that no diary can hold is no page."""

    regex = r"(?:19|20|21)\d{2}-\d{2}-\d{2}"

    def to_python(self, value: str) -> dt.date:
        return dt.date.fromisoformat(value)

    def to_url(self, value: dt.date | str) -> str:
        return value if isinstance(value, str) else value.isoformat()


def asked_night(text: str) -> dt.date | None:
    """The night that a query names; None for what is no date, or one that no diary can hold."""
    try:
        night = dt.date.fromisoformat(text)
    except ValueError:
        return None
    return night if FIRST <= night <= LAST else None
