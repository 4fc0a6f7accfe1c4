"""Finding a patient by name or date of birth."""

import datetime as dt
import re

from django.db.models import Q

FORMATS = ("%Y-%m-%d", "%d.%m.%Y", "%d/%m/%Y", "%d-%m-%Y", "%d %b %Y", "%d %B %Y", "%d%m%Y")


def matching(words: str) -> Q:
    """The links whose patient is meant: a date of birth, a year of birth, or every word part of the name.

    >>> matching("14 Apr 1958")
    <Q: (AND: ('patient__date_of_birth', datetime.date(1958, 4, 14)))>
    """
    words = " ".join(words.replace("\x00", "").split())
    born = birth_date(words)
    if born:
        return Q(patient__date_of_birth=born)
    if re.fullmatch(r"(19|20)\d\d", words):
        return Q(patient__date_of_birth__year=int(words))
    found = Q()
    for word in words.split():
        found &= Q(patient__name__icontains=word)
    return found


def birth_date(words: str) -> dt.date | None:
    """The date that somebody typed, whichever way; day before month.

    >>> birth_date("14.4.1958"), birth_date("14 april 1958"), birth_date("Ellis")
    (datetime.date(1958, 4, 14), datetime.date(1958, 4, 14), None)
    """
    for form in FORMATS:
        try:
            return dt.datetime.strptime(words, form).replace(tzinfo=dt.UTC).date()
        except ValueError:
            continue
    return None
