"""Behind the verdict, for the doctor who asks how sure it is: the same nights read under other assumptions."""

from dataclasses import dataclass

from clinic.verdicts import Verdict
from trends.loading import Diary
from trends.what_if import what_if
from trends.wording.what_if import lead_in_line, sensitivity_head, sensitivity_rows


@dataclass(frozen=True)
class Method:
    """The raw rates before the start, and one row an assumption; no rows where the data are too thin for a number."""

    lead_in: str
    head: tuple[str, ...] = ()
    rows: tuple[tuple[str, ...], ...] = ()


def method(diary: Diary, leading: Verdict | None) -> Method | None:
    """Of the leading conclusion, from the diary as it is shared. No query."""
    if leading is None:
        return None
    facts, found = leading.facts, what_if(diary, leading.conclusion, ahead=False)
    lead_in = lead_in_line(facts, found)
    if not facts.has_range:
        return Method(lead_in)
    return Method(lead_in, sensitivity_head(facts), sensitivity_rows(found))
