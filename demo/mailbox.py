"""The mails that the embedded default would have sent, read back from its folder."""

import email
import email.policy
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime
from pathlib import Path

SEPARATOR = b"-" * 79
SHOWN = 50


@dataclass(frozen=True)
class Mail:
    to: str
    subject: str
    sent_at: datetime
    body: str


def read(folder: Path) -> list[Mail]:
    """The newest mails in a folder written by Django's file backend, newest first."""
    files = sorted(folder.glob("*.log"), key=lambda path: path.stat().st_mtime, reverse=True)[:SHOWN]
    mails = [mail for path in files for mail in _mails(path.read_bytes())]
    return sorted(mails, key=lambda mail: mail.sent_at, reverse=True)[:SHOWN]


def _mails(written: bytes):
    for part in written.split(SEPARATOR):
        if part.strip():
            message = email.message_from_bytes(part.strip(), policy=email.policy.default)
            body = message.get_body(preferencelist=("plain",))
            yield Mail(
                to=str(message["To"]),
                subject=str(message["Subject"]),
                sent_at=parsedate_to_datetime(message["Date"]),
                body=body.get_content() if body else "",
            )
