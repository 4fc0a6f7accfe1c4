"""The words for a number from 0 to 10."""

from journal.choices import SEVERITY_FROM


def severity_word(number: int) -> str:
    """none, mild, moderate or severe.

    >>> severity_word(5)
    'moderate'
    """
    return max((least, word) for word, least in SEVERITY_FROM.items() if number >= least)[1]
