"""Which weeks of a long diary a picture leaves out."""

from __future__ import annotations

from trends.wording.numbers import counted


def left_out(weeks: int, earlier: int, later: int) -> str:
    """
    >>> left_out(40, 0, 0)
    ''
    >>> left_out(40, 12, 180)
    '40 weeks are shown here. 12 earlier and 180 later weeks of your diary are left out.'
    """
    parts = [f"{number} {when}" for number, when in ((earlier, "earlier"), (later, "later")) if number]
    if not parts:
        return ""
    more = f"{' and '.join(parts)} {'week' if earlier + later == 1 else 'weeks'}"
    verb = "is" if earlier + later == 1 else "are"
    return f"{counted(weeks, 'week', 'weeks')} are shown here. {more} of your diary {verb} left out."
