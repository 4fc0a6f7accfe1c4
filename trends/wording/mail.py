"""The only mail about a result. Neutral on purpose: whoever sees the in-box learns nothing about anyone's health."""

from __future__ import annotations

MAIL_SUBJECT = "Something new to read in Quiet Nights"


def news_mail(name: str, address: str) -> tuple[str, str]:
    """Subject and text of the mail that says there is something new, and nothing about what."""
    hello = f"Hello {name}," if name else "Hello,"
    body = (
        f"{hello}\n\n"
        "There is something new to read in Quiet Nights. Open it when it suits you:\n\n"
        f"{address}\n\n"
        "To keep your diary private, this mail says nothing more. Nobody reads replies to it.\n"
    )
    return MAIL_SUBJECT, body
